// Legal holds: while one is on an account, a case or a person, nothing of it is erased or removed by retention (held.ts has what
// each keeps). Several may be on the same subject, because two lawsuits may be about the same case; each is lifted on its own.
import type { LegalHold } from '../../db/generated/client.ts';
import { holdsOfCase } from '../../db/legal-holds.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { fieldError } from '../../domain/form-errors.ts';
import type { Services, Tx } from '../context.ts';
import { textInput } from '../text-input.ts';
import { lockHolds } from './held.ts';
import { authorizeRequester, recordPrivacy, requesterId, requesterName, type Requester } from './requester.ts';

/** What a hold is on. */
export type HoldSubject = { accountId: number } | { caseId: number } | { personId: number };

/** A hold, as it is listed. */
export interface ListedHold {
  id: number;
  /** `CB-123`, `Ada Park (ada@plainview.example)` or `Plainview School District (plainview)` */
  subject: string;
  kind: 'account' | 'case' | 'person';
  reason: string;
  placedBy: string;
  placedAt: Date;
  liftedBy: string | null;
  liftedAt: Date | null;
}

/**
 * Finds the subject of a hold.
 * @param text a case number, an email address, or the key or whole name of an account
 * @throws CaseError unknown-subject, at the field `subject`
 */
async function findSubject(
  { db: { prisma } }: Pick<Services, 'db'>,
  text: string,
): Promise<{ subject: HoldSubject; name: string }> {
  const given = text.trim();
  const number = parseCaseNumber(given);
  if (number !== null) {
    const found = await prisma.case.findUnique({ where: { number }, select: { id: true } });
    if (found) return { subject: { caseId: found.id }, name: formatCaseNumber(number) };
  } else if (given.includes('@')) {
    const found = await prisma.person.findUnique({ where: { email: given.toLowerCase() } });
    if (found) return { subject: { personId: found.id }, name: personName(found) };
  } else if (given !== '') {
    const found = await prisma.account.findFirst({
      where: { OR: [{ key: given.toLowerCase() }, { name: { equals: given, mode: 'insensitive' } }] },
      orderBy: { id: 'asc' },
    });
    if (found) return { subject: { accountId: found.id }, name: accountName(found) };
  }
  const message =
    given === ''
      ? 'Enter a case number, an email address, or the key of an account.'
      : `We couldn't find ${given}. Enter a case number, an email address, or the key of an account.`;
  throw fieldError('unknown-subject', 'subject', message);
}

/**
 * Places a hold.
 * @returns its id, and what it is on
 * @throws CaseError not-allowed, unknown-subject, empty, too-long
 */
export async function placeHold(
  services: Services,
  by: Requester,
  input: { subject: string; reason: string },
): Promise<{ id: number; name: string }> {
  authorizeRequester(by);
  const { subject, name } = await findSubject(services, input.subject);
  const reason = textInput(input.reason, 'reason', 'Enter a reason.');
  const id = await services.db.transaction(async (tx) => {
    await lockHolds(tx);
    const placed = { placedBy: requesterName(by), placedAt: services.clock.now() };
    const hold = await tx.legalHold.create({ data: { ...subject, reason, ...placed } });
    await recordOnCase(services, tx, by, hold, 'hold');
    return hold.id;
  });
  await recordHold(services, by, 'hold', subject, id);
  return { id, name };
}

/**
 * Lifts a hold.
 * @throws CaseError not-allowed, unknown-hold
 */
export async function liftHold(services: Services, by: Requester, id: number): Promise<ListedHold> {
  authorizeRequester(by);
  const hold = await services.db.transaction(async (tx) => {
    await lockHolds(tx);
    const lifted = { liftedBy: requesterName(by), liftedAt: services.clock.now() };
    const [row] = await tx.legalHold.updateManyAndReturn({ where: { id, liftedAt: null }, data: lifted });
    if (!row)
      throw new CaseError(
        'unknown-hold',
        `Hold ${id} doesn't exist, or was lifted already.`,
        'List the holds to see which are in force.',
      );
    await recordOnCase(services, tx, by, row, 'lift-hold');
    return row;
  });
  await recordHold(services, by, 'lift-hold', subjectOf(hold), id);
  const [listed] = await named(services, [hold]);
  if (!listed) throw new Error(`hold ${id} has no name`);
  return listed;
}

/** Lists holds, newest first. @param all with those that were lifted @throws CaseError not-allowed */
export async function listHolds(services: Services, by: Requester, all = false): Promise<ListedHold[]> {
  authorizeRequester(by);
  const rows = await services.db.prisma.legalHold.findMany({ where: all ? {} : { liftedAt: null }, orderBy: { id: 'desc' } });
  return named(services, rows);
}

/** Returns the holds that keep a case, oldest first. */
export async function holdsOn({ db }: Pick<Services, 'db'>, caseId: number): Promise<LegalHold[]> {
  const rows = await db.prisma.$queryRaw<{ id: number }[]>`
    select k.id from "case" c cross join lateral (select h.id ${holdsOfCase}) k where c.id = ${caseId}`;
  return db.prisma.legalHold.findMany({ where: { id: { in: rows.map(({ id }) => id) } }, orderBy: { id: 'asc' } });
}

async function recordOnCase(
  services: Services,
  tx: Tx,
  by: Requester,
  { caseId, reason, id }: LegalHold,
  action: string,
): Promise<void> {
  if (caseId === null) return;
  const actor = { actorId: requesterId(by), actorName: requesterName(by) };
  await tx.historyEntry.create({ data: { caseId, at: services.clock.now(), ...actor, action, why: `hold ${id}: ${reason}` } });
}

async function recordHold(
  services: Services,
  by: Requester,
  action: 'hold' | 'lift-hold',
  subject: HoldSubject,
  id: number,
): Promise<void> {
  const { prisma } = services.db;
  const detail = 'personId' in subject ? `hold ${id} on person ${subject.personId}` : `hold ${id}`;
  const accountId = 'accountId' in subject ? subject.accountId : undefined;
  const caseNumber =
    'caseId' in subject ? (await prisma.case.findUniqueOrThrow({ where: { id: subject.caseId } })).number : undefined;
  await recordPrivacy(services, by, { action, accountId, caseNumber, detail });
}

function subjectOf({ accountId, caseId, personId }: LegalHold): HoldSubject {
  if (accountId !== null) return { accountId };
  return caseId === null ? { personId: personId ?? 0 } : { caseId };
}

async function named({ db: { prisma } }: Pick<Services, 'db'>, rows: readonly LegalHold[]): Promise<ListedHold[]> {
  const ids = (key: 'accountId' | 'caseId' | 'personId') => rows.flatMap((row) => row[key] ?? []);
  const accounts = await prisma.account.findMany({ where: { id: { in: ids('accountId') } } });
  const cases = await prisma.case.findMany({ where: { id: { in: ids('caseId') } }, select: { id: true, number: true } });
  const people = await prisma.person.findMany({ where: { id: { in: ids('personId') } } });
  const names = new Map<string, string>([
    ...accounts.map((one) => [`account ${one.id}`, accountName(one)] as const),
    ...cases.map(({ id, number }) => [`case ${id}`, formatCaseNumber(number)] as const),
    ...people.map((one) => [`person ${one.id}`, personName(one)] as const),
  ]);
  return rows.map((row) => {
    const { id, reason, placedBy, placedAt, liftedBy, liftedAt } = row;
    const kind = row.accountId !== null ? 'account' : row.caseId !== null ? 'case' : 'person';
    const subject = names.get(`${kind} ${row.accountId ?? row.caseId ?? row.personId}`) ?? kind;
    return { id, kind, subject, reason, placedBy, placedAt, liftedBy, liftedAt };
  });
}

const personName = ({ name, email }: { name: string; email: string }): string => `${name} (${email})`;
const accountName = ({ name, key }: { name: string; key: string }): string => `${name} (${key})`;
