#!/bin/sh
# amaro 1.2.1, which is what Node 22, 24 and 26 run TypeScript with.
# Expected: `for (const of of list)` is ordinary JavaScript and TypeScript ("of" is no reserved word): V8 runs it, tsc and ESLint accept it, so Node
# can strip the types of a file that contains it.
# Seen: stripping the types fails with "Variable declaration list cannot be empty", with const, let and var; the same loop over another name, and
# `for (const of in object)`, pass. A file that passes every check therefore does not start as `node file.ts`.
# Source: https://github.com/nodejs/amaro (wraps the parser of SWC), https://tc39.es/ecma262/#prod-ForInOfStatement
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts amaro@1.2.1 >/dev/null
cat > run.cjs <<'JS'
const { strictEqual } = require('node:assert');
const { runInNewContext } = require('node:vm');
const { transformSync } = require('amaro');

const strip = (source) => {
  try {
    return transformSync(source, { mode: 'strip-only' }).code;
  } catch (error) {
    return `refused: ${error.message ?? error}`;
  }
};
for (const kind of ['const', 'let', 'var']) {
  const loop = `let sum = 0; for (${kind} of of [1, 2]) sum += of; sum`;
  strictEqual(runInNewContext(loop), 3); // JavaScript as it stands
  strictEqual(strip(loop), 'refused: Variable declaration list cannot be empty');
}
for (const loop of ['for (const one of [1, 2]) use(one);', 'for (const of in { a: 1 }) use(of);']) strictEqual(strip(loop), loop);
console.log('a loop whose variable is "of" runs as JavaScript and is refused as TypeScript');
JS
node run.cjs
