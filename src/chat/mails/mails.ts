// Emails that wait for an advisor: the command `emails`, and the decisions on their cards. Which emails wait, and why, is decided in
// usecases/mail/judge-mail.ts; receiving them is src/mail/in.
import { z } from 'zod';
import { unlessUnchanged } from '../../cards/as-typed.ts';
import type { Form } from '../../cards/elements.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { maxContactLengths } from '../../domain/contact-change.ts';
import { waitingReason, plainSubject } from '../../domain/mail-reason.ts';
import { alreadyDecided, contactFor, dismissMail, openWaitingMail, postWaitingMail } from '../../usecases/mail/decide-mail.ts';
import { listWaitingMails, readWaitingMail, readWholeMail, type MailFacts } from '../../usecases/mail/waiting-mails.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import { advisorsOnly, asAdvisor, type Capability, type Context } from '../capability.ts';
import { fieldText, requiredText, rowId, typedCaseNumber } from '../codecs.ts';
import { defineCommand, pageArgument } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import { textCard, type CardReply } from '../replies.ts';
import { postField } from '../text-form.ts';
import { mailCard, mailsCard, wholeMailCard } from './mail-cards.ts';

const state = z.object({ mail: rowId });
const contact = requiredText("Enter the contact's email address.");
const postForm = defineForm({
  name: 'post-mail',
  state,
  fields: z.object({ number: typedCaseNumber, contact, text: fieldText }),
});
const openForm = defineForm({
  name: 'open-mail',
  state,
  fields: z.object({ contact, subject: requiredText('Enter a subject.'), text: requiredText('Enter a description.') }),
});

/** Lists emails that wait, and decides about them. */
export const mails: Capability = {
  commands: [
    defineCommand({
      name: 'emails',
      usage: '[page]',
      description: 'emails that were not posted and wait for an advisor',
      topic: 'find',
      example: 'emails',
      availableTo: advisorsOnly,
      maxWords: 1,
      args: pageArgument,
      run: list,
    }),
  ],
  actions: [
    actions.mails.handle({ run: list }),
    actions.mailsPage.handle({ run: async (context, page) => ({ ...(await list(context, page)), replace: true }) }),
    actions.mail.handle({ opensForm: true, run: show }),
    actions.wholeMail.handle({
      opensForm: true,
      run: async (context, { of, id, page }) => {
        const which = of === 'mail' ? { mailId: id } : { postId: id };
        const whole = await readWholeMail(context.services, asAdvisor(context), which, page);
        return { kind: 'card', card: wholeMailCard({ of, id }, whole), ...(page > 1 ? { replace: true } : {}) };
      },
    }),
    actions.dismissMail.handle({
      run: async (context, id) => {
        await dismissMail(context.services, asAdvisor(context), id, context.request);
        return { kind: 'nothing', toast: 'Email dismissed.', card: (await show(context, id)).card };
      },
    }),
    actions.postMail.handle({
      opensForm: true,
      run: async (context, mail) => ({ kind: 'form', form: await drawPost(context, {}, postForm.start(context, { mail })) }),
    }),
    actions.openMail.handle({
      opensForm: true,
      run: async (context, mail) => ({ kind: 'form', form: await drawOpen(context, {}, openForm.start(context, { mail })) }),
    }),
  ],
  forms: [
    postForm.handle({
      render: drawPost,
      submit: async (context, { number, contact: address, text }, { mail }) => {
        const { case: of } = await viewCase(context.services, asAdvisor(context), number);
        const named = await contactFor(context.services, address, of.account.id);
        await postWaitingMail(
          context.services,
          asAdvisor(context),
          { mailId: mail, contact: named, text: await written(context, mail, text), number },
          context.request,
        );
        return { kind: 'done', card: textCard(`Posted to ${formatCaseNumber(number)} as ${named.name}.`) };
      },
    }),
    openForm.handle({
      render: drawOpen,
      submit: async (context, { contact: address, subject, text }, { mail }) => {
        const named = await contactFor(context.services, address);
        const input = { mailId: mail, contact: named, subject, text: await written(context, mail, text) };
        const { number } = await openWaitingMail(context.services, asAdvisor(context), input, context.request);
        return { kind: 'done', card: textCard(`${formatCaseNumber(number)} is open for ${named.name}.`) };
      },
    }),
  ],
};

async function list(context: Context, page: number): Promise<CardReply> {
  return { kind: 'card', card: mailsCard(await listWaitingMails(context.services, asAdvisor(context), page)) };
}

async function show(context: Context, id: number): Promise<CardReply> {
  return { kind: 'card', card: mailCard(await readWaitingMail(context.services, asAdvisor(context), id)) };
}

/** Returns the text that the form stands for: the email's own where nobody changed it. */
async function written(context: Context, mail: number, text: string): Promise<string> {
  return unlessUnchanged(text, (await readWaitingMail(context.services, asAdvisor(context), mail)).text);
}

async function undecided(context: Context, id: number): Promise<MailFacts> {
  const facts = await readWaitingMail(context.services, asAdvisor(context), id);
  if (facts.state === 'waiting') return facts;
  const { state, case: of, decidedBy } = facts;
  throw alreadyDecided({ state, case: of, decidedBy: decidedBy === null ? null : { name: decidedBy } });
}

function introOf({ from, reason }: MailFacts): Form['intro'] {
  return [{ kind: 'context', text: [`From ${from.name} (${from.address}). ${waitingReason(reason)}`] }];
}

function closedNote({ case: of }: MailFacts): Form['intro'] {
  if (!of?.isClosed) return [];
  const number = formatCaseNumber(of.number);
  return [{ kind: 'context', text: [`${number} stays closed. The contact gets an email that offers to reopen it.`] }];
}

/** The contact who is proposed: the sender, or the person for whom the reply address was made. */
const proposed = ({ person, from }: MailFacts): string => (person?.kind === 'contact' ? person.email : from.address);

const contactField = (facts: MailFacts, typed: string | undefined): Form['fields'][number] => ({
  kind: 'line',
  name: 'contact',
  label: 'Contact',
  hint: 'Email address. It counts as theirs.',
  required: true,
  max: maxContactLengths.email,
  initial: typed ?? proposed(facts),
});

async function drawPost(
  context: Context,
  typed: Partial<ValuesOf<typeof postForm>>,
  state: StateOf<typeof postForm>,
): Promise<Form> {
  const facts = await undecided(context, state.mail);
  const number = typed.number ?? facts.case?.number;
  return postForm.form(state, {
    title: 'Post email',
    submit: 'Post',
    intro: [...introOf(facts), ...closedNote(facts)],
    fields: [
      {
        kind: 'line',
        name: 'number',
        label: 'Case',
        required: true,
        max: 20,
        initial: number === undefined ? undefined : formatCaseNumber(number),
      },
      contactField(facts, typed.contact),
      postField({
        name: 'text',
        label: 'Post',
        hint: 'Visible to everyone on the case.',
        initial: typed.text,
        proposed: facts.text,
      }),
    ],
  });
}

async function drawOpen(
  context: Context,
  typed: Partial<ValuesOf<typeof openForm>>,
  state: StateOf<typeof openForm>,
): Promise<Form> {
  const facts = await undecided(context, state.mail);
  return openForm.form(state, {
    title: 'Open a case',
    submit: 'Open a case',
    intro: introOf(facts),
    fields: [
      contactField(facts, typed.contact),
      {
        kind: 'line',
        name: 'subject',
        label: 'Subject',
        required: true,
        max: maxLengths.subject,
        initial: typed.subject ?? plainSubject(facts.subject),
      },
      postField({ name: 'text', label: 'Description', initial: typed.text, proposed: facts.text }),
    ],
  });
}
