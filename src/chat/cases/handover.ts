// Handles `handover`: moves all open cases of an advisor to a colleague or back to the queue, for vacations, illness or a new job.
// A single case is moved with `assign`. Leads hand over anybody's cases, advisors only their own.
import { z } from 'zod';
import type { Advisor } from '../../domain/person.ts';
import { casesToHandOver, startHandover } from '../../usecases/cases/start-handover.ts';
import { listAdvisors } from '../../usecases/people/list-advisors.ts';
import { maxOptions } from './form-limits.ts';
import { asAdvisor, advisorsOnly, type Capability, type Context } from '../capability.ts';
import { chosenId, requiredText } from '../codecs.ts';
import { defineCommand, noArguments } from '../define-command.ts';
import { postField } from '../text-form.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Element, Form, Option } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { textCard } from '../replies.ts';
import { formatCount, plural } from '../../domain/text/numbers.ts';

const queue = 'queue';

/** The queue, or the id of an advisor. */
const receiver: z.ZodType<number | typeof queue, string | undefined> = z.union(
  [z.literal(queue), chosenId('Choose an active advisor or the queue.')],
  {
    error: 'Choose an active advisor or the queue.',
  },
);

const handoverForm = defineForm({
  name: 'handover',
  fields: z.object({ from: chosenId('Choose an advisor.'), to: receiver, reason: requiredText('Enter a reason.') }),
});
type Values = ValuesOf<typeof handoverForm>;

/** Moves all open cases of an advisor. */
export const handover: Capability = {
  commands: [
    defineCommand({
      name: 'handover',
      description: 'hand over all open cases to a colleague or the queue',
      topic: 'assignment',
      example: 'handover',
      formButton: 'Hand over cases',
      availableTo: advisorsOnly,
      maxWords: 0,
      args: noArguments,
      opensForm: true,
      run: async (context) => ({ kind: 'form', form: await draw(context, {}, handoverForm.start(context, {})) }),
    }),
  ],
  forms: [handoverForm.handle({ render: draw, submit })],
};

async function submit(context: Context, { from, to, reason }: Values): Promise<Reply> {
  const input = { from, to: to === queue ? null : to, reason };
  const outcome = await startHandover(context.services, asAdvisor(context), input, context.request);
  if (outcome === 'repeat') return { kind: 'done' };
  const { total, done } = outcome;
  const move = `${plural(total, 'open case')} from ${outcome.from} to ${outcome.to ?? 'the queue'}`;
  const card = done
    ? textCard(`Moved ${move}.`)
    : textCard(`Moving ${move}.`, ['This takes a few minutes. Type handover to see the progress.']);
  return { kind: 'done', card };
}

async function draw(context: Context, values: Partial<Values>, state: StateOf<typeof handoverForm>): Promise<Form> {
  const advisor = asAdvisor(context);
  const others = (await listAdvisors(context.services)).filter(({ id }) => id !== advisor.id);
  const colleagues = others.slice(0, maxOptions - 1).map(optionOf);
  const hint = others.length >= maxOptions ? `Showing ${maxOptions - 1} of ${formatCount(others.length)} advisors.` : undefined;
  const mine = optionOf(advisor);
  const chosen = String(advisor.lead ? (values.from ?? advisor.id) : advisor.id);
  const givers = advisor.lead ? [mine, ...colleagues] : [mine];
  const takers = [...(advisor.lead ? [mine] : []), ...colleagues].filter(({ value }) => value !== chosen);
  const to = values.to === undefined ? undefined : String(values.to);
  return handoverForm.form(state, {
    title: 'Hand over cases',
    submit: 'Hand over',
    intro: await casesToMove(context, givers.find(({ value }) => value === chosen) ?? mine),
    fields: [
      { kind: 'choice', name: 'from', label: 'From', required: true, refreshes: true, options: givers, initial: chosen, hint },
      {
        kind: 'choice',
        name: 'to',
        label: 'To',
        required: true,
        options: [{ label: 'The queue', value: queue }, ...takers].slice(0, maxOptions),
        initial: to === chosen ? undefined : to,
        hint,
      },
      postField({
        name: 'reason',
        label: 'Reason',
        hint: 'Shown in the history, advisors only.',
        initial: values.reason,
      }),
    ],
  });
}

async function casesToMove(context: Context, { label, value }: Option): Promise<Element[]> {
  const { open, moving } = await casesToHandOver(context.services, Number(value));
  return [
    { kind: 'text', text: [whatMoves(label, open)] },
    ...moving.map(({ total, remaining }): Element => ({
      kind: 'context',
      text: [`In progress: ${formatCount(total - remaining.length)} of ${plural(total, 'case')} moved.`],
    })),
  ];
}

function optionOf({ id, name }: Pick<Advisor, 'id' | 'name'>): Option {
  return { label: name, value: String(id) };
}

function whatMoves(name: string, open: number): string {
  if (open === 0) return `${name} has no open cases.`;
  if (open === 1) return `${name}'s open case will be reassigned.`;
  return `All ${formatCount(open)} of ${name}'s open cases will be reassigned.`;
}
