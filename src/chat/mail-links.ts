// Handles links in emails. Mail scanners open links as well, so opening a link only shows a page; the button on that page acts.
import { randomUUID } from 'node:crypto';
import { CaseError } from '../domain/case-error.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import { isOpen, statusLabel } from '../domain/status.ts';
import { mailCaseLink } from '../usecases/notifications/mail-case-link.ts';
import { personByMail } from '../usecases/people/person-by-mail.ts';
import { viewCase } from '../usecases/cases/view-case.ts';
import type { Services } from '../usecases/context.ts';
import { inDatabaseScope, runAs } from '../usecases/scope.ts';
import { checkNow } from './allowed-now.ts';
import type { Context, Values } from './capability.ts';
import { actions } from './actions.ts';
import type { Card, Form } from '../cards/elements.ts';
import type { Reply } from './interaction.ts';
import { errorReply } from './error-reply.ts';
import { caseNamedIn, mailActions, type MailAction, type MailLink } from './mail-actions.ts';
import { actionHandlers, formHandlers } from './registry.ts';
import { satisfactionElements } from './cases/satisfaction-card.ts';
import { recordAccess } from './record-access.ts';
import { refusedLinkCard } from './refused-link.ts';
import { textCard } from './replies.ts';
import { pendingElements } from './text-form.ts';
import { createUnsubscribing, type Unsubscribing } from './unsubscribe.ts';

/** The values that the page of a link submits, with the state of its form. */
export interface Sent {
  form: string;
  values: Values;
  state: Values;
}

/** The page that a link opens: a card to read, or a form whose button acts. */
export type Seen = { reader: string } & (
  { kind: 'card'; card: Card } | { kind: 'form'; form: Form; values: Values; mistakes: Readonly<Record<string, string>> }
);

/** Opens links in emails and submits the forms on their pages. */
export interface MailLinks {
  /** Whether an email can offer this action as a link. */
  leads: (action: string) => boolean;
  /** Shows the page of a link and changes nothing. @returns null if the address belongs to no active person */
  open: (link: MailLink) => Promise<Seen | null>;
  /** Submits the page of a link, once for each form that was opened. @returns null if the address belongs to no active person */
  send: (link: MailLink, sent: Sent) => Promise<Seen | null>;
  /** Whether a new link can be mailed in place of one that has expired. */
  canRenew: (link: MailLink) => boolean;
  /** Mails a new link to the case to the address of an expired one, if it still gets notifications for the case. */
  renew: (link: MailLink) => Promise<void>;
  /** What the links to unsubscribe do. */
  unsubscribing: Unsubscribing;
}

/** Creates the handlers for links in emails. @param newId makes the idempotency keys of forms */
export function createMailLinks(services: Services, newId: () => string = randomUUID): MailLinks {
  const through = async (
    link: MailLink,
    idempotencyKey: string,
    pass: (context: Context) => Promise<Passed>,
  ): Promise<Seen | null> => {
    const context = await contextOf(services, newId, link, idempotencyKey);
    if (!context) return null;
    const reader = context.person.name;
    try {
      return { reader, ...(await runAs(context.person, () => pass(context))) };
    } catch (error) {
      if (!(error instanceof CaseError)) throw error;
      return { reader, kind: 'card', card: await refusedLinkCard(context, error, () => caseNamedIn(link)) };
    }
  };
  return inDatabaseScope('page', {
    leads: (action) => mailActions.has(action),
    open: (link) => through(link, '', async (context) => passed(context, link, await opened(context, link))),
    send: (link, sent) => through(link, sent.state.idempotencyKey ?? newId(), (context) => acted(context, link, sent)),
    canRenew: (link) => services.mail && caseNamedIn(link) !== null,
    renew: async (link) => {
      const person = (await personByMail(services, link.address))?.person;
      const number = caseNamedIn(link);
      if (person?.kind === 'contact' && number !== null) await mailCaseLink(services, person, number);
    },
    unsubscribing: inDatabaseScope('page', createUnsubscribing(services)),
  });
}

type Passed = { kind: 'card'; card: Card } | { kind: 'form'; form: Form; values: Values; mistakes: Values };

async function contextOf(
  services: Services,
  newId: () => string,
  { address }: MailLink,
  idempotencyKey: string,
): Promise<Context | null> {
  const found = await personByMail(services, address);
  if (!found) return null;
  const { person, accounts, timezone } = found;
  const actor = { person, accounts, timezone, directChannel: '', anyOpenNotice: true, authorizedContacts: [] };
  return { services, person, actor, speaker: null, request: { idempotencyKey, platform: null }, newId };
}

/** Finds how an action works from an email. @throws CaseError elsewhere, old-button */
function mailAction({ person }: Context, action: string): MailAction {
  // an advisor's page would show internal notes to anyone the email is forwarded to
  if (person.kind !== 'contact')
    throw new CaseError('elsewhere', 'Links in emails are for contacts.', 'Work on the case in chat instead.');
  const found = mailActions.get(action);
  if (!found) throw new CaseError('old-button', "You can't do this from an email.", 'Use your chat with the bot instead.');
  return found;
}

/** The actions that write down themselves what they show. */
const recordsItself: ReadonlySet<string> = new Set(
  [actions.view, actions.feed, actions.files, actions.filesPage, actions.history, actions.historyPage].map(({ name }) => name),
);

async function opened(context: Context, { action, value }: MailLink): Promise<Reply> {
  const { caseOf, confirmation } = mailAction(context, action);
  const recorded = (): void => recordAccess(context, { action: 'page', caseNumber: caseOf(value) ?? undefined, detail: action });
  if (!confirmation) {
    const reply = (await actionHandlers.get(action)?.run(context, value)) ?? { kind: 'nothing' };
    if (!recordsItself.has(action)) recorded();
    return reply;
  }
  const viewed = await viewCase(context.services, context.person, numbered(caseOf(value)));
  checkNow(context, viewed, confirmation.permission);
  recorded();
  const { number, subject } = viewed.case;
  const intro: Form['intro'] = [
    { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
    ...pendingElements(viewed),
    { kind: 'text', text: [confirmation.does] },
  ];
  const state = { idempotencyKey: context.newId(), number: String(number) };
  return {
    kind: 'form',
    form: { name: action, title: confirmation.title, submit: confirmation.submit, intro, fields: [], state },
  };
}

async function acted(context: Context, link: MailLink, { form, values, state }: Sent): Promise<Passed> {
  if (mailAction(context, form).confirmation)
    return passed(context, link, (await actionHandlers.get(form)?.run(context, state.number ?? '')) ?? { kind: 'nothing' });
  const handler = formHandlers.get(form);
  if (!handler) throw new CaseError('old-form', 'This form is from an older version.', 'Open the link again.');
  const reply = await handler.submit(context, values, state).catch((error: unknown) => {
    if (error instanceof CaseError) return errorReply({ kind: 'form-submitted', values }, error);
    throw error;
  });
  if (reply.kind !== 'field-errors') return passed(context, link, reply);
  return { kind: 'form', form: await handler.render(context, values, state), values, mistakes: reply.fields };
}

/** Makes a page from a reply. In chat an empty reply is enough, because the cards change; a page shows the case as it is now. */
async function passed(context: Context, link: MailLink, reply: Reply): Promise<Passed> {
  switch (reply.kind) {
    case 'form':
      return { kind: 'form', form: reply.form, values: {}, mistakes: {} };
    case 'card':
    case 'home':
      return { kind: 'card', card: reply.card };
    case 'done':
      return { kind: 'card', card: reply.card ?? (await doneCard(context, link)) };
    case 'nothing':
      return { kind: 'card', card: await doneCard(context, link) };
    case 'field-errors':
    case 'results':
    case 'options':
      throw new Error(`a link of a mail was answered with ${reply.kind}`);
  }
}

async function doneCard(context: Context, { action, value }: MailLink): Promise<Card> {
  const viewed = await viewCase(context.services, context.person, numbered(mailAction(context, action).caseOf(value)));
  const { case: shown, feedback } = viewed;
  const card = textCard(`Done. ${formatCaseNumber(shown.number)} · ${shown.subject}: ${statusLabel(shown.status)}.`);
  return {
    ...card,
    elements: [
      ...card.elements,
      ...(feedback && feedback.score === null && !isOpen(shown.status)
        ? satisfactionElements({ number: shown.number, score: null, hasComment: false, isMail: true })
        : []),
      { kind: 'actions', actions: [actions.view.button(shown.number, 'View case')] },
    ],
  };
}

/** @throws Error for an action without a case, whose form shows what it did itself */
function numbered(number: number | null): number {
  if (number === null) throw new Error('a link about no case was treated as one about a case');
  return number;
}
