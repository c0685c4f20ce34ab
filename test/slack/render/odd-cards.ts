// Every element there is, filled with odd text, in any number.
import fc from 'fast-check';
import type { Button, CardFile, Control, Element, Field, Form, Inline } from '../../../src/cards/elements.ts';
import { oddText } from './odd-text.ts';

const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const inline: fc.Arbitrary<Inline> = fc.oneof(
  oddText,
  fc.record({ bold: oddText }),
  fc.record({ at: moment, as: fc.constantFrom('date' as const, 'moment' as const) }),
  fc.record({ mention: fc.constantFrom('U0ADA', '!channel>'), name: oddText }),
  fc.record({ link: oddText, text: oddText }),
);
const inlines = fc.array(inline, { maxLength: 6 });
const option = fc.record({ label: oddText, value: oddText });
const button: fc.Arbitrary<Button> = fc.record(
  {
    kind: fc.constant('button' as const),
    label: oddText,
    action: fc.constantFrom('view', 'claim'),
    value: oddText,
    style: fc.constantFrom('primary' as const, 'danger' as const),
  },
  { requiredKeys: ['kind', 'label', 'action'] },
);
const control: fc.Arbitrary<Control> = fc.oneof(
  button,
  fc.record({ kind: fc.constant('link' as const), label: oddText, url: fc.webUrl() }),
  fc.record(
    {
      kind: fc.constant('select' as const),
      label: oddText,
      action: fc.constant('sort'),
      options: fc.array(option, { maxLength: 120 }),
      initial: oddText,
    },
    { requiredKeys: ['kind', 'label', 'action', 'options'] },
  ),
);

const file: fc.Arbitrary<CardFile> = fc.record({
  id: fc.integer({ min: 1, max: 9 }),
  name: oddText,
  size: fc.integer({ min: 1, max: 1_000_000_000 }),
  mediaType: fc.constantFrom('image/png', 'text/csv'),
  checksum: fc.constant('0'.repeat(64)),
  url: fc.oneof(fc.webUrl(), fc.constant(null)),
});

const passage = fc.array(fc.oneof(oddText, fc.record({ bold: oddText })), { maxLength: 5 });

const element: fc.Arbitrary<Element> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: oddText }),
  fc.record({ kind: fc.constantFrom('text' as const, 'context' as const), text: inlines }),
  fc.record({ kind: fc.constant('markdown' as const), text: oddText }),
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: oddText, value: inlines }), { maxLength: 13 }),
  }),
  fc.record(
    { kind: fc.constant('listItem' as const), text: inlines, detail: inlines, passage, button },
    { requiredKeys: ['kind', 'text'] },
  ),
  fc.record({
    kind: fc.constant('callout' as const),
    tone: fc.constantFrom('neutral' as const, 'good' as const, 'warning' as const, 'danger' as const),
    text: inlines,
  }),
  fc.record({ kind: fc.constant('divider' as const) }),
  fc.record({ kind: fc.constant('image' as const), file }),
  fc.record({ kind: fc.constant('chart' as const), url: fc.webUrl(), text: oddText }),
  fc.record({ kind: fc.constant('files' as const), files: fc.array(file, { maxLength: 10 }) }),
  fc.record({ kind: fc.constant('actions' as const), actions: fc.array(control, { maxLength: 12 }) }),
);

export const oddElements = fc.oneof(
  fc.array(element, { maxLength: 12 }),
  // a story a hundred times over says nothing that it does not say once, and takes minutes to read
  fc
    .tuple(
      element.filter((one) => JSON.stringify(one).length < 2000),
      fc.integer({ min: 40, max: 150 }),
    )
    .map(([one, times]) => Array.from({ length: times }, () => one)),
);

/** What we write ourselves is odd, but no story. */
const label = oddText.map((text) => text.slice(0, 150));
const choices = fc.array(fc.record({ label, value: label }), { maxLength: 12 });

const field = (name: string): fc.Arbitrary<Field> => {
  const common = { name: fc.constant(name), label, hint: label, required: fc.boolean() };
  const typed = { max: fc.integer({ min: 1, max: 10_000 }), initial: oddText, placeholder: label };
  return fc.oneof(
    fc.record({ ...common, ...typed, kind: fc.constantFrom('line' as const, 'paragraph' as const) }),
    fc.record({
      ...common,
      kind: fc.constant('choice' as const),
      options: choices,
      initial: label,
      refreshes: fc.boolean(),
    }),
    fc.record({
      ...common,
      kind: fc.constant('choices' as const),
      options: choices,
      initial: fc.array(label, { maxLength: 3 }),
    }),
    fc.record({
      ...common,
      kind: fc.constant('search' as const),
      max: fc.integer({ min: 1, max: 20 }),
      initial: choices,
      placeholder: label,
    }),
    fc.record({
      ...common,
      kind: fc.constant('files' as const),
      max: fc.integer({ min: 1, max: 20 }),
      maxMegabytes: fc.integer({ min: 1, max: 100 }),
    }),
    fc.record({
      ...common,
      kind: fc.constant('date' as const),
      initial: fc.constantFrom('2026-11-24', 'tomorrow', ''),
      refreshes: fc.boolean(),
    }),
  );
};

export const oddForms: fc.Arbitrary<Form> = fc.record(
  {
    name: fc.constant('open'),
    title: oddText,
    submit: oddText,
    intro: oddElements,
    fields: fc
      .integer({ min: 0, max: 12 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => field(`f${at}`)))),
    more: fc.record({ label: oddText, name: fc.constant('more'), value: fc.constantFrom('shown', 'x'.repeat(3000)) }),
    state: fc.constant({ idempotencyKey: 'r' }),
  },
  { requiredKeys: ['name', 'title', 'submit', 'intro', 'fields', 'state'] },
);
