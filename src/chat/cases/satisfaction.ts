// Handles the buttons under *How did we do?*: each records an answer at once in the chat. From an email they open a page first, because mail
// scanners open links; the same form adds a comment or changes the answer. Who is asked and when: usecases/ask-satisfaction.ts.
import { z } from 'zod';
import type { Card, Form } from '../../cards/elements.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { scoreLabels, scores, type Score } from '../../domain/satisfaction.ts';
import { rateCase, readFeedback } from '../../usecases/cases/rate-case.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { maxPostLength } from '../../usecases/text-input.ts';
import { actions } from '../actions.ts';
import { asContact, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText, oneOf } from '../codecs.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import { textCard } from '../replies.ts';
import { changed } from './view.ts';

const form = defineForm({
  name: 'rate-form',
  state: z.object({ number: caseNumber, score: z.enum(scores) }),
  fields: z.object({ score: oneOf(scores), comment: fieldText }),
});

type State = StateOf<typeof form>;

/** Records what the contact of a closed case says about it. */
export const satisfaction: Capability = {
  actions: [
    actions.rate.handle({
      run: async (context, { number, score }) => {
        await rateCase(context.services, asContact(context), { number, score }, context.request);
        return changed(context, number, thanks(number));
      },
    }),
    actions.rateForm.handle({
      opensForm: true,
      run: async (context, value) => ({ kind: 'form', form: await render(context, form.start(context, value)) }),
    }),
  ],
  forms: [
    form.handle({
      render: (context, _typed, state) => render(context, state),
      submit: async (context, { score, comment }, state) => {
        const rating = { number: state.number, score: score ?? state.score, comment };
        await rateCase(context.services, asContact(context), rating, context.request);
        return { kind: 'done', card: thanksCard(state.number, rating.score) };
      },
    }),
  ],
};

/** @throws CaseError unknown-case, not-allowed for anybody but the contact who was asked */
async function render(context: Context, state: State): Promise<Form> {
  const { services } = context;
  const { case: shown } = await viewCase(services, context.person, state.number);
  const name = formatCaseNumber(shown.number);
  const asked = await readFeedback(services, asContact(context), shown.number);
  if (!asked) throw new CaseError('not-allowed', `Only the contact of ${name} can rate it, when it is closed.`);
  return form.form(state, {
    title: 'How did we do?',
    submit: 'Send',
    intro: [{ kind: 'context', text: [`${name} · ${shown.subject}`] }],
    fields: [
      {
        kind: 'choice',
        name: 'score',
        label: 'How did we do?',
        required: true,
        options: scores.map((score) => ({ label: scoreLabels[score], value: score })),
        initial: state.score,
      },
      {
        kind: 'paragraph',
        name: 'comment',
        label: 'Comment',
        hint: 'Only advisors see it.',
        max: maxPostLength,
        ...(asked.comment === null ? {} : { initial: asked.comment }),
      },
    ],
  });
}

const thanks = (number: number): string => `Thanks for your feedback on ${formatCaseNumber(number)}.`;

function thanksCard(number: number, score: Score): Card {
  const card = textCard(thanks(number), [`You answered ${scoreLabels[score]}.`]);
  const view = actions.view.button(number, 'View case');
  return { ...card, title: 'Thank you', elements: [...card.elements, { kind: 'actions', actions: [view] }] };
}
