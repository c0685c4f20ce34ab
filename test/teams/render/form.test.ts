import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, Form } from '../../../src/cards/elements.ts';
import type { CardInput, ChoiceSet, ExecuteAction, SubmitAction } from '../../../src/teams/render/adaptive-card.ts';
import { readForm } from '../../../src/teams/incoming/read-form.ts';
import { renderForm } from '../../../src/teams/render/form.ts';
import { checkCard } from '../../fake-teams/card-check.ts';
import { fillIn } from '../../fake-teams/form.ts';
import { oddForms } from '../../slack/render/odd-cards.ts';
import { oddText } from '../../slack/render/odd-text.ts';
import { allOf, buttonsOf, problemsOf, shownText } from './visible-card.ts';

const options = ['Low', 'High'].map((label) => ({ label, value: label.toLowerCase() }));
const subject: Field = {
  kind: 'line',
  name: 'subject',
  label: 'Subject',
  required: true,
  max: 255,
  placeholder: 'A short summary',
};
const details: Field & { kind: 'paragraph' } = {
  kind: 'paragraph',
  name: 'details',
  label: 'Details',
  max: 3000,
  initial: 'proposed',
  hint: 'What happened.',
};
const priority: Field = { kind: 'choice', name: 'priority', label: 'Priority', options, initial: 'low' };
const due: Field = { kind: 'date', name: 'due', label: 'Due date', initial: '2026-12-01' };
const form = (...fields: Field[]): Form => ({
  name: 'open',
  title: 'Open a case',
  submit: 'Open case',
  intro: [{ kind: 'context', text: ['intro'] }],
  fields,
  state: { idempotencyKey: 'r' },
});

describe('a form as a card', () => {
  it('shows each field under its name', () => {
    const shown = renderForm(form(subject, details, priority, due), { shownIn: 'dialog' });
    expect(shown.body.filter((element) => element.type.startsWith('Input'))).toEqual([
      {
        type: 'Input.Text',
        id: 'subject',
        label: 'Subject',
        isRequired: true,
        errorMessage: 'Required',
        maxLength: 255,
        placeholder: 'A short summary',
      },
      { type: 'Input.Text', id: 'details', label: 'Details', maxLength: 3000, isMultiline: true, value: 'proposed' },
      {
        type: 'Input.ChoiceSet',
        id: 'priority',
        label: 'Priority',
        style: 'compact',
        choices: [
          { title: 'Low', value: 'low' },
          { title: 'High', value: 'high' },
        ],
        placeholder: 'Choose',
        value: 'low',
      },
      { type: 'Input.Date', id: 'due', label: 'Due date', value: '2026-12-01' },
    ]);
    expect(shownText(shown.body)).toContain('Details: proposed\nWhat happened.');
  });

  it('returns several choices as one value, whatever characters they contain', () => {
    const odd = ['a,b', '50%', '%2C', 'plain'];
    const field: Field = { kind: 'choices', name: 'modules', label: 'x', options: [], initial: ['a,b', '%2C', 'gone'] };
    const shown = renderForm(form({ ...field, options: odd.map((value) => ({ label: value, value })), required: true }), {
      shownIn: 'dialog',
    });
    expect(checkCard(shown)).toEqual([]);
    expect(shown.body.at(-1)).toMatchObject({ isMultiSelect: true, style: 'expanded', isRequired: true });
    const send = (typed: Record<string, string>) =>
      readForm({ ...(shown.actions?.[0] as SubmitAction).data, ...fillIn(shown as never, typed).sent });
    expect(send({})).toMatchObject({ kind: 'form-submitted', values: { modules: 'a,b\n%2C' } });
    const all = (shown.body.at(-1) as ChoiceSet).choices.map(({ value }) => value).join('\n');
    expect(send({ modules: all })).toMatchObject({ values: { modules: odd.join('\n') } });
    expect(send({ modules: '' })).toMatchObject({ values: { modules: '' } });
  });

  it('shows many options as a menu, and keeps the chosen ones when not all of them fit', () => {
    const options = Array.from({ length: 100 }, (_, n) => ({ label: `Module ${n} ${'語'.repeat(90)}`, value: `m${n}` }));
    const modules: Field = { kind: 'choices', name: 'modules', label: 'Modules', options, initial: ['m3'] };
    const shown = renderForm(form(modules), { shownIn: 'message', values: { modules: 'm99\nm1\nforged' } });
    expect(checkCard(shown)).toEqual([]);
    expect(allOf(shown.body, 'Input.ChoiceSet')).toMatchObject([{ style: 'compact', value: 'm1,m99' }]);
    expect(shownText(shown.body)).toContain('Some typed text or choices were cut.');
    expect(() => renderForm(form({ ...modules, options: [...options, ...options] }), { shownIn: 'dialog' })).toThrow('than 100');
  });

  it('shows the current choices in a search field, and leaves required checks to the server', () => {
    const initial = [{ label: 'Plainview', value: '7' }];
    const accounts: Field = { kind: 'search', name: 'accounts', label: 'Accounts', max: 3, required: true };
    const empty = renderForm(form(accounts), { shownIn: 'dialog' });
    const filled = renderForm(form({ ...accounts, initial }), { shownIn: 'message', values: { accounts: '7\n8' } });
    expect([...checkCard(empty), ...checkCard(filled)]).toEqual([]);
    expect(empty.body.at(-1)).toEqual({
      type: 'Input.ChoiceSet',
      id: 'accounts',
      label: 'Accounts (required)',
      isMultiSelect: true,
      style: 'compact',
      choices: [],
      'choices.data': { type: 'Data.Query', dataset: 'open/accounts' },
      placeholder: 'Type to search',
    });
    expect(filled.body.at(-1)).toMatchObject({ choices: [{ title: 'Plainview', value: '7' }], value: '7' });
  });

  it('uses Action.Submit in a dialog and Action.Execute in a message', () => {
    const data = { casebridge: { submit: 'open', state: { idempotencyKey: 'r' } } };
    const submit = { title: 'Open case', style: 'positive', data };
    expect(renderForm(form(subject), { shownIn: 'dialog' }).actions).toEqual([{ type: 'Action.Submit', ...submit }]);
    const shown = renderForm(form(subject), { shownIn: 'message' });
    expect(shown.actions).toEqual([
      { type: 'Action.Execute', verb: 'submit', ...submit, fallback: { type: 'Action.Submit', title: 'Open case', data } },
    ]);
    expect(shownText(shown.body)).toMatch(/^Open a case\nintro/);
  });

  it('has a submit button only when there is something to send', () => {
    expect(renderForm({ ...form(), submit: undefined }, { shownIn: 'dialog' }).actions).toBeUndefined();
    expect(renderForm({ ...form(due), submit: undefined }, { shownIn: 'dialog' }).actions).toMatchObject([{ title: 'Send' }]);
  });

  it('prefers what was typed to the initial value', () => {
    const values = { subject: 'Typed', details: '', priority: 'high', due: '2027-01-01' };
    const shown = renderForm(form(subject, details, priority, due), { shownIn: 'dialog', values });
    const typed = shown.body.flatMap((element) => (element.type.startsWith('Input') ? [(element as CardInput).value] : []));
    expect(typed).toEqual(['Typed', undefined, 'high', '2027-01-01']);
  });

  it('shows an error at its field, or at the top when the field is not shown', () => {
    const errors = { subject: 'Say what it is about.', gone: 'This case is closed.' };
    const shown = renderForm(form(subject, due), { shownIn: 'dialog', errors });
    expect(shownText(shown.body)).toBe(
      '⚠️ This case is closed.\nintro\nSubject: \n⚠️ Say what it is about.\nDue date: 2026-12-01',
    );
  });

  it('adds a refresh button for a field that changes the form, and leaves required checks to the server', () => {
    const shown = renderForm(form(subject, { ...priority, refreshes: true }), { shownIn: 'message' });
    const change = allOf<ExecuteAction>(shown.body, 'Action.Execute');
    expect(change).toMatchObject([
      {
        verb: 'change',
        title: 'Refresh the form',
        data: { casebridge: { change: 'open', state: { idempotencyKey: 'r' } } },
      },
    ]);
    expect(JSON.stringify(shown)).not.toContain('isRequired');
    expect(shownText(shown.body)).toContain('Subject (required)');
  });

  it('has one refresh button below the last of the fields that change the form, and keeps those with a name of their own', () => {
    const answer = { ...priority, name: 'answer', label: 'Answer', refreshes: true, refreshLabel: 'Insert answer' };
    const first = { ...priority, refreshes: true };
    const last = { ...priority, name: 'last', label: 'Last', refreshes: true };
    const shown = renderForm(form(answer, first, subject, last, due), { shownIn: 'message' });
    const buttons = allOf<ExecuteAction>(shown.body, 'Action.Execute').map(({ title }) => title);
    expect(buttons).toEqual(['Insert answer', 'Refresh the form']);
    const below = shown.body.findIndex((element) => JSON.stringify(element).includes('Refresh the form'));
    expect(JSON.stringify(shown.body.slice(0, below))).toContain('"last"');
    expect(JSON.stringify(shown.body.slice(below))).not.toContain('"last"');
  });

  it('has a button below its fields that asks for more, which sends the value of its field', () => {
    const more = { label: 'More details', name: 'details', value: 'shown' };
    const shown = renderForm({ ...form(subject), more }, { shownIn: 'message' });
    const [change] = allOf<ExecuteAction>(shown.body, 'Action.Execute');
    expect(change).toMatchObject({ verb: 'change', title: 'More details' });
    expect(readForm({ ...change?.data, subject: 'Typed' })).toEqual({
      kind: 'form-changed',
      form: 'open',
      state: { idempotencyKey: 'r' },
      values: { subject: 'Typed', details: 'shown' },
    });
    expect(JSON.stringify(shown)).not.toContain('isRequired');
  });

  it('lets people go back without filling in required fields', () => {
    const shown = renderForm(form(subject), { shownIn: 'message', back: { label: 'Back', action: 'view', value: '7' } });
    expect(shown.actions?.[1]).toMatchObject({
      title: 'Back',
      associatedInputs: 'none',
      data: { casebridge: { press: 'view', value: '7' } },
    });
  });

  it('stays within the size limit whatever was typed, and says when something was cut', () => {
    const fields = Array.from({ length: 6 }, (_, at) => ({ ...details, name: `f${at}`, initial: '語'.repeat(3000) }));
    const shown = renderForm(form(...fields), { shownIn: 'dialog' });
    expect(problemsOf(shown)).toEqual([]);
    expect(shownText(shown.body)).toContain('This form is too long to show in full');
    const usual = fields.slice(0, 5).map((field) => ({ ...field, initial: 'x'.repeat(3000) }));
    expect(shownText(renderForm(form(...usual), { shownIn: 'dialog' }).body)).not.toContain('too long');
  });

  it('refuses more state than Teams returns', () => {
    const much = { ...form(), state: { draft: 'x'.repeat(3000) } };
    expect(() => renderForm(much, { shownIn: 'dialog' })).toThrow('has 3012 characters of state');
  });

  it('is accepted by Teams whatever it contains', () => {
    const given = fc.record({
      shownIn: fc.constantFrom('dialog' as const, 'message' as const),
      values: fc.dictionary(fc.constantFrom('f0', 'f1', 'f2'), oddText),
      errors: fc.dictionary(fc.constantFrom('f0', 'f1', 'gone'), oddText),
    });
    fc.assert(
      fc.property(oddForms, given, (odd, more) => {
        const back = more.shownIn === 'message' ? { label: 'Back', action: 'view', value: '7' } : undefined;
        expect(problemsOf(renderForm(odd, { ...more, back }))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('submitted form data', () => {
  it.each(['submit', 'change', 'state', 'value', 'press', 'from', 'several', 'carries', 'casebridge', 'msteams'])(
    'keeps a field named %s apart from our own data',
    (name) => {
      const shown = renderForm(form({ ...subject, name }), { shownIn: 'dialog' });
      const input = shown.body.find(({ type }) => type === 'Input.Text') as CardInput;
      const data = { ...(shown.actions?.[0] as SubmitAction).data, [input.id]: 'Grades' };
      expect(readForm(data)).toEqual({
        kind: 'form-submitted',
        form: 'open',
        state: { idempotencyKey: 'r' },
        values: { [name]: 'Grades' },
      });
    },
  );

  it('is read by field name, without the fields that were left empty', () => {
    const [action] = renderForm(form(subject, due), { shownIn: 'dialog' }).actions ?? [];
    const data = { ...(action as SubmitAction).data, subject: 'Grades', due: '', details: '  ' };
    expect(readForm(data)).toEqual({
      kind: 'form-submitted',
      form: 'open',
      state: { idempotencyKey: 'r' },
      values: { subject: 'Grades', details: '  ' },
    });
  });

  it.each([
    [
      { casebridge: { change: 'open', state: { a: '1', b: 2 } }, x: 'y', submit: 'z' },
      { kind: 'form-changed', form: 'open', state: { a: '1' }, values: { x: 'y', submit: 'z' } },
    ],
    [
      { msteams: { type: 'task/fetch' }, casebridge: { press: 'view', value: '7' } },
      { kind: 'action', action: 'view', value: '7' },
    ],
    [
      { casebridge: { press: 'page', from: 'choice0' }, choice0: 'b' },
      { kind: 'action', action: 'page', value: 'b' },
    ],
    [
      { casebridge: { submit: 'open', several: ['a', 'b', 7] }, a: 'x,y,,x,%2C' },
      { kind: 'form-submitted', form: 'open', state: {}, values: { a: 'x\ny\n,', b: '' } },
    ],
    [{ casebridge: {} }, null],
    [{ casebridge: { submit: '' } }, null],
    // as cards of 0.4.0 send it
    [
      { change: 'open', carries: { a: '1', b: 2 }, x: 'y' },
      { kind: 'form-changed', form: 'open', state: { a: '1' }, values: { x: 'y' } },
    ],
    [
      { msteams: { type: 'task/fetch' }, press: 'view', value: '7' },
      { kind: 'action', action: 'view', value: '7' },
    ],
    [{ press: 'view' }, { kind: 'action', action: 'view', value: '' }],
    [
      { press: 'page', from: 'choice0' },
      { kind: 'action', action: 'page', value: '' },
    ],
    [
      { press: 'page', from: 'constructor' },
      { kind: 'action', action: 'page', value: '' },
    ],
    [
      { submit: 'open', carries: 'x' },
      { kind: 'form-submitted', form: 'open', state: {}, values: {} },
    ],
    [
      { submit: 'open', several: ['a', 'b', 7], a: 'x,y,,x,%2C', c: 'x,y' },
      { kind: 'form-submitted', form: 'open', state: {}, values: { a: 'x\ny\n,', b: '', c: 'x,y' } },
    ],
    [{ submit: '' }, null],
    [{ press: 7 }, null],
    [{}, null],
    [[], null],
    [null, null],
    [undefined, null],
    ['text', null],
  ])('is read from %j', (data, expected) => expect(readForm(data)).toEqual(expected));

  it('never makes the reader throw', () => {
    fc.assert(fc.property(fc.anything(), (data) => void readForm(data)));
  });

  it('tells the buttons of a form apart', () => {
    const shown = renderForm(form(subject, { ...priority, refreshes: true }), { shownIn: 'message' });
    const kinds = buttonsOf(shown).map((action) => ('data' in action ? readForm(action.data)?.kind : null));
    expect(kinds).toEqual(['form-changed', 'form-submitted']);
  });
});
