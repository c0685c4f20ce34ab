import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenValues } from '../../../src/cards/chosen-values.ts';
import type { Card, Element } from '../../../src/cards/elements.ts';
import { limits } from '../../fake-slack/limits.ts';
import { renderMessage } from '../../../src/slack/render/card.ts';
import { inputState, readMetadata, readValues, shownField } from '../../../src/slack/incoming/read-form.ts';
import { renderForm } from '../../../src/slack/render/form.ts';
import { renderHome, renderModal, viewOf } from '../../../src/slack/render/view.ts';
import { longList } from '../../cards/long-list.ts';
import { checkBlocks, checkView } from '../../fake-slack/block-kit.ts';
import type { Block } from '../../fake-slack/state.ts';
import { oddElements, oddForms } from './odd-cards.ts';
import { oddText } from './odd-text.ts';

/** As Slack sends a view's blocks back. */
const shownBlocks = (blocks: readonly object[]) => blocks.map((block) => shownField.parse(block));

const card = (...elements: Element[]): Card => ({ summary: 'summary', elements });
const blocksOf = (...elements: Element[]) => renderMessage(card(...elements)).blocks;

describe('a card as blocks', () => {
  it('shows each element', () => {
    expect(
      blocksOf(
        { kind: 'heading', text: 'CB-7 · Grades' },
        { kind: 'fields', fields: [{ label: 'Status', value: [{ bold: 'New' }] }] },
        { kind: 'callout', tone: 'danger', text: ['Phone ', { link: 'tel:+1800', text: '+1 800' }] },
        {
          kind: 'listItem',
          text: ['one'],
          detail: ['two'],
          button: { kind: 'button', label: 'View', action: 'view', value: '7' },
        },
        { kind: 'divider' },
        { kind: 'chart', url: 'https://bot.example/files/stats/stats.png?key=k', text: '3 opened' },
        { kind: 'actions', actions: [{ kind: 'button', label: 'Claim', action: 'claim', value: '7', style: 'primary' }] },
      ),
    ).toEqual([
      { type: 'header', text: { type: 'plain_text', text: 'CB-7 · Grades' } },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Status*\n*New*', verbatim: true }] },
      { type: 'section', text: { type: 'mrkdwn', text: '🚨 Phone <tel:+1800|+1 800>', verbatim: true } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: 'one\ntwo', verbatim: true },
        accessory: { type: 'button', text: { type: 'plain_text', text: 'View' }, action_id: 'view#3', value: '7' },
      },
      { type: 'divider' },
      { type: 'image', image_url: 'https://bot.example/files/stats/stats.png?key=k', alt_text: '3 opened' },
      {
        type: 'actions',
        elements: [
          { type: 'button', text: { type: 'plain_text', text: 'Claim' }, action_id: 'claim#6.0.0', value: '7', style: 'primary' },
        ],
      },
    ]);
  });

  it("shows a moment in the reader's time zone, and in UTC in plain text", () => {
    const at = new Date('2026-11-24T15:04:05Z');
    expect(blocksOf({ kind: 'context', text: ['at ', { at, as: 'moment' }] })[0]).toMatchObject({
      elements: [{ text: 'at <!date^1795532645^{date_short_pretty} {time}|Nov 24, 2026, 3:04 PM UTC>' }],
    });
  });

  it('mentions only valid user IDs', () => {
    const mention = (id: string) => blocksOf({ kind: 'text', text: [{ mention: id, name: 'Ada' }] })[0];
    expect(mention('U0ADA')).toMatchObject({ text: { text: '<@U0ADA>' } });
    expect(mention('!channel')).toMatchObject({ text: { text: '@Ada' } });
  });

  it('shows a post of 10,000 characters in full', () => {
    const text = `${'word '.repeat(1998)}the end`;
    const blocks = blocksOf({ kind: 'markdown', text });
    expect(JSON.stringify(blocks.at(-1))).toContain('the end');
  });

  it('says that a card was cut to fit into one message, and keeps its buttons', () => {
    const text = 'word '.repeat(4000);
    const blocks = blocksOf(
      { kind: 'markdown', text },
      { kind: 'markdown', text },
      { kind: 'actions', actions: [{ kind: 'button', label: 'View case', action: 'view' }] },
    );
    expect(JSON.stringify(blocks)).toContain('too long to show in full');
    expect(blocks.at(-1)).toMatchObject({ type: 'actions' });
  });

  it('leaves out passages before anything else, the last ones first', () => {
    const rows = (length: number) =>
      Array.from({ length: 20 }, (_, index): Element => ({
        kind: 'listItem',
        text: [`row ${index}`],
        detail: ['New'],
        passage: ['The ', { bold: 'bus' }, ' is late.'.repeat(length)],
      }));
    const shown = (elements: Element[]) => blocksOf(...elements).map((block) => JSON.stringify(block).includes('*bus*'));
    expect(shown(rows(1))).toEqual(Array(20).fill(true));
    const cut = shown(rows(80));
    expect(cut).toHaveLength(20);
    expect(cut).toEqual([...cut].sort().reverse());
    expect([cut[0], cut[19]]).toEqual([true, false]);
  });

  it.for([
    [20, {}],
    [20, { subject: 400, detail: 400, passage: 160 }],
    [40, {}],
    [40, { subject: 400, detail: 400, passage: 160 }],
  ] as const)('shows every row of a page of %i with its number, its button and how it begins: %j', ([size, lengths]) => {
    const blocks = blocksOf(...longList(size, lengths));
    const rows = blocks.filter((block) => 'accessory' in block).map((row) => JSON.stringify(row));
    expect(rows).toEqual(
      Array.from({ length: size }, (_, index): unknown => expect.stringContaining(`*CB-${10_000 + index}* Subject of the`)),
    );
    expect(JSON.stringify(blocks)).not.toContain('more than we can show');
    expect(JSON.stringify(blocks.at(-1))).toContain('Filter');
  });

  it('leaves out optional menus before passages, passages before details, and details before titles', () => {
    const shown = (lengths: Parameters<typeof longList>[1]): string => {
      const text = JSON.stringify(blocksOf(...longList(20, lengths)));
      return ['static_select', 'bus', 'Detail', 'Subject'].filter((part) => text.includes(part)).join(' ');
    };
    expect(shown({ subject: 40, detail: 40 })).toBe('static_select Detail Subject');
    expect(shown({ passage: 90 })).toBe('bus Detail Subject');
    expect(shown({ detail: 300, passage: 160 })).toBe('Detail Subject');
    expect(shown({ subject: 400, detail: 400, passage: 160 })).toBe('Detail Subject');
  });

  it('says that a list was cut, above its buttons', () => {
    const rows = Array.from({ length: 80 }, (_, index): Element => ({ kind: 'listItem', text: [`row ${index}`] }));
    const blocks = blocksOf(...rows, { kind: 'actions', actions: [{ kind: 'button', label: 'Next page', action: 'page' }] });
    expect(blocks).toHaveLength(limits.messageBlocks);
    expect(blocks.at(-1)).toMatchObject({ type: 'actions' });
    expect(JSON.stringify(blocks.at(-2))).toContain('more than we can show here');
  });

  it('uses the summary as the fallback text and mentions nobody in it', () => {
    expect(renderMessage({ summary: '<!channel> CB-7', elements: [] }).text).toBe('&lt;!channel&gt; CB-7');
  });

  it('is accepted by Slack as a message, a modal and a Home tab, whatever it contains', () => {
    fc.assert(
      fc.property(oddElements, oddText, (elements, summary) => {
        const { text, blocks } = renderMessage({ summary, elements });
        expect(text.length).toBeGreaterThan(0);
        expect(text.length).toBeLessThanOrEqual(limits.updateText);
        expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(limits.messageCharacters);
        checkBlocks(blocks as unknown as Block[], 'message');
        for (const view of [renderModal({ summary, elements }, 'Campus Support'), renderHome({ summary, elements })]) {
          checkView(view as unknown as Record<string, unknown>);
          expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(250_000);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('a form as a view', () => {
  it('is accepted by Slack whatever it contains', () => {
    fc.assert(
      fc.property(oddForms, (form) => {
        const view = renderForm(form);
        checkView(view as unknown as Record<string, unknown>);
        expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThanOrEqual(250_000);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('returns its name and its state unchanged', () => {
    const view = renderForm({ name: 'ask', title: 'Ask', submit: 'Ask', intro: [], fields: [], state: { number: '7' } });
    expect(readMetadata(view.private_metadata ?? '')).toEqual({ form: 'ask', state: { number: '7' } });
    expect(readMetadata('{"form":"ask","carries":{"number":"7"}}'), 'of 0.4.0').toEqual({ form: 'ask', state: { number: '7' } });
  });

  it('refuses more state than Slack accepts', () => {
    const form = { name: 'ask', title: 'Ask', intro: [], fields: [], state: { draft: 'x'.repeat(3000) } };
    expect(() => renderForm(form)).toThrow('has 3035 characters of state');
  });

  it('names the initial choice in the placeholder, for clients that do not show it otherwise', () => {
    const options = [
      { label: 'Low', value: 'low' },
      { label: 'High', value: 'high' },
    ];
    const field = { kind: 'choice' as const, name: 'priority', label: 'Priority', options, initial: 'high' };
    const [block] = renderForm({ name: 'x', title: 'x', submit: 'x', intro: [], fields: [field], state: {} }).blocks;
    expect(block).toMatchObject({ element: { placeholder: { text: 'High' }, initial_option: { value: 'high' } } });
  });

  it('puts the options of a menu below the headings of their groups', () => {
    const option = (value: string, group: string) => ({ label: value.toUpperCase(), value, group });
    const menu = {
      kind: 'select' as const,
      label: 'More',
      action: 'more',
      options: [option('a', 'Write'), option('b', 'Look up')],
    };
    const blocks = blocksOf({ kind: 'actions', actions: [menu] });
    checkBlocks(blocks as unknown as Block[], 'message');
    const plain = (text: string) => ({ type: 'plain_text', text });
    const group = (heading: string, value: string) => ({
      label: plain(heading),
      options: [{ text: plain(value.toUpperCase()), value }],
    });
    expect(blocks).toMatchObject([
      { elements: [{ placeholder: plain('More'), option_groups: [group('Write', 'a'), group('Look up', 'b')] }] },
    ]);
  });

  it('has a button below its fields that asks for more, named after the field it fills in', () => {
    const subject = { kind: 'line' as const, name: 'subject', label: 'Subject', max: 255 };
    const due = { kind: 'date' as const, name: 'due', label: 'Due date', refreshes: true };
    const more = { label: 'More details', name: 'details', value: 'shown' };
    const view = renderForm({ name: 'x', title: 'x', submit: 'x', intro: [], fields: [subject, due], more, state: {} });
    checkView(view as unknown as Record<string, unknown>);
    expect(view.blocks.at(-2)).toMatchObject({ dispatch_action: true, element: { action_id: 'refresh' } });
    expect(view.blocks.at(-1)).toMatchObject({ elements: [{ action_id: 'refresh#details', value: 'shown' }] });
  });

  it('is read by field name, without the fields that were left empty', () => {
    expect(
      readValues({
        subject: { value: { value: 'Grades' } },
        module: { refresh: { selected_option: { value: 'Fees' } } },
        dueDate: { value: { selected_date: '2026-12-01' } },
        expected: { value: { value: null } },
      }),
    ).toEqual({ subject: 'Grades', module: 'Fees', dueDate: '2026-12-01' });
  });

  const several = (count: number, initial: string[] = []) => {
    const options = Array.from({ length: count }, (_, n) => ({ label: `Module ${n}`, value: `m${n}` }));
    const field = { kind: 'choices' as const, name: 'modules', label: 'Modules', options, initial };
    return renderForm({ name: 'x', title: 'x', submit: 'x', intro: [], fields: [field], state: {} });
  };

  it('shows few options as checkboxes and many as a menu, and refuses more than Slack accepts', () => {
    const initial_options = [{ value: 'm1' }, { value: 'm9' }];
    expect(several(10, ['m1', 'm9', 'gone']).blocks).toMatchObject([{ element: { type: 'checkboxes', initial_options } }]);
    expect(several(11, ['m1', 'm9']).blocks).toMatchObject([{ element: { type: 'multi_static_select', initial_options } }]);
    for (const count of [1, 10, 11, 100]) checkView(several(count) as never);
    expect(several(0).blocks).toEqual([]);
    expect(() => several(101)).toThrow('field modules has 101 options');
  });

  it('reads several choices as one value, no choice as empty, and an untouched field as what it showed', () => {
    const { blocks } = several(3, ['m0', 'm2']);
    const read = (typed?: { selected_options?: { value: string }[] }) =>
      readValues({ modules: typed ? { value: typed } : {} }, shownBlocks(blocks));
    const values = read({ selected_options: [{ value: 'm2' }, { value: 'm1' }, { value: 'm2' }] });
    expect(values).toEqual({ modules: 'm2\nm1' });
    expect(chosenValues(values.modules)).toEqual(['m2', 'm1']);
    expect(read({ selected_options: [] })).toEqual({ modules: '' });
    expect(read({})).toEqual({ modules: 'm0\nm2' });
    expect(read()).toEqual({ modules: 'm0\nm2' });
  });

  it("asks for long text in Slack's editor, and reads it as CommonMark with the names of people", () => {
    const initial = 'three is **big**, 3\\*4\n\n4. four\n\n| a |\n| - |\n| b\\|c |';
    const field = { kind: 'paragraph' as const, name: 'post', label: 'Post', max: 100, initial, placeholder: 'What happens?' };
    const view = renderForm({ name: 'x', title: 'x', submit: 'x', intro: [], fields: [field], state: {} });
    checkView(view as never);
    expect(view.blocks[0]).toMatchObject({ element: { type: 'rich_text_input', placeholder: { text: 'What happens?' } } });
    const read = (elements: object[] | null) => {
      const state = inputState.parse({ rich_text_value: elements && { type: 'rich_text', elements } });
      return readValues({ post: { value: state } }, shownBlocks(view.blocks), { names: () => 'Ada Park' });
    };
    expect(readValues({}, shownBlocks(view.blocks))).toEqual({ post: initial });
    const asked = [
      { type: 'user', user_id: 'U0ADA' },
      { type: 'text', text: ' asks' },
    ];
    expect(read([{ type: 'rich_text_section', elements: asked }])).toEqual({ post: '@Ada Park asks' });
    expect(read([{ type: 'rich_text_section', elements: [] }])).toEqual({});
    expect(read(null)).toEqual({});
  });

  it('keeps the value of a required field that a client sends empty, and clears an optional one', () => {
    const view = renderForm({
      name: 'open',
      title: 'Open',
      submit: 'Open',
      intro: [],
      state: {},
      fields: [
        { kind: 'line', name: 'subject', label: 'Subject', required: true, max: 100, initial: 'Printer' },
        {
          kind: 'choice',
          name: 'priority',
          label: 'Priority',
          required: true,
          options: [{ label: 'Low', value: 'Low' }],
          initial: 'Low',
        },
        { kind: 'line', name: 'reason', label: 'Reason', max: 100, initial: 'Because' },
      ],
    });
    const typed = {
      subject: { value: { value: null } },
      priority: { value: { selected_option: null } },
      reason: { value: { value: null } },
    };
    expect(readValues(typed, shownBlocks(view.blocks))).toEqual({ subject: 'Printer', priority: 'Low' });
  });
});

describe('a reply as a modal', () => {
  it.each([
    ['nothing', { kind: 'nothing' as const }, 'Done.'],
    ['nothing but what was done', { kind: 'nothing' as const, toast: 'CB-1 is closed.' }, 'CB-1 is closed.'],
    ['done', { kind: 'done' as const }, 'Done.'],
    ['mistakes without a form', { kind: 'field-errors' as const, fields: { number: 'No such case.' } }, 'No such case.'],
    ['a card', { kind: 'card' as const, card: card({ kind: 'text', text: ['hello'] }) }, 'hello'],
  ])('shows %s', (_, reply, text) => expect(JSON.stringify(viewOf(reply, 'Campus Support'))).toContain(text));
});
