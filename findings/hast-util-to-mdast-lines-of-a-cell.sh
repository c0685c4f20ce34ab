#!/bin/sh
# hast-util-to-mdast 10.1.3 with mdast-util-to-markdown 2.2.3, mdast-util-gfm-table 2.0.1 and micromark-extension-gfm-table 2.1.2.
# Expected: what is in a cell of an HTML table stays readable in the Markdown table. Outlook and Word write each line of a cell as a paragraph
# (<p class=MsoNormal>), and a line break (<br>) in a cell does become a space.
# Seen: paragraphs of a cell are joined without anything between them, so "Grade 9" and "Room 12" become "Grade 9Room 12". A list in a cell
# is written with its line breaks: the row ends in the middle, and read back as Markdown, the next items are a list below the table and the other cells
# of the row are gone from it.
# Source: https://github.com/syntax-tree/hast-util-to-mdast/blob/10.1.3/lib/handlers/table-cell.js,
# https://github.com/syntax-tree/mdast-util-gfm-table/blob/2.0.1/lib/index.js (handleTableCell)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund hast-util-from-html@2.1.0 hast-util-to-mdast@10.1.3 mdast-util-to-markdown@2.2.3 \
  mdast-util-gfm-table@2.0.1 mdast-util-from-markdown@2.1.0 micromark-extension-gfm-table@2.1.2 >/dev/null
cat > run.mjs <<'JS'
import { fromHtml } from 'hast-util-from-html';
import { toMdast } from 'hast-util-to-mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown, gfmTableToMarkdown } from 'mdast-util-gfm-table';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfmTable } from 'micromark-extension-gfm-table';

const head = '<tr><th>Class</th><th>State</th></tr>';
const write = (cell) =>
  toMarkdown(toMdast(fromHtml(`<table>${head}<tr><td>${cell}</td><td>open</td></tr></table>`)), {
    extensions: [gfmTableToMarkdown({ tablePipeAlign: false })],
  });
const blocks = (markdown) =>
  fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }).children.map(({ type }) => type);

const seen = {
  breaks: write('Grade 9<br>Room 12'),
  paragraphs: write('<p>Grade 9</p><p>Room 12</p>'),
  list: write('<ul><li>Grade 9</li><li>Room 12</li></ul>'),
};
for (const [name, markdown] of Object.entries(seen)) console.log(`${name}:\n${markdown}`);
console.log('read back:', blocks(seen.paragraphs), blocks(seen.list));
const isAsBefore =
  seen.breaks.endsWith('| Grade 9 Room 12 | open |\n') &&
  seen.paragraphs.endsWith('| Grade 9Room 12 | open |\n') &&
  seen.list.endsWith('| * Grade 9\n* Room 12 | open |\n') &&
  blocks(seen.list).join() === 'table,list';
process.exit(isAsBefore ? 0 : 1);
JS
node run.mjs
