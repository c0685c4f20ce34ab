#!/bin/sh
# @vercel/nft 1.11.5 and async-function 1.0.0, on Node.js 20.19 or newer of line 20 (on others it says so and ends with 0).
# Expected: the files that the tracer lists are those that Node loads, so that a copy of them runs. With `moduleSyncCatchall: true`, the targets
# of the export condition `module-sync` are listed as well.
# Seen: Node 20.19 and newer choose `module-sync`, because `require` of a module was ported back to that line, but the tracer believes that
# only Node 22 and newer do and lists the other target. `moduleSyncCatchall` changes nothing where `exports` holds an array. The copy fails with
# "Cannot find module …/require.mjs". Tracing a second time with the condition `module-sync`, and copying both lists, works.
# Source: https://github.com/vercel/nft/blob/1.11.5/src/resolve-dependency.ts, https://nodejs.org/docs/latest-v20.x/api/packages.html#conditional-exports
set -eu
case "$(node --version)" in v20.19.* | v20.2[0-9].*) ;; *) echo "not on this version of Node.js"; exit 0 ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @vercel/nft@1.11.5 async-function@1.0.0 >/dev/null
echo "console.log(typeof require('async-function')());" >program.cjs
cat > trace.mjs <<'JS'
import { nodeFileTrace } from '@vercel/nft';
import { createRequire } from 'node:module';
import path from 'node:path';

const loaded = path.relative(process.cwd(), createRequire(import.meta.url).resolve('async-function'));
const lists = async (options) => (await nodeFileTrace(['program.cjs'], { base: process.cwd(), ...options })).fileList.has(loaded);
const seen = {
  loaded,
  plain: await lists({}),
  catchall: await lists({ moduleSyncCatchall: true }),
  named: await lists({ conditions: ['node', 'module-sync'] }),
};
console.log(seen);
const isAsSeen = loaded.endsWith('require.mjs') && !seen.plain && !seen.catchall && seen.named;
process.exit(isAsSeen ? 0 : 1);
JS
node trace.mjs
