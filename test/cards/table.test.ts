import { describe, expect, it } from 'vitest';
import { flatText } from '../../src/cards/flat-text.ts';
import { writeMarkdown } from '../../src/cards/markdown-tree.ts';
import type { Run } from '../../src/cards/paragraphs.ts';
import { alignedRows } from '../../src/cards/table.ts';
import { textBlocks, typedTable } from '../../src/cards/typed-table.ts';
import { asNote } from '../../src/domain/note.ts';

const read = (...runs: (Run | string)[]): string =>
  writeMarkdown(textBlocks(runs.map((run) => (typeof run === 'string' ? { text: run } : run))));

describe('a table that somebody types', () => {
  it.each([
    ['with dashes', '| a | b |\n|---|---|\n| 1 | 2 |', '| a | b |\n| - | - |\n| 1 | 2 |'],
    ['with a dash that the keyboard made of two', '|a|\n|—|', '| a |\n| - |'],
    ['with alignment', '| a | b | c |\n|:-|:-:|--:|', '| a | b | c |\n| - | :-: | -: |'],
    ['without pipes at the end', '| a | b\n| - | -\n| 1 | 2', '| a | b |\n| - | - |\n| 1 | 2 |'],
    ['with longer and shorter rows', '| a |\n| - |\n| 1 | 2 |\n| 3 |', '| a | |\n| - | - |\n| 1 | 2 |\n| 3 | |'],
    ['with pipes in a cell', '| a\\|b |\n| - |', '| a\\|b |\n| - |'],
    ['between lines', 'x\n| a |\n| - |\ny', 'x\n\n| a |\n| - |\n\ny'],
  ])('is one: %s', (_, typed, markdown) => expect(read(typed)).toBe(markdown));

  it.each([
    ['without a row of dashes', '| a | b |\n| 1 | 2 |'],
    ['with other columns in the dashes', '| a | b |\n|---|'],
    ['without a pipe at the beginning, which could be a note', '// a | b\n--- | ---'],
    ['of one line', '|'],
  ])('is not one: %s', (_, typed) => expect(flatText(read(typed))).toBe(typed.replace(/\s+/g, ' ')));

  it('keeps the format of its cells, and pipes in code', () => {
    expect(read('| a |\n| - |\n| ', { text: 'x|y', code: true }, ' ', { text: 'bold', strong: true }, ' |')).toBe(
      '| a |\n| - |\n| `x\\|y` **bold** |',
    );
  });

  it('comes back from how it is typed', () => {
    const [table] = textBlocks([{ text: '| a\\|b | c |\n|:-:|-:|\n| *x* |  |' }]);
    if (table?.type !== 'table') throw new Error('no table');
    expect(flatText(writeMarkdown([typedTable(table)]))).toBe('| a\\|b | c | | :-: | --: | | *x* | |');
  });

  it('is an internal note when its first cell begins as one', () => {
    expect(asNote(read('| // a | b |\n|---|---|'))).toBe('|a | b |\n| - | - |');
  });
});

describe('aligned text', () => {
  it.each([
    [
      'pads every column',
      [
        ['Module', 'Cases'],
        ['Fees', '3'],
      ],
      'Module | Cases\n-------+------\nFees   |     3',
    ],
    [
      'counts wide characters twice',
      [
        ['a', 'b'],
        ['日本', '👍'],
        ['xyz', 'w'],
      ],
      'a    |   b\n-----+----\n日本 |  👍\nxyz  |   w',
    ],
    [
      'puts a cell on one line',
      [
        ['a', 'b'],
        ['x\ny', ''],
      ],
      'a   |   b\n----+----\nx y |',
    ],
  ])('%s', (_, rows, text) => expect(alignedRows(rows, [null, 'right'])).toBe(text));

  it('does not widen a column for one long cell', () => {
    const [, rule] = alignedRows(
      [
        ['a', 'b'],
        ['x'.repeat(300), 'c'],
      ],
      [],
    ).split('\n');
    expect(rule).toBe(`${'-'.repeat(40)}-+----`);
  });
});
