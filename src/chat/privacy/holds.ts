// Legal holds, `hold`, for leads: lists them, places and lifts them. What a hold keeps is in db/legal-holds.ts.
import { z } from 'zod';
import type { Card, Form } from '../../cards/elements.ts';
import { can } from '../../domain/permission.ts';
import { liftHold, listHolds, placeHold, type ListedHold } from '../../usecases/privacy/legal-hold.ts';
import { authorizeRequester } from '../../usecases/privacy/requester.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { fieldText, plainText } from '../codecs.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import type { CardReply } from '../replies.ts';
import { requesterOf } from './requester.ts';

const holdForm = defineForm({
  name: 'place-hold',
  // what was typed after the command
  state: z.object({ subject: plainText }),
  fields: z.object({ subject: fieldText, reason: fieldText }),
});
type Values = ValuesOf<typeof holdForm>;

/** Shows, places and lifts legal holds. */
export const holds: Capability = {
  commands: [
    defineCommand({
      name: 'hold',
      usage: '[CB-123, email address or account]',
      description: 'legal holds, which keep data from being erased: see, place and lift them',
      topic: 'directory',
      example: 'hold CB-123',
      formButton: 'Place hold',
      availableTo: (person) => can(person, 'privacy'),
      maxWords: 1,
      args: anyText,
      opensForm: (text) => text !== '',
      run: async (context, text) => (text === '' ? show(context) : open(context, text)),
    }),
  ],
  actions: [
    actions.holds.handle({ run: (context) => show(context) }),
    actions.placeHold.handle({ opensForm: true, run: (context) => open(context, '') }),
    actions.liftHold.handle({
      run: async (context, id) => {
        const { subject } = await liftHold(context.services, requesterOf(context), id);
        return { ...(await show(context, `Lifted the hold on ${subject}.`)), replace: true };
      },
    }),
  ],
  forms: [holdForm.handle({ render: async (context, typed, state) => draw(context, typed, state), submit })],
};

async function show(context: Context, done?: string): Promise<CardReply> {
  return { kind: 'card', card: holdsCard(await listHolds(context.services, requesterOf(context)), done) };
}

async function open(context: Context, subject: string): Promise<Reply> {
  return { kind: 'form', form: draw(context, {}, holdForm.start(context, { subject })) };
}

async function submit(context: Context, { subject, reason }: Values): Promise<Reply> {
  const { name } = await placeHold(context.services, requesterOf(context), { subject, reason });
  const { card } = await show(context, `Placed a hold on ${name}. Nothing of it is erased until a lead lifts it.`);
  return { kind: 'done', card };
}

/** Holds that one message lists. */
const maxListed = 20;

function holdsCard(all: readonly ListedHold[], done: string | undefined): Card {
  return {
    summary: 'Legal holds',
    title: 'Legal holds',
    elements: [
      ...(done === undefined ? [] : [{ kind: 'callout' as const, tone: 'good' as const, text: [done] }]),
      { kind: 'heading', text: 'Legal holds' },
      {
        kind: 'context',
        text: ['While a hold is in force, nothing of its case, person or account is erased or removed by retention.'],
      },
      ...(all.length === 0 ? [{ kind: 'text' as const, text: ['No legal holds in force.'] }] : []),
      ...all.slice(0, maxListed).map(({ id, subject, reason, placedBy, placedAt }) => ({
        kind: 'listItem' as const,
        text: [{ bold: subject }, ` ${reason}`],
        detail: [`Placed by ${placedBy} · `, { at: placedAt, as: 'moment' as const }],
        button: actions.liftHold.button(id, 'Lift hold'),
      })),
      ...(all.length > maxListed
        ? [{ kind: 'context' as const, text: [`Showing the newest ${maxListed} of ${all.length}.`] }]
        : []),
      { kind: 'actions', actions: [actions.placeHold.button(undefined, 'Place hold')] },
    ],
  };
}

function draw(context: Context, typed: Partial<Values>, state: StateOf<typeof holdForm>): Form {
  authorizeRequester(requesterOf(context));
  return holdForm.form(state, {
    title: 'Place legal hold',
    submit: 'Place hold',
    intro: [{ kind: 'text', text: ['Nothing of it is erased or removed by retention until a lead lifts the hold.'] }],
    fields: [
      {
        ...{ kind: 'line', name: 'subject', label: 'Case, person or account', required: true, max: 320 },
        hint: 'A case number, an email address, or the key or name of an account.',
        initial: typed.subject ?? state.subject,
      },
      {
        ...{ kind: 'line', name: 'reason', label: 'Reason', required: true, max: 200 },
        hint: 'Such as the name of the lawsuit. Advisors see it on the case.',
        initial: typed.reason,
      },
    ],
  });
}
