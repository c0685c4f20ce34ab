#!/bin/sh
# csv-parse 7.0.3.
# Expected: `lines` of a record and of an error is the line in the file, so that a person can be told where in a spreadsheet a mistake is.
# Seen: a Windows line break (CRLF) within quotation marks counts as two lines, although one that ends a record counts as one. Every later
# record and error is one line too far for each of them. Spreadsheets written on Windows have them wherever a cell has two lines. With LF or
# CR alone the count is right, so a file whose line breaks are made LF first is told right.
# Source: https://csv.js.org/parse/info/ ("lines: the number of lines encountered in the source dataset")
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3 >/dev/null
cat > run.mjs <<'JS'
import { parse } from 'csv-parse/sync';

const rows = ['school,note', 'Lakeside,"two\nlines"', 'Hillview,one,too many'];
const lineOfError = (lineBreak) => {
  try {
    parse(rows.map((row) => row.replaceAll('\n', lineBreak)).join(lineBreak));
  } catch ({ code, lines }) {
    return `${code} on line ${lines}`;
  }
};
const seen = { LF: lineOfError('\n'), CR: lineOfError('\r'), CRLF: lineOfError('\r\n') };
console.log(seen);
const is = (line) => `CSV_RECORD_INCONSISTENT_FIELDS_LENGTH on line ${line}`;
process.exit(seen.LF === is(4) && seen.CR === is(4) && seen.CRLF === is(5) ? 0 : 1);
JS
node run.mjs
