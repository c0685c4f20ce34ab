#!/bin/sh
# postal-mime 4.0.0.
# Expected: a part with a file name is a file and is in `attachments`, whether the sender's program suggests to show it in the text or not
# (`Content-Disposition: inline; filename=…`, RFC 2183). Pictures, PDF and CSV files that are sent so are.
# Seen: a text file or an HTML file that is sent so, or only with a name in its Content-Type, is no attachment. Its content is put at
# the end of the text, and of the HTML, of the message. Apple Mail sends .txt and .html files this way. A log of thousands of lines
# becomes what the person wrote, an exported report becomes part of the page, and the file and its name are gone.
# Source: https://github.com/postalsys/postal-mime/blob/v4.0.0/src/postal-mime.ts (isInlineTextNode), https://www.rfc-editor.org/rfc/rfc2183
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund postal-mime@4.0.0 >/dev/null
cat > run.mjs <<'JS'
import PostalMime from 'postal-mime';

const part = (type, name, content) => `--b\r\nContent-Type: ${type}\r\nContent-Disposition: inline; filename="${name}"\r\n\r\n${content}\r\n`;
const email = await PostalMime.parse(
  'From: ada@plainview.example\r\nTo: support@campus.example\r\nSubject: Import\r\nMIME-Version: 1.0\r\n' +
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe import fails.\r\n' +
    part('text/plain', 'import.log', 'row 1: unknown school') +
    part('text/html', 'report.html', '<h1>0 rows</h1>') +
    part('text/csv', 'roster.csv', 'school,grade') +
    '--b--\r\n',
);
const seen = { text: email.text, html: email.html, files: email.attachments.map(({ filename }) => filename) };
console.log(seen);
const isAsBefore =
  seen.files.join() === 'roster.csv' && seen.text.includes('row 1: unknown school') && seen.html.includes('<h1>0 rows</h1>');
process.exit(isAsBefore ? 0 : 1);
JS
node run.mjs
