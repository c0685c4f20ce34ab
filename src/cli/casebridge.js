#!/usr/bin/env node
// `npx casebridge …`: the operator's commands. Plain JavaScript that npm can link before anything is built.
const { runCli } = await import('../../dist/cli/index.js');
process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
});
