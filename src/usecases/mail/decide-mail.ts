// What an advisor decides about an email that waits: it is posted in the name of a contact, opens a case for one, or nobody needs it. The first
// decision counts, and it is written in the transaction of its effect.
import { CaseError } from '../../domain/case-error.ts';
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
import { newCaseOf } from './receive-mail.ts';
import { unknownMail } from './waiting-mails.ts';

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
  const { files } = await waiting(services, mailId);
  const opened = await openOnBehalf(services, advisor, contact, newCaseOf(services, { subject, text }), {}, request);
  if (opened === 'repeat') throw decided();
  const { number } = opened;
  const of = await services.db.prisma.case.findUniqueOrThrow({ where: { number }, select: { id: true } });
  if (files.length > 0) {
    const cause = { idempotencyKey: `${request.idempotencyKey}:files`, platform: null, files };
    await changeCase(services, contact, number, 'post', cause, (locked) => contactsPost(locked, ''));
  }
  await services.db.transaction((tx) =>
    decide(services, tx, advisor, mailId, { state: 'opened', caseId: of.id, personId: contact.id }),
  );
  return { number };
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

async function waiting({ db }: Services, id: number): Promise<{ key: string; files: NewFile[] }> {
  const row = await db.prisma.incomingMail.findUnique({ where: { id } });
  if (!row) throw unknownMail();
  if (row.state !== 'waiting') throw decided();
  return { key: row.key, files: Array.isArray(row.files) ? (row.files as unknown as SettledFile[]) : [] };
}

async function decide(
  { clock }: Services,
  tx: Tx,
  advisor: Advisor,
  id: number,
  as: { state: 'posted' | 'opened' | 'dismissed'; caseId?: number; personId?: number },
): Promise<void> {
  const data = { ...as, files: Prisma.DbNull, decidedById: advisor.id, decidedAt: clock.now() };
  const { count } = await tx.incomingMail.updateMany({ where: { id, state: 'waiting' }, data });
  if (count === 0) throw decided();
  await refreshCopies(tx, { kind: 'mail', mailId: id });
}

function decided(): CaseError {
  return new CaseError('mail-decided', 'Somebody has already decided about this email.', 'Look at its card again.');
}
