#!/bin/sh
# range-parser 1.3.0.
# Expected: `Range: bytes=-1000` of a file with 10 bytes asks for its last 1,000 bytes. RFC 9110 says that a suffix longer than the representation means
# all of it, so the answer is 206 with bytes 0 to 9.
# Seen: the range is unsatisfiable (-1), as if it began behind the end, so a server that follows the library answers 416. A suffix that fits works.
# Download managers that ask for the end of a file first (for the index of a ZIP or PDF) get an error for short files alone.
# Source: https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2, https://github.com/jshttp/range-parser
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts range-parser@1.3.0 >/dev/null
cat > run.cjs <<'JS'
const { deepStrictEqual, strictEqual } = require('node:assert');
const parseRange = require('range-parser');

const suffix = (bytes, size) => parseRange(size, `bytes=-${bytes}`);
deepStrictEqual({ ...suffix(4, 10)[0] }, { start: 6, end: 9 });
deepStrictEqual({ ...suffix(10, 10)[0] }, { start: 0, end: 9 });
strictEqual(suffix(11, 10), -1);
strictEqual(suffix(1000, 10), -1);
console.log('the last 10 of 10 bytes are a range, the last 11 of 10 are unsatisfiable');
JS
node run.cjs
