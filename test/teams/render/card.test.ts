import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import type { Button, Card, CardFile, Element, Inline } from '../../../src/cards/elements.ts';
import type { Table, TextBlock, TextRun } from '../../../src/teams/render/adaptive-card.ts';
import { limits } from '../../../src/teams/render/limits.ts';
import { markdownElements } from '../../../src/teams/render/markdown.ts';
import { readForm } from '../../../src/teams/incoming/read-form.ts';
import { cardActivity, renderCard, type CardOptions } from '../../../src/teams/render/card.ts';
import { longList } from '../../cards/long-list.ts';
import { oddElements } from '../../slack/render/odd-cards.ts';
import { oddText } from '../../slack/render/odd-text.ts';
import { allOf, buttonsOf, problemsOf, shownText } from './visible-card.ts';

const ada = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const options: CardOptions = { dialogs: true, opensForm: (action) => action === 'post' };
const card = (...elements: Element[]): Card => ({ summary: 'summary', elements });
const bodyOf = (...elements: Element[]) => renderCard(card(...elements), options).body;
const runs = (...text: Inline[]) => allOf<TextRun>(bodyOf({ kind: 'text', text }), 'TextRun');
const button = (label: string, more: Partial<Button> = {}): Button => ({
  kind: 'button',
  label,
  action: 'view',
  value: '7',
  ...more,
});

describe('files in a card', () => {
  const file = (more: Partial<CardFile> = {}): CardFile => ({
    id: 7,
    name: 'shot.png',
    size: 2_048,
    mediaType: 'image/png',
    checksum: 'a'.repeat(64),
    width: 800,
    height: 600,
    url: 'https://casebridge.example/files/attachments/7?key=k',
    ...more,
  });
  const image = (more: Partial<CardFile> = {}): Element => ({ kind: 'image', file: file(more) });

  it('are shown as pictures that open in full', () => {
    const url = 'https://casebridge.example/files/attachments/7?key=k';
    const selectAction = { type: 'Action.OpenUrl', title: 'shot.png', url: `${url}&show=full` };
    const shown = { type: 'Image', url: `${url}&show=1`, altText: 'shot.png', size: 'Auto', selectAction };
    expect(bodyOf(image())).toEqual([shown]);
  });

  it('are charts, with a description for screen readers, that open in full', () => {
    const url = 'https://casebridge.example/files/stats/stats.png?key=k';
    const selectAction = { type: 'Action.OpenUrl', title: 'Open chart', url };
    expect(bodyOf({ kind: 'chart', url, text: '3 opened' })).toEqual([
      { type: 'Image', url, altText: '3 opened', size: 'Auto', selectAction },
    ]);
    expect(allOf(bodyOf({ kind: 'chart', url: 'javascript:alert(1)', text: '3 opened' }), 'Image')).toEqual([]);
  });

  it.each([
    ['wider than Teams shows', { width: 3_840, height: 2_160 }],
    ['higher than Teams shows', { height: 15_000 }],
    ['of more bytes than Teams shows', { size: 1_048_577 }],
    ['of a format that Teams does not show', { mediaType: 'image/webp' }],
  ])('are shown as smaller copies where a picture is %s', (_, more) => {
    expect(bodyOf(image(more))).toEqual(bodyOf(image()));
  });

  it.each([
    ['has too many pixels for a copy', { width: 5_001, height: 5_000 }],
    ['has too many bytes for a copy', { size: 20 * 1_048_576 + 1 }],
    ['is not one that a browser shows', { mediaType: 'image/svg+xml' }],
    ['has an unknown size', { width: undefined }],
    ['has no address', { url: null }],
    ['has an address that must not be opened', { url: 'javascript:alert(1)' }],
  ])('are lines with a download where a picture %s', (_, more) => {
    const body = bodyOf(image(more));
    expect(allOf(body, 'Image')).toEqual([]);
    expect(shownText(body)).toContain('shot.png');
  });

  it('are a line each, with name, size and a download of the whole line', () => {
    const body = bodyOf({
      kind: 'files',
      files: [file({ name: 'a.pdf' }), file({ name: 'b *c*.pdf', url: null, size: 3_500_000 })],
    });
    expect(shownText(body)).toBe('📎\na.pdf\n2 KB\nDownload\n📎\nb *c*.pdf\n3.3 MB');
    expect(body).toMatchObject([{ selectAction: { type: 'Action.OpenUrl', title: 'Download a.pdf' } }, {}]);
    expect(body[1]).not.toHaveProperty('selectAction');
  });

  it('fit into a card with the longest text, ten of each', () => {
    const many = Array.from({ length: 10 }, (_, n) => file({ name: `${n} ${'long '.repeat(40)}.pdf` }));
    const elements: Element[] = [
      { kind: 'markdown', text: 'word '.repeat(2_000) },
      ...many.map((one): Element => ({ kind: 'image', file: one })),
      { kind: 'files', files: many },
    ];
    const activity = cardActivity(card(...elements), options);
    expect(problemsOf(activity.attachments[0].content)).toEqual([]);
  });

  it('follow the name of their author, which leads the card in the size of its text', () => {
    const byline: Element = { kind: 'context', text: [{ bold: 'Ada Park' }, ' · Contact · via Slack'] };
    const leading = renderCard({ ...card(byline, image()), author: { name: 'Ada Park', details: [] } }, options).body[0];
    expect(leading).toEqual({
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: 'Ada Park', weight: 'Bolder' },
        { type: 'TextRun', text: ' · Contact · via Slack', size: 'Small', isSubtle: true },
      ],
    });
    expect(renderCard(card(byline), options).body[0]).toMatchObject({ inlines: [{ size: 'Small' }, { size: 'Small' }] });
  });
});

describe('a card as an Adaptive Card', () => {
  it('shows each element', () => {
    const shown = bodyOf(
      { kind: 'heading', text: 'CB-7 · Grades' },
      { kind: 'context', text: ['small'] },
      { kind: 'fields', fields: [{ label: 'Status', value: [{ bold: 'New' }] }] },
      { kind: 'callout', tone: 'danger', text: ['Phone ', { link: 'tel:+1800', text: '+1 800' }] },
      { kind: 'listItem', text: ['one'], detail: ['two'], button: button('View') },
      { kind: 'divider' },
      { kind: 'actions', actions: [button('Claim', { action: 'claim', style: 'primary' })] },
    );
    const press = { title: 'View one', data: { casebridge: { press: 'view', value: '7' } } };
    const claim = { title: 'Claim', data: { casebridge: { press: 'claim', value: '7' } } };
    expect(shown).toEqual([
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'CB-7 · Grades', size: 'Large', weight: 'Bolder' }] },
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'small', size: 'Small', isSubtle: true }] },
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 1,
            items: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Status', isSubtle: true }] }],
          },
          {
            type: 'Column',
            width: 2,
            items: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'New', weight: 'Bolder' }] }],
          },
        ],
      },
      {
        type: 'Container',
        style: 'attention',
        bleed: false,
        items: [
          {
            type: 'RichTextBlock',
            inlines: [
              { type: 'TextRun', text: '🚨 Phone ' },
              {
                type: 'TextRun',
                text: '+1 800',
                color: 'Accent',
                underline: true,
                selectAction: { type: 'Action.OpenUrl', title: 'tel:+1800', url: 'tel:+1800' },
              },
            ],
          },
        ],
      },
      {
        type: 'ColumnSet',
        separator: true,
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'one' }] },
              {
                type: 'RichTextBlock',
                spacing: 'None',
                inlines: [{ type: 'TextRun', text: 'two', size: 'Small', isSubtle: true }],
              },
            ],
          },
          {
            type: 'Column',
            width: 'auto',
            verticalContentAlignment: 'Center',
            items: [{ type: 'TextBlock', text: 'View ›', wrap: true, color: 'Accent' }],
          },
        ],
        selectAction: { type: 'Action.Execute', verb: 'view', ...press, fallback: { type: 'Action.Submit', ...press } },
      },
      {
        type: 'ActionSet',
        separator: true,
        actions: [
          { type: 'Action.Execute', verb: 'claim', style: 'positive', ...claim, fallback: { type: 'Action.Submit', ...claim } },
        ],
      },
    ]);
  });

  it('becomes a message whose notification shows the summary', () => {
    const activity = cardActivity({ summary: 'CB-7\nis {{DATE(2026-01-01T00:00:00Z)}}', elements: [] }, options);
    const summary = 'CB-7 is {\u200B{DATE(2026-01-01T00:00:00Z)}}';
    expect(activity).toMatchObject({
      type: 'message',
      summary,
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', content: { fallbackText: summary, version: '1.5' } },
      ],
    });
    expect(problemsOf(activity.attachments[0].content)).toEqual([]);
  });

  it('marks each tone with an emoji', () => {
    const tones = (['neutral', 'good', 'warning', 'danger'] as const).map((tone): Element => ({
      kind: 'callout',
      tone,
      text: [tone],
    }));
    expect(shownText(bodyOf(...tones))).toBe('ℹ️ neutral\n✅ good\n⚠️ warning\n🚨 danger');
  });

  it('returns the action and value of a button unchanged', () => {
    const [action] = buttonsOf(renderCard(card({ kind: 'actions', actions: [button('Claim', { action: 'claim' })] }), options));
    expect(action && 'data' in action && readForm(action.data)).toEqual({ kind: 'action', action: 'claim', value: '7' });
  });

  it('puts the Back button at the bottom', () => {
    const shown = renderCard(card(), { ...options, back: { label: 'Back to CB-7', action: 'view', value: '7' } });
    expect(shown.actions).toMatchObject([
      { type: 'Action.Execute', title: 'Back to CB-7', data: { casebridge: { press: 'view', value: '7' } } },
    ]);
  });
});

describe('a button that opens a form', () => {
  const form: Element = { kind: 'actions', actions: [button('Post', { action: 'post' })] };
  const actionIn = (more: Partial<CardOptions>) => buttonsOf(renderCard(card(form), { ...options, ...more }))[0];

  it('requests a dialog in a client that has dialogs', () => {
    const data = { msteams: { type: 'task/fetch' }, casebridge: { press: 'post', value: '7' } };
    expect(actionIn({})).toEqual({ type: 'Action.Submit', title: 'Post', data });
  });

  it('is an ordinary button in a client without dialogs', () =>
    expect(actionIn({ dialogs: false })).toMatchObject({ type: 'Action.Execute' }));

  it('submits when it is inside a dialog', () => {
    const data = { casebridge: { press: 'post', value: '7' } };
    expect(actionIn({ shownIn: 'dialog' })).toEqual({ type: 'Action.Submit', title: 'Post', data });
  });
});

describe('a select', () => {
  const select = (label: string) => ({
    kind: 'select' as const,
    label,
    action: 'page',
    options: ['a', 'b'].map((value) => ({ label: value.toUpperCase(), value })),
    initial: 'b',
  });

  it('is a choice with a button that returns the chosen value', () => {
    const shown = renderCard(card({ kind: 'actions', actions: [select('Sort by'), select('Page size')] }), options);
    expect(allOf(shown, 'Input.ChoiceSet')).toMatchObject([
      { id: 'choice0', label: 'Sort by', value: 'b' },
      { id: 'choice1', label: 'Page size', value: 'b' },
    ]);
    const [, second] = buttonsOf(shown);
    expect(second).toMatchObject({ title: 'Set', data: { casebridge: { press: 'page', from: 'choice1' } } });
    const data = { casebridge: { press: 'page', from: 'choice1' }, choice0: 'b', choice1: 'a' };
    expect(readForm(data)).toEqual({ kind: 'action', action: 'page', value: 'a' });
  });

  it('is left out when it has no options', () => {
    expect(shownText(bodyOf({ kind: 'actions', actions: [{ ...select('Sort by'), options: [] }] }))).toBe('summary');
  });
});

describe('more controls than buttons', () => {
  it('shows primary ones as buttons and the rest as links', () => {
    const controls = [...'abcdefgh'].map((label) => button(label, label === 'h' ? { style: 'primary' } : {}));
    const shown = renderCard(card({ kind: 'actions', actions: controls }), {
      ...options,
      back: { label: 'Back', action: 'view', value: '1' },
    });
    expect(shownText(shown.body)).toBe('[a] [b] [c]\n[d] [h]\ne\nf\ng');
    expect(allOf<TextRun>(shown, 'TextRun')[0]).toMatchObject({
      color: 'Accent',
      underline: true,
      selectAction: { type: 'Action.Execute', title: 'e', fallback: { type: 'Action.Submit' } },
    });
    expect(problemsOf(shown)).toEqual([]);
  });
});

describe('moments and mentions', () => {
  const at = new Date('2026-11-24T15:04:05.678Z');
  const lines = (...text: Inline[]) => bodyOf({ kind: 'text', text }) as TextBlock[];

  it("show a moment in the reader's time zone", () => {
    expect(lines('at ', { at, as: 'moment' }, ' or ', { at, as: 'date' })).toEqual([
      {
        type: 'TextBlock',
        text: 'at {{DATE(2026-11-24T15:04:05Z,SHORT)}} {{TIME(2026-11-24T15:04:05Z)}} or {{DATE(2026-11-24T15:04:05Z,SHORT)}}',
        wrap: true,
      },
    ]);
  });

  it('turn only lines with a mention or a moment into Markdown', () => {
    expect(lines('one *a*\ntwo ', { at, as: 'date' }, '\n*three*').map(({ type }) => type)).toEqual([
      'RichTextBlock',
      'TextBlock',
      'RichTextBlock',
    ]);
  });

  it('add an entity for each mention, and show a moment on the same line in UTC', () => {
    const shown = renderCard(
      card({ kind: 'text', text: [{ mention: ada, name: 'Ada *Park*' }, ' at ', { at, as: 'moment' }] }),
      options,
    );
    expect(shown.body).toEqual([{ type: 'TextBlock', text: '<at>Ada Park</at> at Nov 24, 2026, 3:04 PM UTC', wrap: true }]);
    expect(shown.msteams.entities).toEqual([
      { type: 'mention', text: '<at>Ada Park</at>', mentioned: { id: ada, name: 'Ada Park' } },
    ]);
  });

  it('tell two people with the same name apart', () => {
    const inlines: Inline[] = [
      { mention: '29:a', name: 'Bo' },
      ' ',
      { mention: '29:b', name: 'Bo' },
      ' ',
      { mention: '29:a', name: 'Bo' },
    ];
    const { msteams, body } = renderCard(card({ kind: 'context', text: inlines }), options);
    expect(msteams.entities?.map(({ text, mentioned }) => [text, mentioned.id])).toEqual([
      ['<at>Bo</at>', '29:a'],
      ['<at>Bo\u200B</at>', '29:b'],
    ]);
    expect(body).toMatchObject([{ text: '<at>Bo</at> <at>Bo\u200B</at> <at>Bo</at>', size: 'Small', isSubtle: true }]);
  });

  it('mention only valid user IDs', () => {
    expect(runs({ mention: '!channel>', name: 'Ada' })).toMatchObject([{ text: '@Ada' }]);
  });
});

describe('CommonMark becomes elements', () => {
  const shown = (markdown: string): string => shownText(markdownElements(markdown));
  const styled = (markdown: string) => allOf<TextRun>(markdownElements(markdown), 'TextRun');

  it.each([
    ['paragraphs and lines', 'one\ntwo\n\nthree', 'one\ntwo\nthree'],
    ['a list', '- one\n  more\n- two\n  - inner\n\n    below', '• one\n   more\n• two\n    • inner\n       below'],
    ['a numbered list', '3. three\n4. four', '3. three\n4. four'],
    ['a quotation', '> first\n> second', 'first\nsecond'],
    ['a code block', '```sql\nselect *\n  from t\n```', 'select *\n  from t'],
    ['html', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['an image', '![chart](https://x.example/i.png)', 'chart'],
    ['a heading', '# Grades **missing**', 'Grades missing'],
    ['a line', 'a\n\n---\n\nb', 'a\n———\nb'],
    ['a list that begins with code', '- ```\n  x\n  ```', '•\nx'],
    ['deep quotations', `${'> '.repeat(50)}deep`, 'deep'],
    ['bottomless quotations', '>'.repeat(10_000), '>'.repeat(10_000)],
  ])('renders %s', (_, markdown, expected) => expect(shown(markdown).replace(/ +$/gm, '')).toBe(expected));

  it('turns styles into text runs', () => {
    expect(styled('**b** *i* ~~s~~ `c` ***x***')).toEqual([
      { type: 'TextRun', text: 'b', weight: 'Bolder' },
      { type: 'TextRun', text: ' ' },
      { type: 'TextRun', text: 'i', italic: true },
      { type: 'TextRun', text: ' ' },
      { type: 'TextRun', text: 's', strikethrough: true },
      { type: 'TextRun', text: ' ' },
      { type: 'TextRun', text: 'c', fontType: 'Monospace' },
      { type: 'TextRun', text: ' ' },
      { type: 'TextRun', text: 'x', weight: 'Bolder', italic: true },
    ]);
  });

  const copied = (markdown: string): string =>
    allOf<{ type: 'RichTextBlock'; inlines: TextRun[] }>(markdownElements(markdown), 'RichTextBlock')
      .map(({ inlines }) => inlines.map(({ text }) => text.replace(/\u00A0/g, ' ')).join(''))
      .join('\n');

  it.each([
    ['a Windows path with a wildcard', '\\\\server\\share\\*.csv'],
    ['several markers', 'a*b*c __init__ ~/x `tick'],
    ['code with empty lines', 'if (x) {\n\n  y = {{title}};\n\n\n  z({\n    a: "&",\n  });\n}'],
  ])('is copied exactly as it was typed, without invisible characters: %s', (_, typed) => {
    const lines = typed.split('\n');
    expect(copied(`\`\`\`\n${typed}\n\`\`\``)).toBe(lines.map((line) => line || ' ').join('\n'));
    if (lines.length === 1) expect(copied(typed.replace(/[\\*_~`]/g, '\\$&'))).toBe(typed);
  });

  it('keeps a brace apart from the text after it, which could make it a function', () => {
    const [first] = styled('{**{DATE(2026-01-01)}}**');
    expect(first?.text).toBe('{\u200B');
    expect(styled('{{ date(2026-01-01) }}')[0]?.text).toBe('{\u200B{ date(2026-01-01) }}');
  });

  it('has tables, and aligned text for those that are too large', () => {
    const table = '| Name | Cases |\n| - | -: |\n| *Fees* | 3 |\n| | |';
    expect(markdownElements(table)).toEqual([
      {
        type: 'Table',
        columns: [{ width: 1 }, { width: 1, horizontalCellContentAlignment: 'Right' }],
        firstRowAsHeader: true,
        rows: [
          ['Name', 'Cases'].map((text) => [{ type: 'TextRun', text, weight: 'Bolder' }]),
          [[{ type: 'TextRun', text: 'Fees', italic: true }], [{ type: 'TextRun', text: '3' }]],
          [[], []],
        ].map((cells) => ({
          type: 'TableRow',
          cells: cells.map((inlines) => ({
            type: 'TableCell',
            items: inlines.length > 0 ? [{ type: 'RichTextBlock', inlines }] : [],
          })),
        })),
      },
    ]);
    expect(problemsOf(renderCard(card({ kind: 'markdown', text: table }), options))).toEqual([]);
    const long = `${table}${'\n| word | 1 |'.repeat(200)}`;
    const [box] = markdownElements(long);
    expect(allOf<TextRun>(box, 'TextRun')[0]).toEqual({ type: 'TextRun', text: 'Name | Cases', fontType: 'Monospace' });
    expect(problemsOf(renderCard(card({ kind: 'markdown', text: long }), options))).toEqual([]);
  });

  it('keeps the first rows of a table that is cut', () => {
    const rows = '\n| a long word | of a long row |'.repeat(60);
    const table = (bytes: string): Element => ({ kind: 'markdown', text: `${bytes}\n\n| a | b |\n| - | - |${rows}` });
    const body = bodyOf(...Array.from({ length: 4 }, () => table('x '.repeat(100))));
    const tables = allOf<Table>(body, 'Table');
    expect(tables.length).toBeGreaterThan(1);
    for (const { rows: shown } of tables) expect(shown.length).toBeGreaterThan(1);
    expect(shownText(body)).toContain('too long to show in full');
  });

  it('sets quotations and code apart', () => {
    expect(markdownElements('> q')).toMatchObject([{ type: 'Container', style: 'emphasis' }]);
    expect(markdownElements('```\na\n```')).toMatchObject([
      { type: 'Container', style: 'emphasis', items: [{ inlines: [{ text: 'a', fontType: 'Monospace' }] }] },
    ]);
  });

  it.each([
    ['[p](https://x.example/a?b=1&c=2)', 'https://x.example/a?b=1&c=2'],
    ['see https://x.example', 'https://x.example'],
    ['[p][1]\n\n[1]: mailto:a@b.example', 'mailto:a@b.example'],
    ['[p](tel:+1800)', 'tel:+1800'],
    ['[p](javascript:alert)', undefined],
    ['[p](data:text/html,x)', undefined],
    ['[p](file:///etc)', undefined],
    ['[p](msteams://x)', undefined],
  ])('%s opens %s', (markdown, url) => {
    const opened = styled(markdown).flatMap(({ selectAction }) =>
      selectAction?.type === 'Action.OpenUrl' ? [selectAction.url] : [],
    );
    expect(opened).toEqual(url === undefined ? [] : [url]);
  });

  it('shows plain text as it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const typed = text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/\p{C}/gu, (char) => (char === '\n' ? char : ''));
        const lines = typed.split('\n').filter((line) => line.trim() !== '');
        const shownLines = shownText(bodyOf({ kind: 'text', text: [typed] })).split('\n');
        expect(shownLines).toEqual(lines.length > 0 ? lines.map((line) => line.replace(/\u00A0/g, ' ')) : ['summary']);
      }),
    );
  });
});

describe('what people type is never interpreted', () => {
  const typed = fc
    .array(
      fc.oneof(
        fc.lorem({ maxCount: 2 }),
        fc.constantFrom(
          '*',
          '**',
          '_',
          '__x__',
          '`',
          '~~',
          '[x](https://evil.example)',
          '[',
          ']',
          '(',
          ')',
          '<at>Ada</at>',
          '</at>',
          '<',
          '&lt;',
        ),
        fc.constantFrom(
          '\\',
          '\\*',
          '# ',
          '- ',
          '1. ',
          '> ',
          '{{DATE(2026-01-01T00:00:00Z)}}',
          '{',
          '{{',
          '![',
          '](',
          '|',
          '---',
          '+ ',
        ),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(''));

  it('stays as typed in a line that must be Markdown', () => {
    fc.assert(
      fc.property(typed, typed, typed, (first, bold, second) => {
        const at = new Date(0);
        const line: Inline[] = ['x', first, { bold }, second, ' ', { at, as: 'date' }];
        const [block] = bodyOf({ kind: 'text', text: line }) as TextBlock[];
        const read = fromMarkdown(block?.text ?? '');
        expect(read.children).toHaveLength(1);
        expect(shownText(block ? [block] : [])).toBe(`x${first}${bold}${second} {{DATE(1970-01-01T00:00:00Z,SHORT)}}`);
        expect(block?.text.match(/\{\{/g)).toHaveLength(1);
        expect(block?.text).not.toContain('<at>');
        expect(JSON.stringify(read)).not.toMatch(/"type":"(link|image|html|inlineCode|emphasis|heading|list)"/);
      }),
      { numRuns: 500 },
    );
  });

  it('stays as typed at the beginning of such a line', () => {
    fc.assert(
      fc.property(typed, (first) => {
        fc.pre(first.trim() !== '');
        const [block] = bodyOf({ kind: 'text', text: [first, ' ', { at: new Date(0), as: 'date' }] }) as TextBlock[];
        expect(shownText(block ? [block] : [])).toBe(`${first} {{DATE(1970-01-01T00:00:00Z,SHORT)}}`.trim());
      }),
      { numRuns: 300 },
    );
  });

  it('never expands date functions', () => {
    const typed = '{{DATE(2026-01-01T00:00:00Z)}} {{TIME(2026-01-01T00:00:00Z)}}';
    const shown = renderCard(
      {
        summary: typed,
        elements: [
          { kind: 'markdown', text: `${typed}\n\n\`${typed}\`` },
          { kind: 'text', text: ['{', { bold: typed }] },
          { kind: 'fields', fields: [{ label: typed, value: [typed] }] },
          { kind: 'actions', actions: [button(typed)] },
        ],
      },
      options,
    );
    expect(JSON.stringify(shown)).not.toContain('{{');
  });

  it('loses direction marks and control characters', () => {
    expect(runs('abc\u202Edef\u2066ghi\u0000\u0007')).toEqual([{ type: 'TextRun', text: 'abcdefghi' }]);
  });
});

describe('the size of a card', () => {
  it('shows a post of 10,000 characters in full', () => {
    const [first, ...rest] = bodyOf({ kind: 'markdown', text: `${'word '.repeat(1998)}the end` });
    expect(rest).toEqual([]);
    expect(JSON.stringify(first)).toContain('the end');
  });

  it('shows as much as fits of a text with three bytes per character, and says that it was cut', () => {
    const shown = renderCard(card({ kind: 'markdown', text: '語'.repeat(10_000) }), options);
    const text = shownText(shown.body);
    expect(text).toContain('… This text is too long to show in full.');
    expect(text.length).toBeGreaterThan(5000);
    expect(problemsOf(shown)).toEqual([]);
  });

  it('says that a list was cut, above its buttons', () => {
    const rows = Array.from({ length: 200 }, (_, index): Element => ({
      kind: 'listItem',
      text: [`row ${index}`],
      button: button('View'),
    }));
    const shown = renderCard(card(...rows, { kind: 'actions', actions: [button('Next page')] }), options);
    const lines = shownText(shown.body).split('\n');
    expect(lines.slice(-2)).toEqual([
      'There is more than we can show here. View the case, go to the next page, or narrow your search.',
      '[Next page]',
    ]);
    expect(problemsOf(shown)).toEqual([]);
  });

  it('leaves out passages before anything else, the last ones first', () => {
    const rows = (length: number) =>
      Array.from({ length: 20 }, (_, index): Element => ({
        kind: 'listItem',
        text: [`row ${index}`],
        detail: ['New'],
        passage: ['The *', { bold: 'bus' }, ' is late.'.repeat(length)],
      }));
    const shown = (elements: Element[]) =>
      renderCard(card(...elements), options).body.map((row) => JSON.stringify(row).includes('**bus**'));
    expect(shown(rows(1))).toEqual(Array(20).fill(true));
    const cut = shown(rows(200));
    expect(cut).toHaveLength(20);
    expect(cut).toEqual([...cut].sort().reverse());
    expect([cut[0], cut[19]]).toEqual([true, false]);
    expect(shown(rows(4000))).toEqual(Array(20).fill(false));
  });

  it.for([
    [20, {}],
    [20, { subject: 400, detail: 400, passage: 160 }],
    [40, {}],
    [40, { subject: 400, detail: 400, passage: 160 }],
  ] as const)('shows every row of a page of %i with its number and how it begins: %j', ([size, lengths]) => {
    const shown = renderCard(card(...longList(size, lengths)), options);
    const lines = shownText(shown.body).split('\n').filter((line) => line.startsWith('CB-')); // prettier-ignore
    expect(lines).toEqual(
      Array.from({ length: size }, (_, index): unknown => expect.stringContaining(`CB-${10_000 + index} Subject of`)),
    );
    expect(shownText(shown.body)).not.toContain('more than we can show');
    expect(problemsOf(shown)).toEqual([]);
  });

  it('is accepted by Teams whatever it contains', () => {
    const shownIn = fc.constantFrom('message' as const, 'dialog' as const);
    fc.assert(
      fc.property(oddElements, oddText, shownIn, fc.boolean(), (elements, summary, where, dialogs) => {
        const given = { shownIn: where, dialogs, opensForm: (action: string) => action === 'claim' };
        expect(problemsOf(renderCard({ summary, elements }, given))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('leaves room for what the Teams service adds', () => {
    const shown = renderCard(card({ kind: 'markdown', text: 'x '.repeat(30_000) }), options);
    expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThanOrEqual(limits.cardBytes - limits.cardMargin);
  });
});
