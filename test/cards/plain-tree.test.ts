import fc from 'fast-check';
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmAutolinkLiteralFromMarkdown } from 'mdast-util-gfm-autolink-literal';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { expect, test } from 'vitest';
import { plainTree } from '../../src/cards/plain-tree.ts';
import { visibleText } from '../../src/cards/visible-text.ts';

/** What the parser makes of a text, without positions. */
function parsed(text: string): Root {
  const tree = fromMarkdown(text, {
    extensions: [gfmStrikethrough({ singleTilde: false }), gfmAutolinkLiteral(), gfmTable()],
    mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmAutolinkLiteralFromMarkdown(), gfmTableFromMarkdown()],
  });
  const strip = (node: Nodes): void => {
    delete node.position;
    if ('children' in node) node.children.forEach(strip);
  };
  strip(tree);
  return tree;
}

test.each([
  'Grades are wrong.',
  'Since this morning, in **every** class of Mrs. Park. Seen 12 times.',
  '**Steps** (as asked):\nopen the page\nwait 5 s\n\nIt fails, "again"!\n\n\nThanks\n',
  'The list is empty again. ',
  'One line.\n\n  \n',
  'Élèves : 100 % des notes sont à #1 - voilà…',
  '保護者が**見えない** ものがある',
])('a plain text is read without the parser: %j', (text) => {
  const tree = plainTree(text);
  if (text.includes('見')) expect(tree).toBeNull();
  else expect(tree).toEqual(parsed(text));
});

test.each(['- a', '1. a', '# a', '> a', 'a\n---', 'a\n=', '    a', 'a  \nb', '`a`', '*a*', '**a', '** a **', '***a***', 'a**b**', '~~a~~', 'a@b.co', 'www.a.co', 'http://a', '[a](b)', 'a\n:-', '| a |\n| - |', '&amp;', 'a\\', '<b>', '\uFEFFa', '', '\n'])(
  'the parser reads a text that may have markup: %j',
  (text) => expect(plainTree(text)).toBeNull(),
); // prettier-ignore

test('a text that is read without the parser gives its tree', () => {
  const pieces = fc.constantFrom(
    ...[
      'a',
      'Z',
      '7',
      '12',
      'é',
      '見',
      '😀',
      ' ',
      '\n',
      '\n\n',
      '**',
      '*',
      '.',
      ',',
      ')',
      '(',
      '"',
      '-',
      '+',
      '#',
      '=',
      ':',
      '!',
      '%',
      '/',
    ],
    ...['\u00A0', '\u3000', '\u200B', '\u0301', '“', 'www', 'http:', '//', '>', '1)', '$', '{', '^', ';', '?', "'"],
  );
  let plain = 0;
  const check = (text: string): void => {
    const visible = visibleText(text);
    const tree = plainTree(visible);
    if (tree === null) return;
    plain += 1;
    expect(tree, JSON.stringify(visible)).toEqual(parsed(visible));
  };
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 14 }), (some) => check(some.join(''))),
    { numRuns: 1_000 },
  );
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 20 }), check), { numRuns: 1_000 });
  expect(plain).toBeGreaterThan(100);
});
