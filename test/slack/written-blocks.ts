// Messages as people write them in Slack's editor: any mixture of text, lists, quotations, code and a table.
import fc from 'fast-check';

/** A piece of rich text, as Slack sends it. */
export interface Part {
  type: string;
  [key: string]: unknown;
}

/** Texts that look like markup to some parser. */
const word = fc.oneof(
  fc.constantFrom('Grade', 'book', 'is', 'empty', 'since', 'Monday', 'über', '日本', '👍', '@Ada', "it's", 'a_b_c', '3*4'),
  fc.constantFrom(
    '*',
    '_x_',
    '*y*',
    '#2',
    '<b>',
    '&amp;',
    '\\\\srv\\d',
    '[x](y)',
    '~',
    '~~s',
    '|',
    'x|y',
    '!',
    '2.',
    '=',
    '>',
    '`',
    '\\|',
  ),
);
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join(' '));
/** Signs at the beginning of a line are phrase only where nobody can mistake them for an item of a list. */
const start = fc.constantFrom('Open', 'Then', '*', '#1', 'x', '>', '=', '|', '~', '_', '<', '[', '@Bo', '+', '-');

const style = fc.record(
  { bold: fc.constant(true as const), italic: fc.constant(true as const), strike: fc.constant(true as const) },
  { requiredKeys: [] },
);
const code = fc.constantFrom('x', 'a *b*', 'if (a | b) {', '<i>', '&lt;', '\\', 'C:\\a\\b', '~');
const url = fc.constantFrom('https://x.example', 'https://x.example/a_b?c=1&d=2', 'mailto:ada@plainview.example');

const text = (content: string, styled: object = {}): Part => ({
  type: 'text',
  text: content,
  ...(Object.keys(styled).length > 0 ? { style: styled } : {}),
});

const run: fc.Arbitrary<Part> = fc.oneof(
  { weight: 4, arbitrary: phrase.map((content) => text(content)) },
  { weight: 3, arbitrary: fc.tuple(phrase, style).map(([content, styled]) => text(content, styled)) },
  { weight: 1, arbitrary: fc.tuple(code, style).map(([content, styled]) => text(content, { ...styled, code: true })) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('the page', 'here', 'a*b'), url, style).map(([label, address, styled]) => ({
      type: 'link',
      url: address,
      text: label,
      ...(Object.keys(styled).length > 0 ? { style: styled } : {}),
    })),
  },
);

const line: fc.Arbitrary<Part[]> = fc
  .tuple(start, fc.array(run, { maxLength: 4 }), fc.constantFrom(' ', ' ', ''))
  .map(([first, runs, between]) => [text(first), ...runs.flatMap((part, at) => [text(at === 0 ? ' ' : between), part])]);
const lines = (max: number): fc.Arbitrary<Part[]> =>
  fc
    .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n\n')), { minLength: 1, maxLength: max })
    .map((all) => all.flatMap(([parts, end], index) => [...parts, ...(index < all.length - 1 ? [text(end)] : [])]));

interface Item {
  content: Part[];
  list?: List;
}
interface List {
  ordered: boolean;
  first: number;
  items: Item[];
}
const { list } = fc.letrec<{ list: List; item: Item }>((tie) => ({
  item: fc.record(
    { content: lines(2), list: fc.oneof({ maxDepth: 2, depthSize: 'small' }, fc.constant(undefined), tie('list')) },
    { requiredKeys: ['content'] },
  ),
  list: fc.record({
    ordered: fc.boolean(),
    first: fc.constantFrom(1, 1, 4, 9, 98),
    items: fc.array(tie('item'), { minLength: 1, maxLength: 2 }),
  }),
}));

/** Slack's editor ends a list block where the indentation changes, and counts on with an offset. */
function listParts({ ordered, first, items }: List, indent: number, border: 0 | 1): Part[] {
  const found: Part[] = [];
  items.forEach(({ content, list: inner }, index) => {
    const section = { type: 'rich_text_section', elements: content };
    const last = found.at(-1);
    const offset = first - 1 + index;
    if (last?.indent === indent) (last.elements as Part[]).push(section);
    else
      found.push({
        type: 'rich_text_list',
        style: ordered ? 'ordered' : 'bullet',
        indent,
        border,
        ...(ordered && offset > 0 ? { offset } : {}),
        elements: [section],
      });
    if (inner) found.push(...listParts(inner, indent + 1, border));
  });
  return found;
}

const codeLine = fc.constantFrom('', 'select *', '  from t', 'x = `a`', '**b**', '| a |', '> c', '    d', '# e', '<f>&amp;');
const codeText = fc
  .tuple(fc.array(codeLine, { maxLength: 4 }), fc.constantFrom('end', '}'))
  .map(([all, last]) => ['begin', ...all, last].join('\n'));
const preformatted = (border: 0 | 1): fc.Arbitrary<Part[]> =>
  codeText.map((content) => [{ type: 'rich_text_preformatted', border, elements: [text(content)] }]);

const quote = fc
  .tuple(lines(3), fc.option(list, { nil: undefined }), fc.option(preformatted(1), { nil: undefined }))
  .map(([said, inner, block]): Part[] => [
    { type: 'rich_text_quote', elements: said },
    ...(inner ? listParts(inner, 0, 1) : []),
    ...(block ?? []),
  ]);

const cell: fc.Arbitrary<Part> = fc.oneof(
  phrase.map((content) => ({ type: 'raw_text', text: content })),
  fc.constant({ type: 'raw_text', text: ' ' }),
  fc.array(run, { minLength: 1, maxLength: 2 }).map((runs) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: runs.flatMap((part, at) => (at > 0 ? [text(' '), part] : [part])) }],
  })),
);
const table = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.record({
    type: fc.constant('table'),
    column_settings: fc.array(fc.constantFrom({ align: 'left' }, { align: 'center' }, { align: 'right' }), {
      minLength: columns,
      maxLength: columns,
    }),
    rows: fc
      .array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 4 })
      .map(([head = [], ...body]) => [[{ type: 'raw_text', text: 'Name' }, ...head.slice(1)], ...body]),
  }),
);

type Kind = 'text' | 'list' | 'quote' | 'code';
const piece: fc.Arbitrary<[Kind, Part[]]> = fc.oneof(
  lines(3).map((elements): [Kind, Part[]] => ['text', [{ type: 'rich_text_section', elements }]]),
  list.map((one): [Kind, Part[]] => ['list', listParts(one, 0, 0)]),
  quote.map((parts): [Kind, Part[]] => ['quote', parts]),
  preformatted(0).map((parts): [Kind, Part[]] => ['code', parts]),
);

/** In the editor, two lists or quotations without anything between them are one. */
const richText = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces): Part => {
  const apart = pieces.filter(([kind], at) => kind === 'text' || kind === 'code' || pieces[at - 1]?.[0] !== kind);
  return { type: 'rich_text', elements: apart.flatMap(([, parts]) => parts) };
});

/** The blocks of a message. */
export const writtenBlocks: fc.Arbitrary<Part[]> = fc.oneof(
  { weight: 3, arbitrary: richText.map((block) => [block]) },
  { weight: 1, arbitrary: fc.tuple(richText, table, richText).map((blocks): Part[] => blocks) },
);
