import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownTree, writeMarkdown } from '../../src/cards/markdown-tree.ts';
import { codeBlock, paragraphs, type Run } from '../../src/cards/paragraphs.ts';

const written = (...runs: Run[]): string => writeMarkdown(paragraphs(runs));

describe('runs as paragraphs', () => {
  it.each<[string, Run[], string]>([
    ['keeps plain text', [{ text: 'a b' }], 'a b'],
    ['breaks a line at a newline', [{ text: 'a\nb' }], 'a\nb'],
    ['starts a paragraph at an empty line', [{ text: 'a\n\n\nb' }], 'a\n\nb'],
    ['takes an invisible line for an empty one', [{ text: 'a\n\u200B\nb' }], 'a\n\nb'],
    ['trims lines', [{ text: '  a  \n  b  ' }], 'a\nb'],
    ['moves space out of marks', [{ text: 'x' }, { text: ' a ', strong: true }, { text: 'y' }], 'x **a** y'],
    [
      'joins equal neighbors',
      [
        { text: 'a', strong: true },
        { text: 'b', strong: true },
      ],
      '**ab**',
    ],
    [
      'joins equal neighbors across a space',
      [{ text: 'a', emphasis: true }, { text: ' ' }, { text: 'b', emphasis: true }],
      '*a b*',
    ],
    [
      'nests marks',
      [
        { text: 'a', strong: true, delete: true },
        { text: 'b', strong: true },
      ],
      '**~~a~~b**',
    ],
    ['links formatted text', [{ text: 'a', link: 'https://x.example', strong: true }], '[**a**](https://x.example)'],
    ['keeps an address', [{ text: 'at https://x.example/a_b.' }], 'at https://x.example/a_b.'],
    [
      'escapes nothing in an address',
      [{ text: 'see https://x.example/~ada/_a_/?q=[1]&b=2, or (https://x.example/a*b*c)!' }],
      'see <https://x.example/~ada/_a_/?q=[1]&b=2>, or (<https://x.example/a*b*c>)!',
    ],
    ['keeps code literal', [{ text: '*a*', code: true }], '`*a*`'],
    ['shows nothing for blank runs', [{ text: ' \n ' }, { text: '', strong: true }], ''],
  ])('%s', (_name, runs, markdown) => expect(written(...runs)).toBe(markdown));

  it('keeps every word, whatever the runs', () => {
    const run = fc.record(
      { text: fc.stringMatching(/^[a-c \n]{0,6}$/), strong: fc.boolean(), emphasis: fc.boolean(), delete: fc.boolean() },
      { requiredKeys: ['text'] },
    );
    const visible = (value: unknown): string =>
      JSON.stringify(value)
        .match(/"value":"([^"]*)"/g)
        ?.join('')
        .replace(/"value":"|"/g, '') ?? '';
    fc.assert(
      fc.property(fc.array(run), (runs) => {
        const words = runs
          .map(({ text }) => text)
          .join('')
          .replace(/\s/g, '');
        return visible(paragraphs(runs)).replace(/\s/g, '') === words;
      }),
    );
  });

  it('reads back bold words as they were', () => {
    expect(
      markdownTree(written({ text: 'a', strong: true }, { text: ' and ' }, { text: 'b', strong: true })).children,
    ).toMatchObject([{ children: [{ type: 'strong' }, { type: 'text', value: ' and ' }, { type: 'strong' }] }]);
  });
});

it('writes a code block without empty lines at its edges', () => {
  expect(codeBlock('\n\na\n\n b\n').value).toBe('a\n\n b');
});

it('reads one run as it reads the same run beside an empty one', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'Ж', ' ', '\n', '\t', '\u200B', '\u2060', '\uFEFF', '*', '|', 'https://a.example/*x*', '🎒'),
  });
  const marks = fc.constantFrom<Omit<Run, 'text'>>({}, { strong: true }, { code: true }, { link: 'https://a.example' });
  fc.assert(
    fc.property(text, marks, (text, marks) => {
      expect(paragraphs([{ text, ...marks }])).toEqual(paragraphs([{ text, ...marks }, { text: '' }]));
    }),
    { numRuns: 2_000 },
  );
});
