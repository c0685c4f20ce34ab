// Decides what becomes of an email that a person wrote. Nothing is changed here. What an email says of itself proves nothing: a case is found
// by the signed reply address or by the message IDs of our emails, and its sender must be someone who may post to that case.
import { isAuthorized, membershipsOf, type Contact, type Person } from '../../domain/person.ts';
import type { WaitingReason } from '../../domain/mail-reason.ts';
import { can } from '../../domain/permission.ts';
import type { IncomingMail } from '../../ports.ts';
import type { Services } from '../context.ts';
import { storedMessageIds } from '../empty-mails.ts';
import { personByMail } from '../people/person-by-mail.ts';

/** What becomes of an email. */
export type Judgment =
  | { kind: 'post'; number: number; contact: Contact }
  | { kind: 'open'; contact: Contact }
  | { kind: 'wait'; reason: WaitingReason; caseId: number | null; personId: number | null };

/** The case that an email belongs to. */
export interface MailTarget {
  id: number;
  number: number;
  accountId: number;
  /** the person for whom the reply address was made; null where the case was found otherwise */
  madeFor: number | null;
}

/** Decides what becomes of an email. */
export async function judgeMail(services: Services, mail: IncomingMail): Promise<Judgment> {
  const target = await targetOf(services, mail);
  const sender = mail.from.isClear ? ((await personByMail(services, mail.from.address))?.person ?? null) : null;
  const reason = await obstacle(services, mail, target, sender);
  if (reason !== null || sender?.kind !== 'contact')
    return {
      kind: 'wait',
      reason: reason ?? 'unknown-sender',
      caseId: target && target !== 'unknown' ? target.id : null,
      personId: sender?.id ?? (target && target !== 'unknown' ? target.madeFor : null),
    };
  return target && target !== 'unknown'
    ? { kind: 'post', number: target.number, contact: sender }
    : { kind: 'open', contact: sender };
}

/**
 * Decides about an email with the headers of a mailing list. A group address of a district adds them to what people write, so an email is not ignored
 * when it came to a reply address from somebody of the account, or from a contact for whom their domain vouches. A list may also have put the text
 * there, and lists break signatures, so an advisor decides.
 * @returns null for every other one, such as a newsletter
 */
export async function judgeListMail(services: Services, mail: IncomingMail): Promise<(Judgment & { kind: 'wait' }) | null> {
  if (mail.text.trim() === '' && mail.files.length === 0) return null;
  const found = await targetOf(services, mail);
  const target = found === 'unknown' ? null : found;
  const sender = mail.from.isClear ? ((await personByMail(services, mail.from.address))?.person ?? null) : null;
  const madeFor = target?.madeFor ?? null;
  const isTheirs =
    target !== null && madeFor !== null
      ? isOfAccount(sender, target.accountId) || (await isOfDomain(services, mail.from.address, madeFor))
      : sender?.kind === 'contact' && mail.authentication === 'pass';
  if (!isTheirs) return null;
  return { kind: 'wait', reason: 'list', caseId: target?.id ?? null, personId: sender?.id ?? madeFor };
}

const isOfAccount = (sender: Person | null, accountId: number): boolean =>
  sender?.kind === 'contact' && membershipsOf(sender).some((one) => one.accountId === accountId);

/** Lists that rewrite the sender put their own address there, in the domain of the person. */
async function isOfDomain({ db }: Services, address: string, personId: number): Promise<boolean> {
  const row = await db.prisma.person.findUnique({ where: { id: personId }, select: { email: true } });
  return row !== null && domainOf(row.email) === domainOf(address);
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** @returns null when nothing stands against it */
async function obstacle(
  services: Services,
  mail: IncomingMail,
  target: MailTarget | 'unknown' | null,
  sender: Person | null,
): Promise<WaitingReason | null> {
  if (!mail.from.isClear) return 'unclear-sender';
  if (mail.authentication === 'fail') return 'failed-authentication';
  if (target === 'unknown') return 'unknown-case';
  if (!sender) return 'unknown-sender';
  if (sender.kind !== 'contact') return 'advisor';
  if (target && !isOfAccount(sender, target.accountId)) return 'other-account';
  // only the people who got the email know its reply address
  const hasAddress = target?.madeFor === sender.id;
  if (!hasAddress && mail.authentication !== 'pass') return 'unverified';
  if (target ? !can(sender, 'post', target.accountId) : !isAuthorized(sender)) return 'read-only';
  if (mail.text.trim() === '' && (mail.files.length === 0 || !target)) return 'empty';
  if (!target && !services.settings.mail.inbound.newCases) return 'new-cases-off';
  if (!target && membershipsOf(sender).length > 1) return 'several-accounts';
  return (await isFlood(services, sender, target)) ? 'too-many' : null;
}

/**
 * More emails of one person in this time (ms), or on one case without a post by an advisor in between, are not written by hand: two programs that do
 * not say what they are answer each other's posts. They stop here, because what waits is mailed to nobody. Somebody who sends each photo in an email
 * of its own, or answers an advisor quickly, stays below.
 */
const flood = { within: 60 * 60_000, emails: 30, onOneCase: 12 };

async function isFlood({ db, clock }: Services, { id: personId }: Contact, target: MailTarget | null): Promise<boolean> {
  const since = new Date(clock.now().getTime() - flood.within);
  const where = { personId, receivedAt: { gt: since }, state: { in: ['posted' as const, 'opened' as const] } };
  if (target) {
    const onCase = { ...where, caseId: target.id, receivedAt: { gte: await lastAdvisorPost({ db }, target.id, since) } };
    if ((await db.prisma.incomingMail.count({ where: onCase })) >= flood.onOneCase) return true;
  }
  return (await db.prisma.incomingMail.count({ where })) >= flood.emails;
}

/** Finds when an advisor last did something on a case that its contact sees: emails after that answer a person. @returns `since` if nobody did */
export async function lastAdvisorPost({ db }: Pick<Services, 'db'>, caseId: number, since: Date): Promise<Date> {
  const where = { caseId, kind: { not: 'note' as const }, authorSide: 'advisor' as const, createdAt: { gt: since } };
  const last = await db.prisma.post.findFirst({ where, orderBy: { id: 'desc' }, select: { createdAt: true } });
  return last?.createdAt ?? since;
}

const select = { id: true, number: true, accountId: true } as const;
/** A duplicate that was merged leads to the case that goes on. */
const merged = { ...select, mergedInto: { where: { undoneAt: null }, select: { target: { select } }, take: 1 } } as const;

interface Found {
  id: number;
  number: number;
  accountId: number;
  mergedInto: { target: { id: number; number: number; accountId: number } }[];
}

function goingOn({ mergedInto, ...found }: Found): Omit<MailTarget, 'madeFor'> {
  return mergedInto[0]?.target ?? found;
}

/** Finds the case that an email belongs to. @returns `unknown` when its reply address names one that does not exist; null for none */
export async function targetOf(services: Services, mail: IncomingMail): Promise<MailTarget | 'unknown' | null> {
  const { prisma } = services.db;
  const { replyTo } = mail;
  if (replyTo) {
    const found = await prisma.case.findUnique({ where: { number: replyTo.number }, select: merged });
    return found ? { ...goingOn(found), madeFor: replyTo.personId } : 'unknown';
  }
  for (const { number, deliveryId } of mail.answers.slice(0, 5)) {
    const where = { number, ...(deliveryId === null ? {} : { deliveries: { some: { id: deliveryId } } }) };
    const found = await prisma.case.findFirst({ where, select: merged });
    if (found) return { ...goingOn(found), madeFor: null };
  }
  // somebody answers the email of another person, who had a copy sent to us
  const references = storedMessageIds(services.secretKeys, mail.references.slice(0, 50));
  const earlier = await prisma.incomingMail.findFirst({
    where: { messageId: { in: references }, state: { in: ['posted', 'opened'] }, caseId: { not: null } },
    orderBy: { id: 'desc' },
    select: { case: { select: merged } },
  });
  return earlier?.case ? { ...goingOn(earlier.case), madeFor: null } : null;
}
