// Handles the button *Send to contact* under the answer of an internal team in the queue's thread. The advisor edits the text first,
// because what teams write is internal.
import { z } from 'zod';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isOpen } from '../../domain/status.ts';
import { teamAnswer } from '../../usecases/cases/add-note.ts';
import type { PostDelivery } from '../../usecases/case-delivery.ts';
import { answerToSendOn, sendToContact as sendOnCase } from '../../usecases/cases/send-to-contact.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText, rowId } from '../codecs.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Card, Element, Form } from '../../cards/elements.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { maxFieldLength } from './form-limits.ts';
import { truncate } from '../../cards/visible-text.ts';

const sendForm = defineForm({
  name: 'send-on',
  state: z.object({ number: caseNumber, answer: rowId }),
  fields: z.object({ post: fieldText }),
});

/** Sends a team's answer to the contact in the advisor's name. */
export const sendToContact: Capability = {
  actions: [
    actions.sendToContact.handle({
      opensForm: true,
      run: async (context, { number, post }) => ({
        kind: 'form',
        form: await draw(context, sendForm.start(context, { number, answer: post })),
      }),
    }),
  ],
  forms: [
    sendForm.handle({
      render: (context, _typed, state) => draw(context, state),
      submit: async (context, { post }, { number }) => {
        await sendOnCase(context.services, asAdvisor(context), { number, text: post }, context.request);
        return { kind: 'done' };
      },
    }),
  ],
};

async function draw(context: Context, state: StateOf<typeof sendForm>): Promise<Form> {
  const { number, answer } = state;
  const { authorName, body } = await answerToSendOn(context.services, asAdvisor(context), number, answer);
  const tooLong: Element[] =
    body.length > maxFieldLength
      ? [
          {
            kind: 'context',
            text: [`Only the first ${formatCount(maxFieldLength)} characters fit here. Send the rest as a post.`],
          },
        ]
      : [];
  return sendForm.form(state, {
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
        initial: truncate(body, maxFieldLength),
      },
    ],
  });
}

/** Adds the button to a team's answer in the queue's thread; returns every other card unchanged. */
export function withSendToContact(card: Card, { post, side, team, case: of }: PostDelivery): Card {
  const isAnswer = post?.kind === 'note' && post.action === teamAnswer;
  if (!isAnswer || side !== 'advisor' || team !== null || !isOpen(of.status)) return card;
  const button = actions.sendToContact.button({ number: of.number, post: post.id }, 'Send to contact');
  return {
    ...card,
    elements: [...card.elements, { kind: 'actions', actions: [button] }],
  };
}
