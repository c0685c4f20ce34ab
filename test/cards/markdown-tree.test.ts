import fc from 'fast-check';
import type { Paragraph } from 'mdast';
import { expect, test } from 'vitest';
import { markdownTree, sharedTree, writeMarkdown } from '../../src/cards/markdown-tree.ts';

test('readers of the same text share one tree, which nobody can change', () => {
  const text = 'In **every** class, see https://example.com';
  const tree = sharedTree(text);
  expect(sharedTree(text)).toBe(tree);
  expect(tree).toEqual(markdownTree(text));
  const [paragraph] = tree.children;
  if (paragraph?.type !== 'paragraph') throw new Error('The text is a paragraph');
  expect(() => paragraph.children.pop()).toThrow(TypeError);
  expect(() => Object.assign(paragraph.children[0] ?? {}, { value: '' })).toThrow(TypeError);
});

test('a tree that may be changed is never shared', () => {
  const tree = markdownTree('same');
  tree.children.pop();
  expect(markdownTree('same').children).toHaveLength(1);
  expect(sharedTree('same').children).toHaveLength(1);
});

test('the trees that were read last are kept, as many as have fifty thousand characters together', () => {
  const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(20_000));
  const [first, second, third] = texts.map(sharedTree);
  expect(texts.map(sharedTree).map((tree, at) => tree === [first, second, third][at])).toEqual([false, false, false]);
  const huge = 'd'.repeat(60_000);
  expect(sharedTree(huge)).not.toBe(sharedTree(huge));
  expect(sharedTree(texts[2] ?? '')).toBe(sharedTree(texts[2] ?? ''));
});

test('plain paragraphs are written as the writer of all other texts writes them', () => {
  const plain = fc.constantFrom(...'aBé9 ,;:.?!\'"’“”()…–—%$/@+=#-');
  const markup = fc.constantFrom(...'*_`[]<>&~|\\\t\u00a0', '🎒', '1.', '- ');
  const unit = fc.oneof({ weight: 20, arbitrary: plain }, { weight: 1, arbitrary: markup });
  const text = fc.tuple(fc.constantFrom('a', 'Ж', '', '1', '-', ' '), fc.string({ unit }), fc.constantFrom('', 'a', '9')).map((parts) => parts.join('')); // prettier-ignore
  const node = fc.record({ type: fc.constantFrom(...(['text', 'text', 'text', 'strong', 'emphasis'] as const)), text });
  const line = fc.array(node, { minLength: 1, maxLength: 4 });
  const lines = fc.array(line, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 3 }), (texts) => {
      const nodes = texts.map((one): Paragraph => ({
        type: 'paragraph',
        children: one.flatMap((parts, at): Paragraph['children'] => [
          ...(at > 0 ? [{ type: 'break' } as const] : []),
          ...parts.map(({ type, text: value }): Paragraph['children'][number] =>
            type === 'text' ? { type, value } : { type, children: [{ type: 'text', value }] },
          ),
        ]),
      }));
      // with a thematic break below, the paragraphs take the way of all other texts
      const other = writeMarkdown([...nodes, { type: 'thematicBreak' }]).replace(/(\n\n|^)\*\*\*$/, '');
      expect(writeMarkdown(nodes)).toBe(other.trim());
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  [
    'two texts side by side',
    [
      { type: 'text', value: 'a' },
      { type: 'text', value: '*b*' },
    ],
    'a\\*b\\*',
  ],
  ['a break at the end', [{ type: 'text', value: 'a' }, { type: 'break' }], 'a'],
  ['no text at all', [], ''],
] satisfies [string, Paragraph['children'], string][])('a paragraph of %s is written', (_what, children, markdown) => {
  expect(writeMarkdown([{ type: 'paragraph', children }])).toBe(markdown);
});
