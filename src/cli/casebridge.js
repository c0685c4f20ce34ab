#!/usr/bin/env node
// `npx casebridge …`: the operator's commands, run from the TypeScript sources.
import { register } from 'tsx/esm/api';

register();
const { runCli } = await import('./index.ts');
process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
});
