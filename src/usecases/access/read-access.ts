// Reads the access log: one page for leads in chat, or all of it for an export.
import { DateTime } from 'luxon';
import { Prisma } from '../../db/generated/client.ts';
import { formatAccessQuery, type AccessQuery } from '../../domain/access-query.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Services } from '../context.ts';

const { sql, join } = Prisma;

/** An entry of the access log. */
export interface AccessFacts {
  id: number;
  at: Date;
  /** see domain/access.ts */
  action: string;
  source: string;
  /** null: an operator, or somebody in a conversation */
  person: string | null;
  email: string | null;
  operator: string | null;
  /** the key and the name of the account; null: of several */
  account: string | null;
  accountName: string | null;
  caseNumber: number | null;
  file: string | null;
  detail: string | null;
}

/** A page of the access log, newest first. */
export interface AccessPage {
  entries: AccessFacts[];
  page: number;
  /** there are older entries */
  more: boolean;
}

/** Entries on a page. */
const pageSize = 15;
/** The last page that can be shown; what is older needs a filter. */
export const maxAccessPage = 1_000;

/**
 * Reads a page of the access log.
 * @param zone IANA, of the lead: days are days there
 * @throws CaseError not-allowed, or unknown-person, unknown-account, unknown-case for a filter that names nobody and nothing
 */
export async function readAccess(
  services: Services,
  lead: Advisor,
  query: AccessQuery,
  page: number,
  zone: string,
): Promise<AccessPage> {
  authorize(lead, 'access-log');
  const shown = Math.min(page, maxAccessPage);
  const conditions = await accessConditions(services, query, zone);
  const found = await services.db.prisma.$queryRaw<AccessRow[]>`
    ${selectAccess} where ${join([sql`true`, ...conditions], ' and ')}
    order by a.id desc limit ${pageSize + 1} offset ${(shown - 1) * pageSize}`;
  const entries = found.slice(0, pageSize).map(accessFacts);
  return { entries, page: shown, more: found.length > pageSize && shown < maxAccessPage };
}

/**
 * Reads all entries that match, oldest first, one batch at a time.
 * @param conditions as `accessConditions` returns them
 */
export async function* exportAccess(
  { db }: Pick<Services, 'db'>,
  conditions: readonly Prisma.Sql[],
  size = 1_000,
): AsyncGenerator<AccessFacts> {
  for (let after = 0; ;) {
    const rows = await db.prisma.$queryRaw<AccessRow[]>`
      ${selectAccess} where ${join([sql`a.id > ${after}`, ...conditions], ' and ')} order by a.id limit ${size}`;
    for (const row of rows) yield accessFacts(row);
    if (rows.length < size) return;
    after = Number(rows.at(-1)?.id);
  }
}

type AccessRow = Omit<AccessFacts, 'id'> & { id: bigint };

const accessFacts = (row: AccessRow): AccessFacts => ({ ...row, id: Number(row.id) });

const selectAccess = sql`
  select a.id, a.at, a.action, a.source, p.name person, p.email, a.operator, account.key account, account.name "accountName",
    c.number "caseNumber", f.name file, a.detail
  from access_entry a
  left join person p on p.id = a.person_id
  left join account on account.id = a.account_id
  left join "case" c on c.id = a.case_id
  left join file f on f.id = a.file_id`;

/**
 * Makes the conditions on `access_entry a` of a search.
 * @throws CaseError unknown-person, unknown-account, unknown-case
 */
export async function accessConditions(services: Services, query: AccessQuery, zone: string): Promise<Prisma.Sql[]> {
  const { person, account, caseNumber, since, until } = query;
  const startOf = (day: string, days = 0): Date => DateTime.fromISO(day, { zone }).plus({ days }).toJSDate();
  return [
    ...(person === undefined ? [] : [await byPerson(services, person)]),
    ...(account === undefined ? [] : [await byAccount(services, account)]),
    ...(caseNumber === undefined ? [] : [await byCase(services, caseNumber)]),
    ...(since === undefined ? [] : [sql`a.at >= ${startOf(since)}`]),
    ...(until === undefined ? [] : [sql`a.at < ${startOf(until, 1)}`]),
  ];
}

/** People whose name has a text in it; more of them would make the search unclear. */
const maxPeople = 50;

async function byPerson({ db }: Services, text: string): Promise<Prisma.Sql> {
  const exact = { email: text.toLowerCase() };
  const people = await db.prisma.person.findMany({
    where: { OR: [exact, { name: { contains: text, mode: 'insensitive' } }] },
    select: { id: true },
    take: maxPeople + 1,
  });
  if (people.length > maxPeople)
    throw new CaseError('unknown-person', `More than ${maxPeople} people match “${text}”.`, 'Use their email address.');
  const byOperator = sql`lower(a.operator) = ${text.toLowerCase()}`;
  if (people.length > 0) return sql`(a.person_id = any (${people.map(({ id }) => id)}::int[]) or ${byOperator})`;
  const [known] = await db.prisma.$queryRaw<object[]>`select from access_entry a where ${byOperator} limit 1`;
  if (known) return byOperator;
  throw new CaseError('unknown-person', `Nobody matches “${text}”.`, 'Search for part of a name, or a whole email address.');
}

async function byAccount({ db }: Services, text: string): Promise<Prisma.Sql> {
  const select = { id: true } as const;
  const exact = await db.prisma.account.findUnique({ where: { key: text }, select });
  const where = { name: { contains: text, mode: 'insensitive' as const } };
  const accounts = exact ? [exact] : await db.prisma.account.findMany({ where, select });
  if (accounts.length > 0) return sql`a.account_id = any (${accounts.map(({ id }) => id)}::int[])`;
  throw new CaseError('unknown-account', `No account matches “${text}”.`, 'Use its key, or part of its name.');
}

async function byCase({ db }: Services, number: number): Promise<Prisma.Sql> {
  const found = await db.prisma.case.findUnique({ where: { number }, select: { id: true } });
  if (found) return sql`a.case_id = ${found.id}`;
  throw new CaseError('unknown-case', `We couldn't find ${formatCaseNumber(number)}.`, 'Check the number.');
}

/** Writes down a search of the log itself, which is case data like its results. */
export function accessSearchDetail(query: AccessQuery): string {
  return formatAccessQuery(query) || 'all entries';
}
