// The form that adds or changes a contact or an advisor.
import { z } from 'zod';
import type { Field, Form } from '../../cards/elements.ts';
import { contactTypeLabel, contactTypes, maxContactLengths } from '../../domain/contact-change.ts';
import { authorize } from '../../domain/permission.ts';
import { parseAdvisor, parseContact } from '../../domain/person-input.ts';
import type { Advisor } from '../../domain/person.ts';
import { accountKeyOf } from '../../usecases/people/find-accounts.ts';
import { addPerson, changePerson, type PersonInput } from '../../usecases/people/manage-people.ts';
import { viewPerson, type ViewedPerson } from '../../usecases/people/read-people.ts';
import { asAdvisor, type Context, type TypedFormHandler } from '../capability.ts';
import { changeId, optionalText, rowId } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import { accountField, chosenAccount, suggestAccount } from './account-field.ts';
import { showPerson } from './show-person.ts';

/** Adds a person, or changes the person in its state. */
export const personForm = defineForm({
  name: 'person',
  // `seen` is the newest change of the person when the form was opened
  state: z.object({ kind: z.enum(['contact', 'advisor']), person: rowId.optional(), seen: changeId.optional() }),
  fields: z.object({
    name: optionalText,
    email: optionalText,
    account: optionalText,
    type: optionalText,
    lead: optionalText,
    team: optionalText,
  }),
});
type State = StateOf<typeof personForm>;
type Values = ValuesOf<typeof personForm>;

/** The value of “no team”, because a choice cannot be emptied everywhere. */
const noTeam = 'none';

/** What the form is opened for: a new contact or advisor, or a person to change. */
export type PersonFormTarget = { kind: 'contact' | 'advisor'; account?: number } | { person: number };

/** Opens the form. */
export async function openPerson(context: Context, target: PersonFormTarget): Promise<Reply> {
  const lead = asAdvisor(context);
  authorize(lead, 'directory');
  if ('person' in target) {
    const stored = await viewPerson(context.services, lead, target.person);
    const state = personForm.start(context, { kind: stored.kind, person: stored.id, seen: stored.newestChange });
    return { kind: 'form', form: await draw(context, valuesOf(stored), state) };
  }
  const { kind, account } = target;
  const values = account === undefined ? {} : { account: String(account) };
  return {
    kind: 'form',
    form: await draw(context, values, personForm.start(context, { kind, person: undefined, seen: undefined })),
  };
}

/** What the form does. */
export const handlePerson: TypedFormHandler<Values, State> = { render: draw, submit, suggest: suggestAccount };

function valuesOf({ name, email, accountId, contactType, lead, team }: ViewedPerson): Values {
  return {
    name,
    email,
    account: accountId === null ? undefined : String(accountId),
    type: contactType ?? undefined,
    lead: lead ? 'yes' : 'no',
    team: team ?? noTeam,
  };
}

async function submit(context: Context, values: Values, { kind, person, seen }: State): Promise<Reply> {
  const lead = asAdvisor(context);
  const { services, request } = context;
  authorize(lead, 'directory');
  const input = await readInput(context, lead, kind, values);
  if (person === undefined) {
    const id = await addPerson(services, lead, input, request);
    return { kind: 'done', card: (await showPerson(context, id)).card };
  }
  await changePerson(services, lead, { ...input, id: person, seen }, request);
  return { kind: 'done', card: (await showPerson(context, person)).card };
}

async function readInput({ services }: Context, lead: Advisor, kind: State['kind'], values: Values): Promise<PersonInput> {
  if (kind === 'advisor') {
    const team = values.team === noTeam ? undefined : values.team;
    return { kind, ...parseAdvisor({ ...values, team }) };
  }
  const accountId = chosenAccount(values.account);
  const account = accountId === undefined ? undefined : await accountKeyOf(services, lead, accountId);
  return { kind, ...parseContact({ ...values, account }) };
}

async function draw(context: Context, typed: Partial<Values>, state: State): Promise<Form> {
  const { kind, person } = state;
  const isNew = person === undefined;
  return personForm.form(state, {
    title: `${isNew ? 'Add' : 'Change'} ${kind}`,
    submit: isNew ? `Add ${kind}` : 'Save',
    intro: [{ kind: 'context', text: [introOf(kind, isNew)] }],
    fields: [
      { kind: 'line', name: 'name', label: 'Name', required: true, max: maxContactLengths.name, initial: typed.name },
      {
        kind: 'line',
        name: 'email',
        label: 'Email',
        required: true,
        max: maxContactLengths.email,
        initial: typed.email,
        hint: 'The address of their Slack or Teams profile.',
      },
      ...(kind === 'contact' ? await contactFields(context, typed) : advisorFields(context, typed)),
    ],
  });
}

function introOf(kind: State['kind'], isNew: boolean): string {
  if (!isNew) return 'With another address or account, they are recognized again when their chat profile confirms it.';
  return kind === 'contact'
    ? 'They can use the bot at once in a workspace of their account. We match them by their email address.'
    : 'They can use the bot at once in your own workspaces. We match them by their email address.';
}

async function contactFields(context: Context, typed: Partial<Values>): Promise<Field[]> {
  const options = contactTypes.map((type) => ({ label: contactTypeLabel(type), value: type }));
  return [
    await accountField(context, asAdvisor(context), chosenAccount(typed.account), { required: true }),
    {
      kind: 'choice',
      name: 'type',
      label: 'Type',
      required: true,
      options,
      initial: typed.type,
      hint: 'Read-Only contacts can view and search cases. All others can open and answer them.',
    },
  ];
}

function advisorFields({ services }: Context, typed: Partial<Values>): Field[] {
  const known = services.settings.escalationTeams;
  // a team that is no longer configured stays, unless another one is chosen
  const teams = typed.team === undefined || typed.team === noTeam || known.includes(typed.team) ? known : [...known, typed.team];
  return [
    {
      kind: 'choice',
      name: 'lead',
      label: 'Lead',
      required: true,
      options: [
        { label: 'No', value: 'no' },
        { label: 'Yes', value: 'yes' },
      ],
      initial: typed.lead ?? 'no',
      hint: 'Leads manage people, channels, incidents and releases.',
    },
    {
      kind: 'choice',
      name: 'team',
      label: 'Escalation team',
      required: true,
      options: [{ label: 'None', value: noTeam }, ...teams.map((team) => ({ label: team, value: team }))],
      initial: typed.team ?? noTeam,
    },
  ];
}
