#!/bin/sh
# postal-mime 4.0.0.
# Expected: in a text of `format=flowed`, a line that ends with a space goes on in the next line only where both are quoted equally deep
# (RFC 3676, 4.5), and `-- ` in a line of its own is the separator of a signature, which is never flowed (4.3).
# Seen: a quoted line that ends with a space takes in the answer below it, which becomes part of the quotation. A quotation of two lines keeps
# the second `>` in the middle of its text. The separator of the signature disappears between the text and the name. A program that cuts both off
# replies loses the answer, or keeps the signature.
# Source: https://www.rfc-editor.org/rfc/rfc3676, https://github.com/postalsys/postal-mime/blob/v4.0.0/src/mime-node.ts
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund postal-mime@4.0.0 >/dev/null
cat > run.mjs <<'JS'
import PostalMime from 'postal-mime';

const head = ['From: ada@plainview.example', 'To: support@campus.example', 'Subject: Re: Grade Book', 'MIME-Version: 1.0'];
const type = 'Content-Type: text/plain; charset=utf-8; format=flowed';
const read = async (...lines) => (await PostalMime.parse([...head, type, '', ...lines, ''].join('\r\n'))).text;

const seen = {
  answer: await read('> Which term do the teachers ', 'The second term.'),
  quotation: await read('> Which term do the teachers ', '> see?', 'The second term.'),
  signature: await read('The second term. ', '-- ', 'Ada Park'),
};
for (const [name, text] of Object.entries(seen)) console.log(`${name}: ${JSON.stringify(text)}`);
const isAsBefore =
  seen.answer === '> Which term do the teachers The second term.\n' &&
  seen.quotation === '> Which term do the teachers > see?\nThe second term.\n' &&
  seen.signature === 'The second term. -- Ada Park\n';
process.exit(isAsBefore ? 0 : 1);
JS
node run.mjs
