// A team's answer stands in the queue's thread with a way to send it on to the contact.
import { formatNumber } from '../../domain/case-number.ts';
import { isOpen } from '../../domain/status.ts';
import { teamAnswer } from '../../usecases/cases/add-note.ts';
import type { CaseDelivery } from '../../usecases/case-facts.ts';
import { answerToSendOn, sendOn as sendOnCase } from '../../usecases/cases/send-to-contact.ts';
import { asAdvisor } from './advisor-commands.ts';
import type { Capability, Turn, Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Card, Element, Form } from '../../cards/elements.ts';
import { longestTyped } from './open-form.ts';

export const sendOn: Capability = {
  presses: {
    /** value: `<case number> <the answer's post id>` */
    'send-on': {
      opensForm: true,
      press: async (turn, value) => {
        const [number = '', answer = ''] = value.split(' ');
        return { kind: 'form', form: await sendOnForm(turn, { receipt: turn.newId(), number, answer }) };
      },
    },
  },
  forms: {
    'send-on': {
      draw: (turn, _values, carries) => sendOnForm(turn, carries),
      submit: async (turn, values, carries) => {
        const input = { number: carriedNumber(carries.number), text: values.post ?? '' };
        await sendOnCase(turn.work, asAdvisor(turn), input, turn.said);
        return { kind: 'done' };
      },
    },
  },
};

async function sendOnForm(turn: Turn, carries: Values): Promise<Form> {
  const number = carriedNumber(carries.number);
  const { authorName, body } = await answerToSendOn(turn.work, asAdvisor(turn), number, carriedNumber(carries.answer));
  const tooLong: Element[] =
    body.length > longestTyped
      ? [{ kind: 'quiet', words: [`Only its first ${longestTyped} characters fit here; send the rest as a post.`] }]
      : [];
  return {
    name: 'send-on',
    title: 'Send to contact',
    submit: 'Send to contact',
    intro: [{ kind: 'quiet', words: [`${formatNumber(number)} · The answer of ${authorName}, in your name:`] }, ...tooLong],
    fields: [
      {
        kind: 'paragraph',
        name: 'post',
        label: 'What the contact reads',
        hint: 'Take out what is internal.',
        required: true,
        max: longestTyped,
        initial: body.slice(0, longestTyped),
      },
    ],
    carries,
  };
}

/** The note as it stands in the queue's thread; everywhere else it has no button. */
export function withSendOn(card: Card, { post, side, team, case: of }: CaseDelivery): Card {
  const isAnswer = post?.kind === 'note' && post.action === teamAnswer;
  if (!isAnswer || side !== 'advisor' || team !== null || !isOpen(of.status)) return card;
  const value = `${of.number} ${post.id}`;
  return {
    ...card,
    elements: [
      ...card.elements,
      { kind: 'controls', controls: [{ kind: 'button', label: 'Send to contact', action: 'send-on', value }] },
    ],
  };
}
