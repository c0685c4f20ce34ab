import { expect, test } from 'vitest';
import { markdownTree, sharedTree } from '../../src/cards/markdown-tree.ts';

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
