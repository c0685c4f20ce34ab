// What an advisor decides about an email that waits: it is posted in the name of a contact, opens a case for one, or nobody needs it. The first
// decision counts, and it is written in the transaction of its effect.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { authorize } from '../../domain/permission.ts';
import { inAccount, type Advisor, type Contact } from '../../domain/person.ts';
import { refreshCopies } from '../../outbox/enqueue/index.ts';
import { Prisma } from '../../db/generated/client.ts';
import { changeCase } from '../change-case.ts';
import { contactsPost } from '../cases/add-post.ts';
import { openOnBehalf } from '../cases/open-on-behalf.ts';
import type { NewFile, RequestContext, Services, Tx } from '../context.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { personByMail } from '../people/person-by-mail.ts';
import { textInput } from '../text-input.ts';
import type { SettledFile } from './mail-files.ts';
import { offerAfterClosing } from './offer-after-closing.ts';
import { newCaseOf } from './receive-mail.ts';
import { unknownMail, type MailFacts } from './waiting-mails.ts';

/** A decision about an email. */
export interface MailDecision {
  mailId: number;
  /** in whose name it counts; they must be an Authorized Contact */
  contact: Contact;
  text: string;
}

/**
 * Posts an email that waits to a case, in the name of a contact of its account, who sees it like every post of theirs.
 * @throws CaseError unknown-mail, mail-decided, unknown-case, not-allowed, empty, too-long
 */
export async function postWaitingMail(
  services: Services,
  advisor: Advisor,
  { mailId, contact, text, number }: MailDecision & { number: number },
  request: RequestContext,
): Promise<{ number: number }> {
  authorize(advisor, 'post');
  const { key, files } = await waiting(services, mailId);
  const body = textInput(text, 'text', 'Enter the text of the post.', { files });
  const origin = { platform: 'mail' as const, workspaceId: '', channelId: contact.email, messageId: key };
  const cause = { ...request, platform: null, origin, files };
  await changeCase(services, contact, number, 'post', cause, async (locked, tx) => {
    await decide(services, tx, advisor, mailId, { state: 'posted', caseId: locked.id, personId: contact.id });
    return { ...contactsPost(locked, body), why: `Email posted by ${advisor.name}` };
  });
  await offerAfterClosing(services, key, contact);
  return { number };
}

/**
 * Opens a case from an email that waits, for a contact.
 * @throws CaseError unknown-mail, mail-decided, not-allowed
 */
export async function openWaitingMail(
  services: Services,
  advisor: Advisor,
  { mailId, contact, text, subject }: MailDecision & { subject: string },
  request: RequestContext,
): Promise<{ number: number }> {
  const known = await decisionOn(services, mailId);
  if (known.state === 'waiting') {
    const input = newCaseOf(services, { subject, text });
    await openOnBehalf(services, advisor, contact, input, { mail: { waitingId: mailId } }, request);
  }
  // the statement that opened the case has decided about the email, for one advisor alone
  const opened = await decisionOn(services, mailId);
  if (opened.state === 'opened' && opened.case) await completeOpened(services, mailId, opened.case.number);
  if (opened.state !== 'opened' || !opened.case || opened.decidedById !== advisor.id) throw alreadyDecided(opened);
  return { number: opened.case.number };
}

/** Posts the files of an email that opened a case, and shows the decision on its cards. Repeats are harmless. */
async function completeOpened(services: Services, mailId: number, number: number): Promise<void> {
  const row = await services.db.prisma.incomingMail.findUnique({ where: { id: mailId }, include: { person: true } });
  const files = settledFiles(row?.files ?? null);
  const contact = row?.person ? (await personByMail(services, row.person.email))?.person : undefined;
  if (files.length > 0 && contact?.kind === 'contact') {
    const cause = { idempotencyKey: `mail:${row?.key ?? ''}:files`, platform: null, files };
    await changeCase(services, contact, number, 'post', cause, (locked) => contactsPost(locked, ''));
  }
  await services.db.transaction(async (tx) => {
    await tx.incomingMail.update({ where: { id: mailId }, data: { files: Prisma.DbNull } });
    await refreshCopies(tx, { kind: 'mail', mailId });
  });
}

/** Dismisses an email that waits: every card says so. @throws CaseError unknown-mail, mail-decided */
export async function dismissMail(services: Services, advisor: Advisor, mailId: number, request: RequestContext): Promise<void> {
  authorize(advisor, 'note');
  await runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    await decide(services, tx, advisor, mailId, { state: 'dismissed' });
  });
}

/**
 * Finds the contact that an advisor named, by address.
 * @param accountId of the case; for a new case, of their first account
 * @throws CaseError no-contact, at the field `contact`
 */
export async function contactFor(services: Services, address: string, accountId?: number): Promise<Contact> {
  const person = (await personByMail(services, address.trim()))?.person;
  const contact = person?.kind === 'contact' ? (accountId === undefined ? person : inAccount(person, accountId)) : null;
  if (contact) return contact;
  const message =
    accountId === undefined ? 'No contact has this email address.' : "No contact of the case's account has this email address.";
  throw new CaseError('no-contact', message, undefined, { contact: message });
}

const settledFiles = (files: Prisma.JsonValue): NewFile[] => (Array.isArray(files) ? (files as unknown as SettledFile[]) : []);

async function waiting(services: Services, id: number): Promise<{ key: string; files: NewFile[] }> {
  const row = await decisionOn(services, id);
  if (row.state !== 'waiting') throw alreadyDecided(row);
  return { key: row.key, files: settledFiles(row.files) };
}

async function decisionOn({ db: { prisma } }: { db: { prisma: Pick<Tx, 'incomingMail'> } }, id: number) {
  const include = { case: { select: { number: true } }, decidedBy: { select: { name: true } } };
  const row = await prisma.incomingMail.findUnique({ where: { id }, include });
  if (!row) throw unknownMail();
  return row;
}

async function decide(
  { clock }: Services,
  tx: Tx,
  advisor: Advisor,
  id: number,
  as: { state: 'posted' | 'dismissed'; caseId?: number; personId?: number },
): Promise<void> {
  const data = { ...as, files: Prisma.DbNull, decidedById: advisor.id, decidedAt: clock.now() };
  const { count } = await tx.incomingMail.updateMany({ where: { id, state: 'waiting' }, data });
  if (count === 0) throw alreadyDecided(await decisionOn({ db: { prisma: tx } }, id));
  await refreshCopies(tx, { kind: 'mail', mailId: id });
}

interface Decision {
  state: MailFacts['state'];
  case: { number: number } | null;
  decidedBy: { name: string } | null;
}

/** Makes the error for an email about which somebody has decided: it says who, and how. */
export function alreadyDecided({ state, case: of, decidedBy }: Decision): CaseError {
  const who = decidedBy?.name ?? 'Somebody';
  const number = of ? formatCaseNumber(of.number) : 'a case';
  const message =
    state === 'posted'
      ? `${who} has already posted this email to ${number}.`
      : state === 'opened'
        ? `${who} has already opened ${number} from this email.`
        : `${who} has already dismissed this email.`;
  return new CaseError('mail-decided', message, 'Look at its card again.');
}
