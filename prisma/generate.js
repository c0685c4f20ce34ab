// Generates the Prisma client after `npm ci`. Prisma's CLI insists on a native schema engine that `generate` never runs;
// naming any executable (node itself) keeps the install free of downloads.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compactClient } from './compact-client.js';

const require = createRequire(import.meta.url);
const cli = require.resolve('prisma/build/index.js');
execFileSync(process.execPath, [cli, 'generate', '--no-hints'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
});

const root = new URL('../', import.meta.url);
const client = new URL('src/db/generated/internal/class.ts', root);
const wasmFile = 'src/db/generated/query_compiler.wasm';
writeFileSync(client, compactClient(readFileSync(client, 'utf8'), wasmFile));
const { wasm } = require('@prisma/client/runtime/query_compiler_small_bg.postgresql.wasm-base64.js');
writeFileSync(new URL(wasmFile, root), Buffer.from(wasm, 'base64'));
