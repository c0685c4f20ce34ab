// Handles the button *Send to contact* under the answer of an internal team in the queue's thread. The advisor edits the text first,
// because what teams write is internal.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isOpen } from '../../domain/status.ts';
import { teamAnswer } from '../../usecases/cases/add-note.ts';
import type { CaseDelivery } from '../../usecases/case-facts.ts';
import { answerToSendOn, sendToContact as sendOnCase } from '../../usecases/cases/send-to-contact.ts';
import { asAdvisor, type Capability, type Context, type Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Card, Element, Form } from '../../cards/elements.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { maxFieldLength } from './form-limits.ts';

/** Sends a team's answer to the contact in the advisor's name. */
export const sendToContact: Capability = {
  actions: {
    /** value: `<case number> <the answer's post id>` */
    'send-on': {
      opensForm: true,
      run: async (context, value) => {
        const [number = '', answer = ''] = value.split(' ');
        return { kind: 'form', form: await sendOnForm(context, { idempotencyKey: context.newId(), number, answer }) };
      },
    },
  },
  forms: {
    'send-on': {
      render: (context, _values, state) => sendOnForm(context, state),
      submit: async (context, values, state) => {
        const input = { number: carriedNumber(state.number), text: values.post ?? '' };
        await sendOnCase(context.services, asAdvisor(context), input, context.request);
        return { kind: 'done' };
      },
    },
  },
};

async function sendOnForm(context: Context, state: Values): Promise<Form> {
  const number = carriedNumber(state.number);
  const { authorName, body } = await answerToSendOn(context.services, asAdvisor(context), number, carriedNumber(state.answer));
  const tooLong: Element[] =
    body.length > maxFieldLength
      ? [
          {
            kind: 'context',
            text: [`Only the first ${formatCount(maxFieldLength)} characters fit here. Send the rest as a post.`],
          },
        ]
      : [];
  return {
    name: 'send-on',
    title: 'Send to contact',
    submit: 'Send to contact',
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · Send ${authorName}'s answer as yourself`] }, ...tooLong],
    fields: [
      {
        kind: 'paragraph',
        name: 'post',
        label: 'Message to contact',
        hint: 'Remove anything internal.',
        required: true,
        max: maxFieldLength,
        initial: body.slice(0, maxFieldLength),
      },
    ],
    state,
  };
}

/** Adds the button to a team's answer in the queue's thread; returns every other card unchanged. */
export function withSendToContact(card: Card, { post, side, team, case: of }: CaseDelivery): Card {
  const isAnswer = post?.kind === 'note' && post.action === teamAnswer;
  if (!isAnswer || side !== 'advisor' || team !== null || !isOpen(of.status)) return card;
  const value = `${of.number} ${post.id}`;
  return {
    ...card,
    elements: [
      ...card.elements,
      { kind: 'actions', actions: [{ kind: 'button', label: 'Send to contact', action: 'send-on', value }] },
    ],
  };
}
