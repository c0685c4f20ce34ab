// What becomes of an email that arrives. Each effect is one transaction that also writes the row of the email (keep-mail.ts), so an email that
// arrives twice, in two processes, or again after a crash, has one effect. What cannot be part of that transaction is done again until it is done.
import { usualCaseType } from '../../domain/case-type.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { NewCase } from '../../domain/case-input.ts';
import { maxLengths } from '../../domain/case-input.ts';
import { plainSubject, type WaitingReason } from '../../domain/mail-reason.ts';
import type { Contact, ContactType } from '../../domain/person.ts';
import { truncate } from '../../cards/visible-text.ts';
import type { IncomingMail, MailOutcome } from '../../ports.ts';
import { changeCase, changeCaseByClock } from '../change-case.ts';
import { contactsPost } from '../cases/add-post.ts';
import { directPlace } from '../cases/open-on-behalf.ts';
import { storeCase } from '../cases/open-case.ts';
import type { NewFile, RequestContext, Services } from '../context.ts';
import { runOnce } from '../idempotency.ts';
import { runAs, withDatabaseScope } from '../scope.ts';
import { mailWorks } from '../people/mail-works.ts';
import { textInput } from '../text-input.ts';
import { judgeListMail, judgeMail, lastAdvisorPost } from './judge-mail.ts';
import { keepMail, mailColumns } from './keep-mail.ts';
import { filesOfMail } from './mail-files.ts';
import { offerAfterClosing } from './offer-after-closing.ts';
import { receiveAutomatic } from './receive-automatic.ts';
import { keepWaiting } from './wait-for-advisor.ts';

const dayMs = 24 * 60 * 60_000;

/** Decides what becomes of an email and does it. @throws what is worth another attempt */
export async function receiveMail(services: Services, mail: IncomingMail): Promise<MailOutcome> {
  const known = await services.db.prisma.incomingMail.findUnique({
    where: { key: mail.key },
    select: {
      state: true,
      receivedAt: true,
      personId: true,
      case: { select: { number: true, accountId: true } },
      person: { select: { id: true, email: true } },
    },
  });
  if (known) {
    // the process that opened the case or posted to it may have been killed before all of it was done; an old email comes from a mailbox that was rebuilt
    const since = new Date(services.clock.now().getTime() - services.settings.keep.requests * dayMs);
    if (known.state === 'opened' && known.case && known.personId !== null && known.receivedAt > since)
      await completeOpened(services, mail, known.case.number, known.personId);
    const { person } = known;
    if (known.state === 'posted' && person && known.case)
      await withDatabaseScope({ accountIds: [known.case.accountId] }, () => offerAfterClosing(services, mail.key, person));
    return 'repeat';
  }
  const isList = mail.automatic?.kind === 'list';
  const judgment = isList ? await judgeListMail(services, mail) : mail.automatic ? null : await judgeMail(services, mail);
  if (!judgment) return receiveAutomatic(services, mail);
  if (judgment.kind === 'wait') {
    if (mail.from.isClear && mail.authentication === 'pass') await reached(services, mail.from.address);
    return keepWaiting(services, mail, judgment);
  }
  try {
    if (judgment.kind === 'open') return await runAs(judgment.contact, () => openByMail(services, mail, judgment.contact));
    if (await isSaidAgain(services, mail, judgment.contact, judgment.number))
      return await ignoreRepeated(services, mail, judgment.contact);
    return await runAs(judgment.contact, () => postMail(services, mail, judgment.contact, judgment.number));
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    const { contact } = judgment;
    const reason: WaitingReason = error.code === 'empty' ? 'empty' : 'refused';
    const of = judgment.kind === 'post' ? await services.db.prisma.case.findUnique({ where: { number: judgment.number } }) : null;
    return keepWaiting(services, mail, { reason, caseId: of?.id ?? null, personId: contact.id });
  }
}

/** The request of an email. Its origin keeps the post out of the mailbox that it came from, and its key is that of the post for good. */
function requestOf(mail: IncomingMail, contact: Contact, files: readonly NewFile[]): RequestContext {
  const origin = { platform: 'mail' as const, workspaceId: '', channelId: contact.email, messageId: mail.key };
  return { idempotencyKey: `mail:${mail.key}`, platform: null, origin, files };
}

async function postMail(services: Services, mail: IncomingMail, contact: Contact, number: number): Promise<MailOutcome> {
  const request = requestOf(mail, contact, await filesOfMail(services, mail.files));
  const { text } = mailColumns(mail);
  const body = textInput(text, 'post', 'Enter a message.', { files: request.files });
  const outcome = await changeCase(services, contact, number, 'post', request, async (locked, tx) => {
    await keepMail(tx, mail, services.clock.now(), { state: 'posted', caseId: locked.id, personId: contact.id });
    return contactsPost(locked, body);
  });
  if (outcome === 'repeat') return 'repeat';
  await reached(services, contact.email);
  await offerAfterClosing(services, mail.key, contact);
  return 'posted';
}

/**
 * Emails of a person with the same text on the same case within this time (ms) come from a program that does not say so, unless an advisor has
 * written in between: people answer two questions with the same "Yes".
 */
const sameTextWithin = 24 * 60 * 60_000;

async function isSaidAgain({ db, clock }: Services, mail: IncomingMail, { id }: Contact, number: number): Promise<boolean> {
  if (mail.files.length > 0) return false;
  const of = await db.prisma.case.findUnique({ where: { number }, select: { id: true } });
  if (!of) return false;
  const since = await lastAdvisorPost({ db }, of.id, new Date(clock.now().getTime() - sameTextWithin));
  const { text } = mailColumns(mail);
  const where = { personId: id, caseId: of.id, state: 'posted' as const, text, receivedAt: { gte: since } };
  return (await db.prisma.incomingMail.count({ where })) > 0;
}

async function ignoreRepeated(services: Services, mail: IncomingMail, { id: personId }: Contact): Promise<MailOutcome> {
  const at = services.clock.now();
  const kept = await runOnce(services, (tx) => keepMail(tx, mail, at, { state: 'ignored', reason: 'said-again', personId }));
  return kept === 'repeat' ? 'repeat' : 'ignored';
}

async function openByMail(services: Services, mail: IncomingMail, contact: Contact): Promise<MailOutcome> {
  const opened = await openFromMail(services, mail, contact, newCaseOf(services, mail));
  if (opened === 'repeat') return 'repeat';
  await completeOpened(services, mail, opened.number, contact.id);
  await reached(services, contact.email);
  return 'opened';
}

async function openFromMail(services: Services, mail: IncomingMail, contact: Contact, input: NewCase) {
  const place = await directPlace(services, contact, input.module);
  const origin = { source: 'mail' as const, phoneCallExpected: false, mail: mailColumns(mail) };
  return storeCase(services, contact, input, place, origin, { idempotencyKey: `mail:${mail.key}`, actor: contact });
}

/** The case that an email opens. An advisor corrects module, type and priority. */
export function newCaseOf({ settings }: Services, mail: Pick<IncomingMail, 'subject' | 'text'>): NewCase {
  const { modules, mail: configured } = settings;
  const { module } = configured.inbound;
  const subject = plainSubject(mail.subject) || 'Email without a subject';
  return {
    subject: truncate(subject, maxLengths.subject),
    description: truncate(mail.text.trim() || subject, maxLengths.text),
    replicationSteps: null,
    expected: null,
    actual: null,
    environment: null,
    impact: null,
    priority: 'Medium',
    module: module !== null && modules.includes(module) ? module : (modules.at(-1) ?? ''),
    caseType: usualCaseType(settings),
    dueDate: null,
    dueReason: null,
  };
}

/** Posts the files of an email that opened a case, and tells the contact that it is open. Both happen once. */
async function completeOpened(services: Services, mail: IncomingMail, number: number, personId: number): Promise<void> {
  const row = await services.db.prisma.person.findUnique({ where: { id: personId } });
  const of = await services.db.prisma.case.findUnique({ where: { number }, select: { id: true, accountId: true } });
  if (row && of) await withDatabaseScope({ accountIds: [of.accountId] }, () => complete(services, mail, { ...of, number }, row));
}

async function complete(
  services: Services,
  mail: IncomingMail,
  of: { id: number; number: number; accountId: number },
  row: { id: number; name: string; email: string; contactType: ContactType | null },
): Promise<void> {
  const { number } = of;
  const contact: Contact = {
    kind: 'contact',
    id: row.id,
    name: row.name,
    email: row.email,
    accountId: of.accountId,
    contactType: row.contactType ?? 'support',
  };
  const files = await filesOfMail(services, mail.files);
  if (files.length > 0) {
    const request = { ...requestOf(mail, contact, files), idempotencyKey: `mail:${mail.key}:files` };
    const isPosted = await services.db.prisma.post.count({ where: { caseId: of.id, originMessageId: mail.key } });
    if (isPosted === 0) await changeCase(services, contact, number, 'post', request, (locked) => contactsPost(locked, ''));
  }
  // in the name of the clock, because nobody is mailed what they did themselves
  await changeCaseByClock(services, number, `mail:${mail.key}:told`, () => ({
    post: { kind: 'event', action: 'open', body: `opened the case from ${contact.name}'s email` },
  }));
}

/** An email from an address proves that it works. */
async function reached({ db }: Services, email: string): Promise<void> {
  await db.prisma.person.updateMany({
    where: { email, mailFailedAt: { not: null } },
    data: mailWorks,
  });
}
