// What the buttons of the email about a closed case do (closed-reply-card.ts): the forms of *Reopen case*, *Post* and *Open a case*, filled in with what
// the person wrote by email. When it is sent: usecases/mail/offer-after-closing.ts.
import { z } from 'zod';
import { unlessUnchanged } from '../../cards/as-typed.ts';
import type { Form } from '../../cards/elements.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { openAfterClosing, readOwnPost } from '../../usecases/mail/reply-after-closing.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import { asContact, type Capability, type Context } from '../capability.ts';
import { caseNumber, fieldText, requiredText, rowId } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import { textCard } from '../replies.ts';
import { postField } from '../text-form.ts';
import { reopen } from './contact-commands.ts';
import { post } from './post.ts';

const form = defineForm({
  name: 'open-with',
  state: z.object({ number: caseNumber, post: rowId }),
  fields: z.object({ subject: requiredText('Enter a subject.'), text: fieldText }),
});

/** Handles what the author of an email on a closed case chooses to do with it. */
export const closedReply: Capability = {
  actions: [
    actions.reopenWith.handle({
      opensForm: true,
      run: async (context, of) => {
        const { case: shown } = await viewCase(context.services, context.person, of.number);
        // the link may be used after the last day
        if (shown.status === 'Closed' && !shown.canReopen)
          return { kind: 'form', form: await draw(context, {}, form.start(context, of)) };
        return reopen.open(context, of.number, await written(context, of.post));
      },
    }),
    actions.postWith.handle({
      opensForm: true,
      run: async (context, of) => post.open(context, of.number, await written(context, of.post)),
    }),
    actions.openWith.handle({
      opensForm: true,
      run: async (context, of) => ({ kind: 'form', form: await draw(context, {}, form.start(context, of)) }),
    }),
  ],
  forms: [
    form.handle({
      render: draw,
      submit: async (context, { subject, text }, { number: previous, post }) => {
        const input = { previous, subject, text: unlessUnchanged(text, await written(context, post)) };
        const opened = await openAfterClosing(context.services, asContact(context), input, context.request);
        if (opened === 'repeat') return { kind: 'done', card: textCard('Your case is open.') };
        const card = textCard(`${formatCaseNumber(opened.number)} is open.`, ["We'll email you when there's news."]);
        const view = actions.view.button(opened.number, 'View case');
        return { kind: 'done', card: { ...card, elements: [...card.elements, { kind: 'actions', actions: [view] }] } };
      },
    }),
  ],
};

const written = (context: Context, postId: number): Promise<string> => readOwnPost(context.services, asContact(context), postId);

async function draw(context: Context, typed: Partial<ValuesOf<typeof form>>, state: StateOf<typeof form>): Promise<Form> {
  const { case: shown } = await viewCase(context.services, context.person, state.number);
  return form.form(state, {
    title: 'Open a case',
    submit: 'Open a case',
    intro: [{ kind: 'context', text: [`Follows up on ${formatCaseNumber(shown.number)} · ${shown.subject}`] }],
    fields: [
      {
        kind: 'line',
        name: 'subject',
        label: 'Subject',
        required: true,
        max: maxLengths.subject,
        initial: typed.subject ?? `Follow-up: ${shown.subject}`.slice(0, maxLengths.subject),
      },
      postField({ name: 'text', label: 'Description', initial: typed.text, proposed: await written(context, state.post) }),
    ],
  });
}
