// Manages the notification recipients of a case (process.md): contacts and advisors add and remove Authorized Contacts, Read-Only
// contacts add and remove only themselves. How much a recipient hears is notify.ts; who is in the directory is not changed here.
import { z } from 'zod';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { offersContactChange } from '../../domain/case-type.ts';
import { contactTypeLabel } from '../../domain/contact-change.ts';
import { can, authorize } from '../../domain/permission.ts';
import { isAuthorized } from '../../domain/person.ts';
import { formatCount, formatList } from '../../domain/text/numbers.ts';
import { addRecipient, listRecipients, removeRecipient, type Recipients } from '../../usecases/notifications/recipients.ts';
import type { Outcome } from '../../usecases/context.ts';
import { actions } from '../actions.ts';
import { everyone, type ActionHandler, type Capability, type Context, type FormHandler } from '../capability.ts';
import { caseNumber, fieldText } from '../codecs.ts';
import type { Action } from '../define-action.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { defineForm, type FormDefinition } from '../define-form.ts';
import type { Button, Card, Element, Field, Form } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { levelLabels } from './notify.ts';

const state = z.object({ number: caseNumber });
const fields = z.object({ contact: fieldText });
const addForm = defineForm({ name: 'add-recipient', state, fields });
const removeForm = defineForm({ name: 'remove-recipient', state, fields });

/** Shows and changes the recipients of a case. */
export const recipients: Capability = {
  commands: [
    defineCommand({
      name: 'recipients',
      usage: 'CB-123',
      description: 'who gets notified about a case',
      topic: 'notifications',
      example: 'recipients CB-123',
      availableTo: everyone,
      args: caseAndText,
      run: (context, { number }) => show(context, number),
    }),
  ],
  actions: [
    // only for the person who clicked the button, so it opens a modal
    actions.recipients.handle({ opensForm: true, run: show }),
    opensForm(actions.addRecipient, addForm, drawAdd),
    opensForm(actions.removeRecipient, removeForm, drawRemove),
    changesSelf(actions.addMe, addRecipient),
    changesSelf(actions.removeMe, removeRecipient),
  ],
  forms: [
    changesOther(addForm, drawAdd, addRecipient, ({ others }) => others),
    changesOther(removeForm, drawRemove, removeRecipient, removable),
  ],
};

async function show(context: Context, number: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: manageCard(context, await listRecipients(context.services, context.person, number)) };
}

/** This many lines fit in one message on every platform. */
const maxLines = 30;

function manageCard(context: Context, of: Recipients): Card {
  const number = formatCaseNumber(of.number);
  const more = of.recipients.length - maxLines;
  return {
    summary: `Notification recipients of ${number}`,
    title: 'Notification recipients',
    elements: [
      { kind: 'heading', text: `Notification recipients of ${number} · ${of.subject}` },
      ...(of.recipients.length === 0 ? [contextLine('Nobody gets notifications for this case.')] : []),
      ...of.recipients.slice(0, maxLines).map(line),
      ...(more > 0 ? [contextLine(`and ${formatCount(more)} more`)] : []),
      ...hints(context, of).map(contextLine),
      { kind: 'actions', actions: buttons(context, of) },
    ],
  };
}

function contextLine(text: string): Element {
  return { kind: 'context', text: [text] };
}

function line({ name, contactType, level, isCaseContact }: Recipients['recipients'][number]): Element {
  const facts = [contactTypeLabel(contactType), ...(isCaseContact ? ['case contact'] : []), levelLabels[level]];
  return { kind: 'listItem', text: [{ bold: name }], detail: [facts.join(' · ')] };
}

function hints({ person }: Context, of: Recipients): string[] {
  if (!can(person, 'manage-recipients', of.accountId)) return [];
  return [
    ...(of.others.length === 0 ? [`All Authorized Contacts of ${of.accountName} already get notifications.`] : []),
    ...(removable(of).length === 0 ? ["The case contact can't be removed."] : []),
  ];
}

function buttons({ person, services }: Context, of: Recipients): Button[] {
  const { number } = of;
  const isRecipient = of.recipients.some(({ id }) => id === person.id);
  if (!can(person, 'manage-recipients', of.accountId))
    return isRecipient
      ? [
          actions.removeMe.button(number, 'Remove me from notifications on this case'),
          actions.notify.button(number, 'Notifications'),
        ]
      : [actions.addMe.button(number, 'Add me to notifications on this case')];
  const mayModify = isAuthorized(person, of.accountId) && offersContactChange(services.settings);
  return [
    ...(of.others.length > 0 ? [actions.addRecipient.button(number, 'Add')] : []),
    ...(removable(of).length > 0 ? [actions.removeRecipient.button(number, 'Remove')] : []),
    ...(mayModify ? [actions.modifyContacts.button(undefined, 'Modify Support Contacts')] : []),
    ...(isRecipient ? [actions.notify.button(number, 'Notifications')] : []),
    actions.view.button(number, 'View case'),
  ];
}

/** Excludes the case contact, who stays a recipient, and Read-Only contacts, who remove themselves. */
function removable({ recipients: all }: Recipients): { id: number; name: string; email: string }[] {
  return all.filter(({ isCaseContact, contactType }) => !isCaseContact && contactType !== 'readOnly');
}

type State = { number: number; idempotencyKey: string };
type RecipientForm = FormDefinition<State, { contact: string }>;
type Draw = (of: Recipients, state: State) => Form;
type Change = typeof addRecipient;

function opensForm(action: Action<number>, form: RecipientForm, draw: Draw): ActionHandler {
  return action.handle({
    opensForm: true,
    run: async (context, number) => ({
      kind: 'form',
      form: draw(await toManage(context, number), form.start(context, { number })),
    }),
  });
}

function changesOther(form: RecipientForm, draw: Draw, change: Change, optionsOf: (of: Recipients) => Options): FormHandler {
  return form.handle({
    render: async (context, _typed, kept) => draw(await toManage(context, kept.number), kept),
    submit: async (context, { contact }, { number }) => {
      const personId = chosenFrom(optionsOf(await toManage(context, number)), contact);
      await change(context.services, context.person, { number, personId }, context.request);
      return { kind: 'done', card: (await show(context, number)).card };
    },
  });
}

function changesSelf(action: Action<number>, change: (...args: Parameters<Change>) => Promise<Outcome>): ActionHandler {
  return action.handle({
    run: async (context, number) => {
      await change(context.services, context.person, { number, personId: context.person.id }, context.request);
      return { ...(await show(context, number)), replace: true };
    },
  });
}

/** @throws CaseError unknown-case, not-allowed */
async function toManage({ services, person }: Context, number: number): Promise<Recipients> {
  const of = await listRecipients(services, person, number);
  authorize(person, 'manage-recipients', of.accountId);
  return of;
}

function drawAdd(of: Recipients, kept: State): Form {
  return addForm.form(kept, {
    title: 'Add recipient',
    submit: 'Add',
    intro: [contextLine(`${formatCaseNumber(of.number)} · ${of.subject}`), contextLine('Read-Only contacts add themselves.')],
    fields: [contactField(of.others)],
  });
}

function drawRemove(of: Recipients, kept: State): Form {
  const note = "The case contact can't be removed. Read-Only contacts remove themselves.";
  return removeForm.form(kept, {
    title: 'Remove recipient',
    submit: 'Remove',
    intro: [contextLine(`${formatCaseNumber(of.number)} · ${of.subject}`), contextLine(note)],
    fields: [contactField(removable(of))],
  });
}

type Options = readonly { id: number; name: string; email: string }[];

/** Maximum number of options in a form field (Slack: 100). */
const maxOptions = 100;

function contactField(options: Options): Field {
  const common = { name: 'contact', label: 'Contact', required: true };
  if (options.length > maxOptions) return { kind: 'line', ...common, max: 254, hint: 'Email address, or the start of the name.' };
  return {
    kind: 'choice',
    ...common,
    options: options.map(({ id, name, email }) => ({ label: `${name} · ${email}`, value: String(id) })),
  };
}

/**
 * Finds the contact by ID, as chosen from the list, or by email address or the start of the name, as typed.
 * @throws CaseError no-recipient, at its field
 */
function chosenFrom(options: Options, text: string): number {
  const wanted = text.trim().toLowerCase();
  const exact = options.filter(({ id, email }) => String(id) === wanted || email === wanted);
  const found = exact.length > 0 || wanted === '' ? exact : options.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const [first, second] = found;
  if (first && !second) return first.id;
  const names = formatList(found.slice(0, 5).map(({ name, email }) => `${name} (${email})`));
  const message = second ? `Several contacts match: ${names}. Enter the email address.` : 'Choose a contact from the list.';
  throw new CaseError('no-recipient', message, undefined, { contact: message });
}
