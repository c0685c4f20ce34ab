// Handles links in emails. Mail scanners open links as well, so opening a link only shows a page; the button on that page acts.
import { randomUUID } from 'node:crypto';
import { CaseError } from '../domain/case-error.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import type { Permission } from '../domain/permission.ts';
import { statusLabel } from '../domain/status.ts';
import { personByMail } from '../usecases/people/person-by-mail.ts';
import { viewCase } from '../usecases/cases/view-case.ts';
import type { Services } from '../usecases/context.ts';
import { checkNow } from './allowed-now.ts';
import type { Context, Values } from './capability.ts';
import { actions } from './actions.ts';
import type { Action } from './define-action.ts';
import type { Card, Form } from '../cards/elements.ts';
import type { Reply } from './interaction.ts';
import { errorReply } from './error-reply.ts';
import { actionHandlers, formHandlers } from './registry.ts';
import { errorCard, reply } from './replies.ts';
import { pendingElements } from './text-form.ts';

/** The content of a link: the address of the email's recipient, and the action with its value. */
export interface MailLink {
  address: string;
  action: string;
  value: string;
}

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
}

/** An action that happens at once in chat; in an email, its link opens a form to confirm it. */
interface Confirmation {
  permission: Permission;
  title: string;
  submit: string;
  does: string;
}

/** How an action works from an email. */
interface MailAction {
  /** Reads the number of the case from the value. @throws CaseError old-button */
  caseOf: (value: string) => number;
  /** absent where the action only shows a card or a form */
  confirmation?: Confirmation;
}

const onCase = (action: Action<number>, confirmation?: Confirmation): [string, MailAction] => [
  action.name,
  { caseOf: (value) => action.decode(value), confirmation },
];
const onPage = (action: Action<{ number: number; page: number }>): [string, MailAction] => [
  action.name,
  { caseOf: (value) => action.decode(value).number },
];

/** The actions that an email can offer, by name. */
const mailActions: ReadonlyMap<string, MailAction> = new Map([
  onCase(actions.view),
  onPage(actions.feed),
  onCase(actions.files),
  onPage(actions.filesPage),
  onCase(actions.addFiles),
  onCase(actions.history),
  onPage(actions.historyPage),
  onCase(actions.recipients),
  onCase(actions.addRecipient),
  onCase(actions.removeRecipient),
  onCase(actions.answer),
  onCase(actions.post),
  onCase(actions.decline),
  onCase(actions.close),
  onCase(actions.reopen),
  onCase(actions.confirm, {
    permission: 'confirm',
    title: 'Close case',
    submit: 'Yes, close case',
    does: 'This confirms the resolution and closes the case.',
  }),
  onCase(actions.addMe, {
    permission: 'recipient-self',
    title: 'Add me',
    submit: 'Add me',
    does: 'This adds you to the notifications on this case.',
  }),
  onCase(actions.removeMe, {
    permission: 'recipient-self',
    title: 'Remove me',
    submit: 'Remove me',
    does: 'This removes you from the notifications on this case.',
  }),
]);

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
      return { reader, ...(await pass(context)) };
    } catch (error) {
      if (error instanceof CaseError) return { reader, kind: 'card', card: errorCard(error) };
      throw error;
    }
  };
  return {
    leads: (action) => mailActions.has(action),
    open: (link) => through(link, '', async (context) => passed(context, link, await opened(context, link))),
    send: (link, sent) => through(link, sent.state.idempotencyKey ?? newId(), (context) => acted(context, link, sent)),
  };
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
  const { person, accountName, timezone } = found;
  const actor = { person, accountName, timezone, directChannel: '', authorizedContacts: [] };
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

async function opened(context: Context, { action, value }: MailLink): Promise<Reply> {
  const { caseOf, confirmation } = mailAction(context, action);
  if (!confirmation) return (await actionHandlers.get(action)?.run(context, value)) ?? { kind: 'nothing' };
  const viewed = await viewCase(context.services, context.person, caseOf(value));
  checkNow(context, viewed, confirmation.permission);
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
  const { case: shown } = await viewCase(context.services, context.person, mailAction(context, action).caseOf(value));
  const number = formatCaseNumber(shown.number);
  const { card } = reply(`Done. ${number} · ${shown.subject}: ${statusLabel(shown.status)}.`);
  return {
    ...card,
    elements: [...card.elements, { kind: 'actions', actions: [actions.view.button(shown.number, 'View case')] }],
  };
}
