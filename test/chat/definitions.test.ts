import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { actions } from '../../src/chat/actions.ts';
import type { Context } from '../../src/chat/capability.ts';
import { caseNumber, chosenId, optionalValue, pageNumber, spaced, typedCaseNumber } from '../../src/chat/codecs.ts';
import { defineAction, type Action } from '../../src/chat/define-action.ts';
import { caseAndText, defineCommand, pageArgument } from '../../src/chat/define-command.ts';
import { defineForm } from '../../src/chat/define-form.ts';
import { reply } from '../../src/chat/replies.ts';

const context = { newId: () => 'form-1', request: { idempotencyKey: 'event-1', platform: 'slack' } } as unknown as Context;
const int4 = fc.integer({ min: 1, max: 2_147_483_647 });

describe('the codecs', () => {
  it('read back every number they write, and nothing outside of an integer column', () => {
    fc.assert(fc.property(int4, (number) => caseNumber.parse(z.encode(caseNumber, number)) === number));
    for (const text of ['', '0', '-1', '1.5', '2147483648', '99999999999', '1e3', ' 1', 'CB-1', '1\0'])
      expect(caseNumber.safeParse(text).success, text).toBe(false);
  });

  it('put several values into one text, and refuse one with more or fewer', () => {
    const codec = spaced({ number: caseNumber, page: pageNumber });
    expect(z.encode(codec, { number: 123, page: 2 })).toBe('123 2');
    expect(codec.parse('123 2')).toEqual({ number: 123, page: 2 });
    for (const text of ['123', '123 ', '123 2 3', '123 x', ' 123 2']) expect(codec.safeParse(text).success, text).toBe(false);
  });

  it('read empty text as no value', () => {
    const codec = optionalValue(caseNumber);
    expect([codec.parse(''), codec.parse('5')]).toEqual([undefined, 5]);
    expect([z.encode(codec, undefined), z.encode(codec, 5)]).toEqual(['', '5']);
  });

  it('read case numbers as people type them', () => {
    for (const text of ['12', 'CB-12', 'cb12', '#12', ' 12 ']) expect(typedCaseNumber.parse(text)).toBe(12);
    expect(typedCaseNumber.safeParse('the one').error?.issues[0]?.message).toBe('A case number looks like CB-123.');
  });
});

describe('an action', () => {
  const turn = defineAction('turn', spaced({ number: caseNumber, page: pageNumber }));

  it('makes buttons and selects whose values its handler gets decoded', async () => {
    const button = turn.button({ number: 7, page: 3 }, 'Older', 'primary');
    expect(button).toEqual({ kind: 'button', label: 'Older', action: 'turn', value: '7 3', style: 'primary' });
    const option = turn.option({ number: 7, page: 1 }, 'First');
    expect(turn.select('Go to', [option], { number: 7, page: 1 })).toMatchObject({ action: 'turn', initial: option.value });
    const handler = turn.handle({ run: async (_, { number, page }) => reply(`${number}/${page}`) });
    expect(await handler.run(context, button.value ?? '')).toMatchObject({ card: { summary: '7/3' } });
  });

  it('answers a value that does not decode as an old button', async () => {
    const handler = turn.handle({ run: async () => reply('never') });
    await expect(handler.run(context, '7')).rejects.toMatchObject({ code: 'old-button' });
  });

  it.each([
    [actions.declare, { clusterId: 5 }, 'cluster:5'],
    [actions.declare, { kind: 'incident' }, 'incident'],
    [actions.notifyLevel, { level: 'digest', number: undefined }, 'digest'],
    [actions.notifyLevel, { level: 'default', number: 9 }, 'default 9'],
    [actions.more, { action: 'feed', value: '7 3' }, 'feed 7 3'],
    [actions.open, undefined, ''],
  ] as [Action<unknown>, unknown, string][])('keeps the text that cards of 0.4.0 carry: $2', (action, value, text) => {
    expect(action.decode(text)).toEqual(value);
    expect(action.option(value, '').value).toBe(text);
  });
});

describe('a form', () => {
  const pick = defineForm({
    name: 'pick',
    state: z.object({ number: caseNumber, page: pageNumber.optional() }),
    fields: z.object({ advisor: chosenId('Choose an advisor.'), note: z.string().default('') }),
  });
  const handler = pick.handle({
    render: async (_, typed, state) => pick.form(state, { title: JSON.stringify(typed), intro: [], fields: [] }),
    submit: async (_, values, state) => reply(JSON.stringify({ values, state })),
  });

  it('keeps its state and the id that makes a second submission harmless', async () => {
    const drawn = pick.form(pick.start(context, { number: 7 }), { title: 'Pick', intro: [], fields: [] });
    expect(drawn).toMatchObject({ name: 'pick', state: { number: '7', idempotencyKey: 'form-1' } });
    expect(await handler.submit(context, { advisor: '4' }, drawn.state)).toMatchObject({
      card: { summary: JSON.stringify({ values: { advisor: 4, note: '' }, state: { number: 7, idempotencyKey: 'form-1' } }) },
    });
    expect((await handler.render(context, {}, drawn.state)).state).toEqual(drawn.state);
  });

  it('keeps the id of a form that 0.4.0 opened', async () => {
    expect((await handler.render(context, {}, { receipt: 'old', number: '7' })).state).toEqual({
      idempotencyKey: 'old',
      number: '7',
    });
  });

  it('answers values that do not decode at their fields', async () => {
    const mistake = { code: 'bad-values', fields: { advisor: 'Choose an advisor.' } };
    await expect(handler.submit(context, { note: 'x' }, { number: '7' })).rejects.toMatchObject(mistake);
    await expect(handler.submit(context, { advisor: '99999999999' }, { number: '7' })).rejects.toMatchObject(mistake);
  });

  it('answers a state that does not decode as an old form', async () => {
    await expect(handler.render(context, {}, { number: 'seven' })).rejects.toMatchObject({ code: 'old-form' });
  });

  it('keeps the typed values that decode when it is rendered again', async () => {
    const drawn = await handler.render(context, { advisor: 'nobody', note: 'so far', constructor: 'x' }, { number: '7' });
    expect(drawn.title).toBe('{"note":"so far"}');
  });
});

describe('a command', () => {
  const resolve = defineCommand({
    name: 'resolve',
    description: '',
    topic: 'cases',
    example: 'resolve CB-123 Done.',
    availableTo: () => true,
    args: caseAndText,
    opensForm: ({ text }) => text === '',
    run: async (_, { number, text }) => reply(`${number}: ${text}`),
  });

  it('gets its arguments parsed', async () => {
    expect(await resolve.run(context, '  cb-7   two\nlines ')).toMatchObject({ card: { summary: '7: two\nlines' } });
    expect([resolve.opensForm?.('CB-7'), resolve.opensForm?.('CB-7 x'), resolve.opensForm?.('x')]).toEqual([true, false, false]);
    expect(['2', 'page:3', '', 'x', '99999999'].map((rest) => pageArgument('queue').parse(rest))).toEqual([2, 3, 1, 1, 1]);
  });

  it('says what is wrong with them', async () => {
    await expect(resolve.run(context, '')).rejects.toMatchObject({
      code: 'no-number',
      message: 'Which case? Try resolve CB-123.',
    });
    await expect(resolve.run(context, 'Grade book')).rejects.toMatchObject({ message: "“Grade” isn't a case number." });
  });
});
