// What the next run of retention would remove, and what a legal hold keeps back. It reads with the conditions of the run.
import { Prisma } from '../../db/generated/client.ts';
import { holdsOfCase, isHeldAccess, isHeldCase, isHeldMail } from '../../db/legal-holds.ts';
import type { Services } from '../context.ts';
import { isMailDue } from '../empty-mails.ts';
import { authorizeRequester, recordPrivacy, type Requester } from './requester.ts';
import { dueBefore, isDue, type RetentionKind } from './retention.ts';

/** What is due of one account. */
export interface DueAccount {
  key: string;
  name: string;
  cases: number;
  /** of these cases, or the ones whose files are removed */
  files: number;
  /** when the first and the last of these cases were closed */
  oldest: Date;
  newest: Date;
}

/** What retention keeps of one kind. */
export interface DueKind {
  kind: RetentionKind;
  /** days; null: forever */
  keep: number | null;
  /** cases that were closed before are due */
  before: Date | null;
  accounts: DueAccount[];
  /** cases that are due and held, by hold */
  held: { hold: number; reason: string; cases: number }[];
}

/** What the next run would remove. */
export interface RetentionPreview {
  kinds: DueKind[];
  /** emails that arrived and are emptied (`keep.mail`), and those that a hold keeps */
  mails: { due: number; held: number };
  /** entries of the access log (`keep.accessLog`), and those that a hold keeps */
  accesses: { due: number; held: number };
}

const dayMs = 86_400_000;
const { sql } = Prisma;

/** Tells what the next run of retention would remove, and changes nothing. @throws CaseError not-allowed */
export async function previewRetention(services: Services, by: Requester): Promise<RetentionPreview> {
  authorizeRequester(by);
  await recordPrivacy(services, by, { action: 'retention' });
  const { keep } = services.settings;
  const ago = (days: number): Date => new Date(services.clock.now().getTime() - days * dayMs);
  return {
    kinds: [await dueOf(services, 'cases'), await dueOf(services, 'files')],
    mails: await countDue(services, 'incoming_mail', isMailDue(ago(keep.mail)), isHeldMail),
    accesses: await countDue(services, 'access_entry', sql`x.at < ${ago(keep.accessLog)}`, isHeldAccess),
  };
}

async function dueOf({ db, settings, clock }: Services, kind: RetentionKind): Promise<DueKind> {
  const keep = settings.keep[kind];
  const before = dueBefore(settings, kind, clock.now());
  if (before === null) return { kind, keep, before, accounts: [], held: [] };
  // a case that loses everything has no files left to remove
  const casesBefore = kind === 'files' ? dueBefore(settings, 'cases', clock.now()) : null;
  const only = casesBefore === null ? sql`true` : sql`not (${isDue('cases', casesBefore)})`;
  const due = sql`${isDue(kind, before)} and ${only}`;
  const accounts = await db.prisma.$queryRaw<DueAccount[]>`
    select a.key, a.name, count(*)::int cases, sum((select count(*) from file f where f.case_id = c.id and f.deleted_at is null
        and f.post_id is not null))::int files, min(c.closed_at) oldest, max(c.closed_at) newest
    from "case" c join account a on a.id = c.account_id where ${due} and not ${isHeldCase} group by a.id order by a.name, a.id`;
  const held = await db.prisma.$queryRaw<DueKind['held']>`
    select k.id hold, k.reason, count(*)::int cases from "case" c cross join lateral (select h.id, h.reason ${holdsOfCase}) k
    where ${due} group by k.id, k.reason order by k.id`;
  return { kind, keep, before, accounts, held };
}

async function countDue(
  { db }: Services,
  table: 'incoming_mail' | 'access_entry',
  due: Prisma.Sql,
  isHeld: Prisma.Sql,
): Promise<{ due: number; held: number }> {
  const [row] = await db.prisma.$queryRaw<{ due: number; held: number }[]>`
    select (count(*) filter (where not (${isHeld})))::int due, (count(*) filter (where ${isHeld}))::int held
    from ${Prisma.raw(table)} x where ${due}`;
  return row ?? { due: 0, held: 0 };
}
