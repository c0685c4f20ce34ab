// Fields of which several are chosen, from a list and by typing ahead, on both platforms: with a form that only this test has.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { everyone, type ActionHandler, type Command, type FormHandler, type Values } from '../../src/chat/capability.ts';
import { chosenValues } from '../../src/cards/chosen-values.ts';
import type { Form, Option } from '../../src/cards/elements.ts';
import { actionHandlers, commands, formHandlers } from '../../src/chat/registry.ts';
import { CaseError } from '../../src/domain/case-error.ts';
import { slackUser, teamsUser, type PlatformUser } from './platform-driver.ts';
import { asked, openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

const accounts = Array.from({ length: 3000 }, (_, n): Option => ({ label: `${'District '.repeat(12)}${n}`, value: `a${n}` }));
const modules = ['Fees', 'Meals', 'Grade Book'].map((label) => ({ label, value: label }));
const many = Array.from({ length: 40 }, (_, n) => ({ label: `School ${n}`, value: `s${n}` }));

function draw(values: Values): Form {
  const known = new Set(chosenValues(values.accounts));
  return {
    name: 'pick',
    title: 'Pick',
    submit: 'Pick',
    intro: [],
    fields: [
      { kind: 'choices', name: 'modules', label: 'Modules', options: modules, initial: chosenValues(values.modules ?? 'Fees') },
      { kind: 'choices', name: 'schools', label: 'Schools', options: many, initial: chosenValues(values.schools) },
      {
        kind: 'search',
        name: 'accounts',
        label: 'Accounts',
        required: true,
        max: 3,
        initial: accounts.filter(({ value }) => known.has(value)),
      },
    ],
    state: {},
  };
}

let sent: Values[] = [];
const pick: FormHandler = {
  name: 'pick',
  accepts: () => true,
  hasField: () => true,
  render: async (_, values) => draw(values),
  submit: async (_, values) => {
    if (chosenValues(values.accounts).length < 2) throw new CaseError('few', 'Too few.', undefined, { accounts: 'Choose two.' });
    sent.push(values);
    return { kind: 'done' };
  },
  suggest: async (_, field, text) => {
    if (text === 'broken') throw new Error('the search broke');
    if (text === 'refused') throw new CaseError('refused', 'Not for you.');
    return field === 'accounts' ? accounts.filter(({ label }) => label.includes(text)) : [];
  },
};

let harness: TeamsHarness;
beforeAll(async () => {
  (formHandlers as Map<string, FormHandler>).set('pick', pick);
  (actionHandlers as Map<string, ActionHandler>).set('pick', {
    name: 'pick',
    accepts: () => true,
    opensForm: true,
    run: async () => ({ kind: 'form', form: draw({}) }),
  });
  (commands as Command[]).push({
    name: 'pick',
    description: 'Picks',
    topic: 'find',
    example: 'pick',
    availableTo: everyone,
    maxWords: 0,
    opensForm: () => true,
    run: async () => ({ kind: 'form', form: draw({}) }),
  });
  harness = await openTeamsHarness();
});
afterAll(async () => {
  await harness.stop();
  // the files that follow in this process see the same registry
  (formHandlers as Map<string, FormHandler>).delete('pick');
  (actionHandlers as Map<string, ActionHandler>).delete('pick');
  (commands as Command[]).splice(
    commands.findIndex(({ name }) => name === 'pick'),
    1,
  );
});
afterEach(() => {
  sent = [];
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

describe.each(['Slack', 'Teams'] as const)('on %s', (platform) => {
  const actor = (): PlatformUser =>
    platform === 'Slack'
      ? slackUser(harness.ada, 'Ada Park', harness.slackHelp)
      : teamsUser(harness.rosa, 'Rosa Lind', harness.rosa.direct);

  it('offers several choices from short, long and searched lists, and reports missing ones at their field', async () => {
    const user = actor();
    await user.open('pick');
    const offered = await user.typeAhead('accounts', 'District 29');
    expect(offered).toHaveLength(platform === 'Slack' ? 100 : 15);
    expect(offered[0]).toMatch(/^District District .*…$/);
    await user.submit({ modules: 'Grade Book\nMeals', schools: 's39\ns2', accounts: 'a29' }, 'Pick');
    expect(user.mistakes()).toContain('Choose two.');
    expect(await user.typeAhead('accounts', 'District 2999')).toHaveLength(1);
    await user.submit({ accounts: 'a29\na2999' }, 'Pick');
    expect(Object.values(sent[0] ?? {}).map((value) => chosenValues(value).sort())).toEqual(
      expect.arrayContaining([
        ['Grade Book', 'Meals'],
        ['s2', 's39'],
        ['a29', 'a2999'],
      ]),
    );
    user.closeWindow();
  });

  it('sends the initial choices as they were shown, and lets people clear them', async () => {
    const user = actor();
    for (const typed of [{}, { modules: '' }] as Record<string, string>[]) {
      await user.open('pick');
      await user.typeAhead('accounts', 'District 1');
      await user.submit({ ...typed, accounts: 'a1\na10' }, 'Pick');
      user.closeWindow();
    }
    const rest = { schools: '', accounts: 'a1\na10' };
    expect(sent).toEqual([
      { modules: 'Fees', ...rest },
      { modules: '', ...rest },
    ]);
  });

  it('offers no options when a search finds nothing, is refused or fails, and logs the failure', async () => {
    const user = actor();
    await user.open('pick');
    for (const text of ['zzz', 'refused', 'broken']) expect(await user.typeAhead('accounts', text)).toEqual([]);
    expect(harness.logged()).toContain('the search broke');
    expect(harness.logged()).toContain('suggestions in form pick');
    user.closeWindow();
  });
});

it('works in forms that replace their card', async () => {
  const inPlace = await openTeamsHarness({ dialogs: false });
  const { rosa } = inPlace;
  const message = await asked(rosa, 'pick', '[Open the form]');
  await rosa.press(message, 'Open the form');
  expect(await rosa.typeAhead('accounts', 'District 2999', message)).toHaveLength(1);
  await rosa.submitIn(message, { modules: '', accounts: 'a2999' }, 'Pick');
  expect(rosa.sees(message)).toMatch(/Modules:\n[^]*Accounts \(required\): District District [^]*Choose two\./);
  await rosa.typeAhead('accounts', 'District 28', message);
  await rosa.submitIn(message, { accounts: 'a2999\na28' }, 'Pick');
  expect(sent).toEqual([{ modules: '', schools: '', accounts: 'a2999\na28' }]);
  expect(inPlace.teams.refusals).toEqual([]);
  await inPlace.stop();
});

describe('type-ahead requests that must not be answered', () => {
  const search = { type: 'invoke', name: 'application/search' };
  const none = { type: 'application/vnd.microsoft.search.searchResponse', value: { results: [] } };

  it.each([
    ['from an unknown user', 'sam', { dataset: 'pick/accounts', queryText: 'District' }],
    ['for a form that does not exist', 'rosa', { dataset: 'constructor/accounts', queryText: 'District' }],
    ['for a field without search', 'rosa', { dataset: 'open/subject', queryText: 'District' }],
  ] as const)('offers no options to a request %s', async (_, actor, value) => {
    const person = harness[actor];
    const { status, body } = await person.postRaw(person.activity({ ...search, id: 'f:1', value }));
    expect([status, JSON.parse(body)]).toEqual([200, none]);
  });

  it('offers no options to a request without a value', async () => {
    const { status, body } = await harness.rosa.postRaw(harness.rosa.activity({ ...search, id: 'f:1', value: undefined }));
    expect([status, JSON.parse(body)]).toEqual([200, none]);
  });

  it('refuses a request with a query that is not text', async () => {
    const value = { dataset: ['pick'], queryText: 7 };
    expect((await harness.rosa.postRaw(harness.rosa.activity({ ...search, id: 'f:1', value }))).status).toBe(400);
  });

  it('rejects a forged Slack signature and a request that names no form', async () => {
    const payload = {
      type: 'block_suggestion',
      team: { id: 'T0PLAIN' },
      user: { id: 'U0ADA' },
      action_id: 'search',
      value: 'District',
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const form = 'application/x-www-form-urlencoded';
    const answers = [
      await harness.slack.post(body, form, { 'x-slack-signature': 'v0=forged' }),
      await harness.slack.post(body, form),
    ];
    expect(answers).toMatchObject([{ status: 401 }, { status: 400 }]);
  });
});
