// Who is on call, `oncall`, for leads: shows the line of today and changes the list. Whom a critical case pages is in usecases/page-on-call.ts.
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Card, Element, Field, Form, Option } from '../../cards/elements.ts';
import { formError } from '../../domain/form-errors.ts';
import { can } from '../../domain/permission.ts';
import { formatList } from '../../domain/text/numbers.ts';
import { formatDay } from '../../domain/text/times.ts';
import { maxAccounts } from '../../usecases/people/find-accounts.ts';
import { listAdvisors } from '../../usecases/people/list-advisors.ts';
import { readOnCall, setOnCall, type OnCallList, type OnCallTurn } from '../../usecases/people/on-call-list.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { changeId, fieldText, oneOf } from '../codecs.ts';
import { defineCommand, noArguments } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { CardReply } from '../replies.ts';
import { historyLines } from './history-lines.ts';

/** People that the form holds. A longer list can be imported. */
const maxPeople = 6;
const places = Array.from({ length: maxPeople }, (_, index) => `person${index + 1}`);
/** The value of “nobody”, because a choice cannot be emptied everywhere. */
const nobody = 'nobody';

const onCallForm = defineForm({
  name: 'on-call',
  // the newest change of the list when the form was opened
  state: z.object({ seen: changeId.optional() }),
  fields: z.object({ how: oneOf(['weekly', 'always']), from: fieldText }).catchall(fieldText),
});
type Values = ValuesOf<typeof onCallForm>;
type State = StateOf<typeof onCallForm>;

/** Shows and changes who is on call. */
export const onCall: Capability = {
  commands: [
    defineCommand({
      name: 'oncall',
      description: 'who is paged about critical cases: see and change the rotation',
      topic: 'directory',
      example: 'oncall',
      availableTo: (person) => can(person, 'directory'),
      maxWords: 0,
      args: noArguments,
      run: show,
    }),
  ],
  actions: [
    actions.onCall.handle({ run: show }),
    actions.changeOnCall.handle({
      opensForm: true,
      run: async (context) => {
        const list = await readOnCall(context.services, asAdvisor(context));
        return {
          kind: 'form',
          form: await draw(context, valuesOf(list), onCallForm.start(context, { seen: list.newestChange })),
        };
      },
    }),
  ],
  forms: [onCallForm.handle({ render: draw, submit })],
};

async function show(context: Context): Promise<CardReply> {
  return { kind: 'card', card: onCallCard(await readOnCall(context.services, asAdvisor(context))) };
}

function onCallCard({ turns, line, timezone, history }: OnCallList): Card {
  const [first, ...next] = line;
  const summary = first === undefined ? 'Nobody is on call' : `On call: ${first}`;
  const now = first === undefined ? 'Nobody is listed. Critical cases page the leads.' : `${first} is paged first`;
  return {
    summary,
    title: 'On call',
    elements: [
      { kind: 'heading', text: 'On call' },
      {
        kind: 'text',
        text: [
          { bold: now },
          ...(next.length > 0 ? [`, then ${formatList(next)}, then the leads.`] : first ? [', then the leads.'] : []),
        ],
      },
      ...turns.map(turnLine),
      ...(turns.length > 0
        ? [{ kind: 'context' as const, text: [`Days begin at midnight in the zone of the rotation (${timezone}).`] }]
        : []),
      ...historyLines(history),
      { kind: 'actions', actions: [actions.changeOnCall.button(undefined, 'Change on call', 'primary')] },
    ],
  };
}

function turnLine({ name, active, startsOn, endsOn, repeatDays }: OnCallTurn): Element {
  const days = [startsOn === null ? '' : `from ${formatDay(startsOn)}`, endsOn === null ? '' : `to ${formatDay(endsOn)}`]
    .filter(Boolean)
    .join(' ');
  const every = repeatDays === null ? '' : `, every ${repeatDays} days`;
  const detail = active
    ? `${days === '' ? 'Always' : days.charAt(0).toUpperCase() + days.slice(1)}${every}`
    : 'Deactivated, skipped';
  return { kind: 'listItem', text: [{ bold: name }], detail: [detail] };
}

/** Proposes the list as it is, as far as the form can hold it. */
function valuesOf({ turns, today }: OnCallList): Partial<Values> {
  const isAlways = turns.length > 0 && turns.every(({ startsOn }) => startsOn === null);
  const people = [...new Set(turns.filter(({ active }) => active).map(({ personId }) => personId))];
  const started = turns[0]?.startsOn ?? null;
  return {
    how: isAlways ? 'always' : 'weekly',
    from: started ?? nextMonday(today),
    ...Object.fromEntries(people.slice(0, maxPeople).map((id, index) => [`person${index + 1}`, String(id)])),
  };
}

function nextMonday(today: string): string {
  const day = DateTime.fromISO(today, { zone: 'utc' });
  return day.plus({ days: (8 - day.weekday) % 7 }).toISODate() ?? today;
}

async function submit(context: Context, values: Values, { seen }: State): Promise<Reply> {
  const chosen = places.map((place) => values[place] ?? nobody).filter((id) => id !== nobody && id !== '');
  const people = chosen.map(Number);
  const fields: Record<string, string> = {};
  if (new Set(chosen).size < chosen.length) fields.person1 = 'Each advisor can be listed once.';
  const isWeekly = values.how !== 'always' && people.length > 0;
  if (isWeekly && !z.iso.date().safeParse(values.from).success) fields.from = 'Choose the first day of the first week.';
  if (people.some((id) => !Number.isInteger(id))) fields.person1 = 'Choose advisors of the list.';
  if (Object.keys(fields).length > 0) throw formError('invalid-on-call', fields);
  const input = { people, weeklyFrom: isWeekly ? values.from : null, seen };
  await setOnCall(context.services, asAdvisor(context), input, context.request);
  return { kind: 'done', card: (await show(context)).card };
}

async function draw(context: Context, typed: Partial<Values>, state: State): Promise<Form> {
  const list = await readOnCall(context.services, asAdvisor(context));
  const advisors = (await listAdvisors(context.services)).slice(0, maxAccounts - 1);
  const options = [{ label: 'Nobody', value: nobody }, ...advisors.map(({ id, name }) => ({ label: name, value: String(id) }))];
  return onCallForm.form(state, {
    title: 'Change on call',
    submit: 'Save',
    intro: introOf(list),
    fields: [
      {
        kind: 'choice',
        name: 'how',
        label: 'How they take turns',
        required: true,
        options: [
          { label: 'A week each, in this order', value: 'weekly' },
          { label: 'Always, the first one first', value: 'always' },
        ],
        initial: typed.how ?? 'weekly',
      },
      {
        kind: 'date',
        name: 'from',
        label: 'First week begins on',
        initial: typed.from || nextMonday(list.today),
        hint: 'For a week each.',
      },
      ...places.map((place, index) => personField(place, index, options, typed[place])),
    ],
  });
}

/** A list from the directory file can have more than the form. */
function introOf({ turns }: OnCallList): Element[] {
  const text = 'Without anybody here, critical cases page the leads.';
  const people = new Set(turns.map(({ personId }) => personId)).size;
  const isOther = people > maxPeople || turns.some(({ startsOn, repeatDays }) => startsOn !== null && repeatDays === null);
  const warning = 'The list has more than this form can show, such as single days. Saving replaces it.';
  return [
    { kind: 'context', text: [text] },
    ...(isOther ? [{ kind: 'callout' as const, tone: 'warning' as const, text: [warning] }] : []),
  ];
}

function personField(name: string, index: number, options: Option[], initial: string | undefined): Field {
  return { kind: 'choice', name, label: `Person ${index + 1}`, options, initial: initial || nobody };
}
