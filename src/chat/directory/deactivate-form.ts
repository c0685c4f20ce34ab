// The form that deactivates a person. It says before what happens to their cases; an advisor's open cases are handed over with it.
import { z } from 'zod';
import type { Element, Form, Option } from '../../cards/elements.ts';
import { authorize } from '../../domain/permission.ts';
import { plural } from '../../domain/text/numbers.ts';
import { startHandover } from '../../usecases/cases/start-handover.ts';
import { maxAccounts } from '../../usecases/people/find-accounts.ts';
import { listAdvisors } from '../../usecases/people/list-advisors.ts';
import { deactivatePerson } from '../../usecases/people/manage-people.ts';
import { viewPerson, type ViewedPerson } from '../../usecases/people/read-people.ts';
import { asAdvisor, type Context, type TypedFormHandler } from '../capability.ts';
import { optionalText, rowId } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import { lastAuthorized, roleOf } from './people-cards.ts';
import { showPerson } from './show-person.ts';

/** Deactivates the person in its state. */
export const deactivateForm = defineForm({
  name: 'deactivate-person',
  state: z.object({ person: rowId }),
  fields: z.object({ to: optionalText }),
});
type State = StateOf<typeof deactivateForm>;
type Values = ValuesOf<typeof deactivateForm>;

const queue = 'queue';

/** Opens the form. */
export async function openDeactivate(context: Context, person: number): Promise<Reply> {
  authorize(asAdvisor(context), 'directory');
  return { kind: 'form', form: await draw(context, {}, deactivateForm.start(context, { person })) };
}

/** What the form does. */
export const handleDeactivate: TypedFormHandler<Values, State> = { render: draw, submit };

async function submit(context: Context, { to }: Values, { person: id }: State): Promise<Reply> {
  const lead = asAdvisor(context);
  const { services, request } = context;
  const person = await viewPerson(services, lead, id);
  await deactivatePerson(services, lead, id, request);
  if (person.kind === 'advisor' && person.openCases > 0) {
    const receiver = to === undefined || to === queue ? null : Number(to);
    const input = { from: id, to: Number.isInteger(receiver) ? receiver : null, reason: `${person.name} was deactivated.` };
    await startHandover(services, lead, input, {
      ...request,
      idempotencyKey: `${request.idempotencyKey}:cases`,
      fingerprint: undefined,
    });
  }
  return { kind: 'done', card: (await showPerson(context, id)).card };
}

async function draw(context: Context, typed: Partial<Values>, state: State): Promise<Form> {
  const lead = asAdvisor(context);
  const person = await viewPerson(context.services, lead, state.person);
  const { name, kind, openCases } = person;
  const receivers = kind === 'advisor' && openCases > 0 ? await receiversOf(context, person) : [];
  return deactivateForm.form(state, {
    title: `Deactivate ${kind}`,
    submit: 'Deactivate',
    intro: [
      { kind: 'text', text: [{ bold: name }, ` · ${roleOf(person)}`] },
      {
        kind: 'text',
        text: ['Access and notifications end at once. Cases, posts and history keep the name. You can reactivate them.'],
      },
      ...whatHappens(person),
      ...lastAuthorized(person),
    ],
    fields:
      receivers.length === 0
        ? []
        : [
            {
              kind: 'choice',
              name: 'to',
              label: 'Hand open cases to',
              required: true,
              options: receivers,
              initial: typed.to ?? queue,
            },
          ],
  });
}

function whatHappens({ kind, openCases, isOnCall, accountName }: ViewedPerson): Element[] {
  const cases = plural(openCases, 'open case');
  const contactCases = `${cases} ${openCases === 1 ? 'stays' : 'stay'} open. The Authorized Contacts of ${accountName ?? 'the account'} can go on with ${openCases === 1 ? 'it' : 'them'}.`;
  return [
    ...(openCases > 0 && kind === 'contact' ? [{ kind: 'text' as const, text: [contactCases] }] : []),
    ...(openCases > 0 && kind === 'advisor' ? [{ kind: 'text' as const, text: [`${cases} will be handed over.`] }] : []),
    ...(isOnCall ? [{ kind: 'text' as const, text: ['They are on call. Their turns are skipped.'] }] : []),
  ];
}

async function receiversOf({ services }: Context, { id }: ViewedPerson): Promise<Option[]> {
  const others = (await listAdvisors(services)).filter((one) => one.id !== id).slice(0, maxAccounts - 1);
  return [{ label: 'The queue', value: queue }, ...others.map((one) => ({ label: one.name, value: String(one.id) }))];
}
