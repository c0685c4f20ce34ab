import { queueChannel } from '../../outbox/enqueue/new-case-conversations.ts';
import type { Case } from '../../db/generated/client.ts';
import type { Advisor } from '../../domain/person.ts';
import { fieldError, formError } from '../../domain/form-errors.ts';
import { isLower, loweredAction, priorities } from '../../domain/priority.ts';
import { formatList } from '../../domain/text/numbers.ts';
import { enqueueCard, ensureDestination, openConversation } from '../../outbox/enqueue/index.ts';
import { changeCase, type Change } from '../change-case.ts';
import { contactsOf, type CaseContact } from '../people/contacts-of.ts';
import { enqueueForNewRecipient } from '../notify-new-recipient.ts';
import { readAll } from '../read-all.ts';
import { setPriority } from '../set-priority.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';

/** The corrected values of a case. One that is absent stays as it is. */
export interface Corrected {
  priority?: string;
  module?: string;
  caseType?: string;
  /** empty to leave it unchanged as well */
  environment?: string;
  /** the case contact: an ID, a name or an email address */
  contact?: string;
}

interface Correction {
  label: string;
  from: string | null;
  to: string;
}

/**
 * Corrects what was chosen wrongly. Each value that differs gets an entry in the history. A new module's queue also gets the card, and
 * a new case contact becomes a recipient.
 * @param input.reason required
 * @throws CaseError empty, too-long, bad-value or no-contact, all of them at their fields; nothing-changed
 */
export async function correctCase(
  services: Services,
  advisor: Advisor,
  { number, reason, ...corrected }: Corrected & { number: number; reason: string },
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, advisor, number, 'correct', request, async (locked, tx) => {
    const input = wanted(locked, corrected);
    const before = await tx.person.findUniqueOrThrow({ where: { id: locked.contactId } });
    const { values, contact, why } = await readAll({
      values: () => differences(services, locked, input),
      contact: () => findContact(services, tx, before, locked.accountId, input.contact ?? String(before.id)),
      why: () => textInput(reason, 'reason', 'Enter a reason.'),
    });
    const other = contact.id === before.id ? [] : [{ label: 'contact', from: before.name, to: contact.name }];
    const corrections = [...values, ...other];
    if (corrections.length === 0) throw fieldError('nothing-changed', 'reason', 'Nothing changed. Edit a field, or cancel.');
    await record(services, tx, advisor, locked, corrections, why);
    const patch = changesOf(locked, input, contact.id);
    if (patch.module) await openQueue(tx, locked.id, input.module);
    if (patch.contactId) await addContact(services, tx, locked, contact);
    const priority = priorities.find((one) => one === input.priority);
    const action = priority && isLower(priority, locked.priority) ? loweredAction : 'correct';
    return { patch, post: { kind: 'event', action, body: sentence(corrections, why) } };
  });
}

type Wanted = Required<Omit<Corrected, 'contact'>> & Pick<Corrected, 'contact'>;

/** Fills in what stays as it is. */
function wanted(locked: Case, { priority, module, caseType, environment, contact }: Corrected): Wanted {
  return {
    priority: priority ?? locked.priority,
    module: module ?? locked.module,
    caseType: caseType ?? locked.caseType,
    environment: environment ?? '',
    contact,
  };
}

/** @throws CaseError bad-value at every field whose value is not in its list */
function differences(services: Services, locked: Case, input: Wanted): Correction[] {
  const { settings } = services;
  const fields = [
    { name: 'priority', label: 'priority', from: locked.priority, to: input.priority, options: priorities },
    { name: 'module', label: 'module', from: locked.module, to: input.module, options: settings.modules },
    { name: 'caseType', label: 'case type', from: locked.caseType, to: input.caseType, options: settings.caseTypes },
    {
      name: 'environment',
      label: 'environment',
      from: locked.environment,
      to: input.environment === '' ? (locked.environment ?? '') : input.environment,
      options: settings.environments,
    },
  ];
  const found = fields.filter(({ from, to }) => to !== (from ?? ''));
  const wrong = found.filter(({ to, options }) => !options.includes(to));
  if (wrong.length > 0)
    throw formError('bad-value', Object.fromEntries(wrong.map(({ name }) => [name, 'Choose a value from the list.'])));
  return found.map(({ label, from, to }) => ({ label, from, to }));
}

function changesOf(locked: Case, input: Wanted, contactId: number): NonNullable<Change['patch']> {
  const priority = priorities.find((one) => one === input.priority && one !== locked.priority);
  return {
    ...(priority ? setPriority(priority) : {}),
    ...(input.module === locked.module ? {} : { module: input.module }),
    ...(input.caseType === locked.caseType ? {} : { caseType: input.caseType }),
    ...(input.environment === '' || input.environment === locked.environment ? {} : { environment: input.environment }),
    ...(contactId === locked.contactId ? {} : { contactId }),
  };
}

async function record(
  services: Services,
  tx: Tx,
  by: Advisor,
  { id }: Case,
  corrections: Correction[],
  why: string,
): Promise<void> {
  const entry = { caseId: id, at: services.clock.now(), actorId: by.id, actorName: by.name, action: 'correct', why };
  await tx.historyEntry.createMany({ data: corrections.map(({ from, to }) => ({ ...entry, from, to })) });
}

function sentence(corrections: Correction[], why: string): string {
  const changes = corrections.map(({ label, from, to }) => `the ${label} ${from === null ? '' : `from ${from} `}to ${to}`);
  return `changed ${formatList(changes)}: ${why.replace(/\s+/g, ' ').replace(/[.\s]+$/, '')}`;
}

/** Sends the card to the queue of the new module; the old queue keeps its thread. */
async function openQueue(tx: Tx, caseId: number, module: string): Promise<void> {
  const channel = await queueChannel(tx, module);
  if (!channel) return;
  const destinationId = await ensureDestination(tx, channel);
  await enqueueCard(tx, await openConversation(tx, { caseId, destinationId, side: 'advisor' }));
}

/** Makes the new contact a recipient, who also gets the question or resolution that still waits for a reply. */
async function addContact(services: Services, tx: Tx, { id: caseId, pendingPostId }: Case, { id }: CaseContact): Promise<void> {
  await tx.recipient.createMany({ data: [{ caseId, personId: id, addedAt: services.clock.now() }], skipDuplicates: true });
  await enqueueForNewRecipient(services, tx, { id: caseId, pendingPostId }, id);
}

/** Finds the contact that was chosen or typed. The one that the case has may no longer be an Authorized Contact. */
async function findContact(
  services: Services,
  tx: Tx,
  before: CaseContact,
  accountId: number,
  text: string,
): Promise<CaseContact> {
  const wanted = text.trim().toLowerCase();
  const isMeant = ({ id, name, email }: CaseContact): boolean => [String(id), name.toLowerCase(), email].includes(wanted);
  if (isMeant(before)) return before;
  const found = (await contactsOf(services, accountId, tx)).filter(isMeant);
  const [contact, another] = found;
  if (contact && !another) return contact;
  const several = `Several contacts match: ${formatList(found.map(({ email }) => email))}. Enter the email address.`;
  throw fieldError('no-contact', 'contact', another ? several : 'Choose an Authorized Contact of this account.');
}
