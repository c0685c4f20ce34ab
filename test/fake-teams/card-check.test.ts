// What Teams refuses of a card, and how a card reads.
import { describe, expect, it } from 'vitest';
import { checkActivity } from './card-check.ts';
import { readCard } from './readable.ts';
import type { Json } from './state.ts';
import { card, execute, withCard } from './stub-bot.ts';

describe('the card check', () => {
  const buttons = (count: number) => Array.from({ length: count }, (_, n) => ({ type: 'Action.Submit', title: `b${n}` }));
  const mention = { type: 'mention', text: '<at>Ada</at>', mentioned: { id: '29:ada', name: 'Ada' } };
  const several = (more: Json): Json => ({ type: 'Input.ChoiceSet', id: 's', label: 'S', isMultiSelect: true, ...more });
  const search = { type: 'Data.Query', dataset: 'form/field' };
  const must = { isRequired: true, errorMessage: 'S is required.' };
  const two = [
    { type: 'Input.Text', id: 'a' },
    { type: 'Input.Text', id: 'a' },
  ];
  it.each<[string, Json, string | null]>([
    ['a good card', withCard(card('x', { actions: [execute('Do')] })), null],
    ['a good mention', withCard(card('<at>Ada</at>', { msteams: { entities: [mention] } }), { text: 'Hi' }), null],
    ['no summary', withCard(card('x'), { summary: undefined }), 'summary'],
    ['another version', withCard({ ...card('x'), version: '1.4' }), '1.5'],
    ['an unknown element', withCard(card('x', { body: [{ type: 'Chart' }] })), 'Chart'],
    ['a bad value', withCard(card('x', { body: [{ type: 'TextBlock', text: 'x', weight: 'Boldest' }] })), 'Boldest'],
    [
      'seven actions',
      withCard(card('x', { actions: buttons(4), body: [{ type: 'ActionSet', actions: buttons(3) }] })),
      '7 actions',
    ],
    ['no fallback', withCard(card('x', { actions: [{ ...execute('Do'), fallback: 'drop' }] })), 'fallback'],
    ['an id twice', withCard(card('x', { body: two })), 'id “a”'],
    ['a search', withCard(card('x', { body: [several({ choices: [], 'choices.data': search })] })), null],
    [
      'a search without a set',
      withCard(card('x', { body: [several({ 'choices.data': { type: 'Data.Query' } })] })),
      'nothing to choose',
    ],
    [
      'a search that must be filled in',
      withCard(card('x', { body: [several({ 'choices.data': search, ...must })] })),
      'as missing',
    ],
    ['nothing to choose', withCard(card('x', { body: [several({ choices: [] })] })), 'nothing to choose'],
    ['a comma', withCard(card('x', { body: [several({ choices: [{ title: 'a', value: 'a,b' }] })] })), 'with a comma'],
    [
      'a choice of none',
      withCard(card('x', { body: [several({ choices: [{ title: 'a', value: 'a' }], value: 'a,b' })] })),
      'shows “b”',
    ],
    ['a large card', withCard(card('x'.repeat(28 * 1024))), '28672'],
    ['a large activity', { type: 'message', text: 'x'.repeat(51_200) }, 'UTF-16'],
    ['a mention of nobody', { type: 'message', text: '<at>Ada</at>' }, 'no mention entity'],
    ['a mention nowhere', { type: 'message', text: 'Ada', entities: [mention] }, 'does not occur'],
    ['nothing', { type: 'message' }, 'text or attachments'],
  ])('accepts or refuses %s', (_, activity, wrong) => {
    const request = checkActivity(activity).join('; ');
    if (wrong === null) expect(request).toBe('');
    else expect(request).toContain(wrong);
  });
});

it('reads a card as plain text', () => {
  const column = (text: string) => ({ type: 'Column', items: [{ type: 'TextBlock', text }] });
  const body = [
    { type: 'TextBlock', text: '**Case** a\\_b [here](https://x.example) {{DATE(2026-10-02T14:00:00Z, SHORT)}} <at>Ada</at>' },
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'one ' }, 'two'] },
    { type: 'FactSet', facts: [{ title: 'Status', value: 'New' }] },
    { type: 'ColumnSet', columns: [column('Priority'), column('High')], selectAction: { type: 'Action.Submit', title: 'See' } },
    { type: 'TextBlock', text: 'hidden', isVisible: false },
    { type: 'Input.ChoiceSet', id: 'm', label: 'Module', value: 'f', choices: [{ title: 'Fees', value: 'f' }] },
  ];
  expect(readCard(card('', { body, actions: [execute('Claim')] }))).toBe(
    [
      'Case a_b here 2026-10-02T14:00:00Z @Ada',
      'one two',
      'Status: New',
      'Priority: High',
      '[See]',
      'Module: Fees',
      '[Claim]',
    ].join('\n'),
  );
});
