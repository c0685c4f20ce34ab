import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutMrkdwn, splitMrkdwn } from '../../../src/slack/render/split.ts';
import { toMrkdwn } from '../../../src/slack/render/markdown.ts';

describe('long mrkdwn in pieces', () => {
  it('keeps short text in one piece', () => expect(splitMrkdwn('short', 100)).toEqual(['short']));

  it('ends a piece at a line or word break', () => {
    expect(splitMrkdwn(`${'a'.repeat(60)} ${'b'.repeat(60)}`, 100)).toEqual(['a'.repeat(60), 'b'.repeat(60)]);
  });

  it('closes a code block and opens it again in the next piece', () => {
    const pieces = splitMrkdwn(`\`\`\`\n${'line of code\n'.repeat(30)}\`\`\``, 100);
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece.split('```').length).toBe(3);
  });

  it('continues a quotation in the next piece', () => {
    const [, second] = splitMrkdwn(`> ${'word '.repeat(40)}`, 100);
    expect(second).toMatch(/^> word/);
  });

  it('leaves no stray quotation mark behind', () => {
    const text = `> ${'word '.repeat(12)}\n> <https://x.example/with/a/path|a link>`;
    expect(splitMrkdwn(text, 100)).toEqual([`> ${'word '.repeat(12).trimEnd()}`, '> <https://x.example/with/a/path|a link>']);
  });

  it('cuts no entity or link, stays within the limit and loses no word', () => {
    const part = fc.oneof(
      fc.lorem(),
      fc.constantFrom('&', '<', '>', '\n', '\n\n', '[a link](https://x.example/with/a/path)', '**bold**', '😀'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 200 }), fc.integer({ min: 100, max: 400 }), (parts, max) => {
        const text = toMrkdwn(parts.join(' '));
        const pieces = splitMrkdwn(text, max);
        for (const piece of pieces) {
          expect(piece.length).toBeLessThanOrEqual(max);
          expect(piece.replace(/<(https?:[^<>]*)>/g, '').replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<]/);
        }
        const withoutSpace = (piece: string): string => piece.replace(/^> /gm, '').replace(/\s/g, '');
        expect(pieces.map(withoutSpace).join('')).toBe(withoutSpace(text));
      }),
    );
  });

  it('replaces a link that is too long for any piece with its label', () => {
    expect(splitMrkdwn(`<https://x.example/${'a'.repeat(500)}|the page>`, 200)).toEqual(['the page']);
  });

  it('says that the text was cut', () => {
    expect(cutMrkdwn('word '.repeat(100), 50)).toMatch(/word…$/);
    expect(cutMrkdwn('short', 50)).toBe('short');
  });
});
