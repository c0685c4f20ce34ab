#!/bin/sh
# file-type 21.3.4.
# Expected: text has no binary signature, so `fileTypeFromBuffer` of a CSV file gives undefined, and its caller can go on to ask whether it is text.
# Seen: the name of the first column decides. A list of devices that begins with "MAC Address" is audio (audio/ape), a list of papers that begins with
# "FORM" is audio (audio/aiff), and a nurse's list that begins with "BMI" is a picture (image/bmp), because these formats are told by two to four
# letters and nothing behind them is looked at. A byte order mark in front, as Excel writes it, is skipped and changes nothing. A server that
# serves, shows or refuses files by this type does the wrong thing with them; asking first whether a file is text avoids it.
# Source: https://github.com/sindresorhus/file-type/blob/v21.3.4/core.js
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund file-type@21.3.4 >/dev/null
cat > run.mjs <<'JS'
import { fileTypeFromBuffer } from 'file-type';

const rows = {
  devices: 'MAC Address,Serial number,Room\n00:00:5E:00:53:01,A1,12\n00:00:5E:00:53:02,A2,14\n',
  papers: 'FORM,Grade,Due\nPermission slip,5,2026-12-18\n',
  health: 'BMI,Grade,Count\n18,5,24\n21,6,22\n',
  plain: 'Serial number,MAC Address,Room\nA1,00:00:5E:00:53:01,12\n',
};
const seen = {};
for (const [name, text] of Object.entries(rows)) {
  seen[name] = (await fileTypeFromBuffer(Buffer.from(text)))?.mime;
  seen[`${name} with mark`] = (await fileTypeFromBuffer(Buffer.from(`\uFEFF${text}`)))?.mime;
}
console.log(seen);
const types = Object.values(seen).map(String).join();
process.exit(types === 'audio/ape,audio/ape,audio/aiff,audio/aiff,image/bmp,image/bmp,undefined,undefined' ? 0 : 1);
JS
node run.mjs
