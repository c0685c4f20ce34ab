// Loads notices as people read them, limited to what each person may read.
import type { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { NoticeKind, NoticeSeverity, NoticeState } from '../../domain/notice.ts';
import { membershipsOf, seesInternal, seesSeveralAccounts, type Person } from '../../domain/person.ts';
import { scopeOf } from '../scope.ts';
import type { Tx, Services } from '../context.ts';

/** A notice, which is an incident or maintenance, as a person reads it. */
export interface NoticeFacts {
  id: number;
  kind: NoticeKind;
  title: string;
  /** Null for maintenance. */
  severity: NoticeSeverity | null;
  state: NoticeState;
  /** Empty if all modules are affected. */
  modules: string[];
  everyAccount: boolean;
  /** For a reader with several accounts: the names of those that it affects. Absent if it affects every account. */
  ofAccounts?: string[];
  /** What people can do until it ends, as CommonMark. */
  instructions: string | null;
  startsAt: Date;
  endsAt: Date | null;
  /** When the next update was promised for. */
  nextUpdateAt: Date | null;
  owner: { id: number; name: string };
  declaredAt: Date;
  /** Null for maintenance that is announced later. */
  announcedAt: Date | null;
  closedAt: Date | null;
  /** The newest update that a person wrote. */
  newest: UpdateFacts;
}

/** One update of a notice. */
export interface UpdateFacts {
  id: number;
  /** A person's: declare, update, change, resolve, complete, cancel. The clock's: announce, start, ask-end. */
  action: string;
  state: NoticeState;
  /** CommonMark; empty for the clock's updates. */
  body: string;
  at: Date;
}

/** The clock's updates have no text. */
const byPeople = { body: { not: '' } };

/** The relations that `noticeFacts` needs. */
export const withNoticeFacts = {
  owner: { select: { id: true, name: true } },
  updates: { where: byPeople, orderBy: { id: 'desc' }, take: 1 },
} satisfies Prisma.NoticeInclude;

/** Turns a database row into the facts of a notice. */
export function noticeFacts(row: Prisma.NoticeGetPayload<{ include: typeof withNoticeFacts }>): NoticeFacts {
  const { updates, ...rest } = row;
  const [newest] = updates;
  if (!newest) throw new Error(`notice ${row.id} has no update with a text`);
  return { ...rest, newest };
}

/** Loads a notice without checking who may read it. @returns null if no notice has this id */
export async function loadNotice(db: Pick<Tx, 'notice'>, id: number): Promise<NoticeFacts | null> {
  const row = await db.notice.findUnique({ where: { id }, include: withNoticeFacts });
  return row && noticeFacts(row);
}

/** Selects the notices a person may read: all for advisors; for contacts, announced ones that affect one of their accounts. */
export function readableNotices(actor: Person): Prisma.NoticeWhereInput {
  const { accountIds } = scopeOf(actor);
  const announced = { announcedAt: { not: null } };
  if (accountIds === null) return seesInternal(actor) ? {} : announced;
  return { ...announced, ...affecting(...accountIds) };
}

/** Selects the notices that affect an account, or one of several. */
export function affecting(...accountIds: number[]): Prisma.NoticeWhereInput {
  return { OR: [{ everyAccount: true }, { accounts: { some: { accountId: { in: accountIds } } } }] };
}

/** Finds which of these accounts a notice affects. */
export async function affectedAccounts({ db }: Services, id: number, accountIds: readonly number[]): Promise<number[]> {
  const accounts = { where: { accountId: { in: [...accountIds] } }, select: { accountId: true } };
  const notice = await db.prisma.notice.findUnique({ where: { id }, select: { everyAccount: true, accounts } });
  if (!notice) return [];
  return notice.everyAccount ? [...accountIds] : notice.accounts.map(({ accountId }) => accountId);
}

/**
 * Loads a notice that a person may read.
 * @throws CaseError unknown-notice, also for a notice of another account, so that its existence is not revealed
 */
export async function viewNotice(services: Services, actor: Person, id: number): Promise<NoticeFacts> {
  const row = await services.db.prisma.notice.findFirst({ where: { id, ...readableNotices(actor) }, include: withNoticeFacts });
  if (!row) throw unknownNotice();
  const [notice = noticeFacts(row)] = await namingAccounts(services, actor, [noticeFacts(row)]);
  return notice;
}

/** Builds the error for a notice that does not exist or that the person may not read. */
export function unknownNotice(): CaseError {
  return new CaseError('unknown-notice', "We couldn't find that notice.");
}

/**
 * Lists the open notices a person may read: incidents by severity, then maintenance by its start.
 * @param which.kind only incidents or only maintenance
 * @param which.accountId only those that affect this account
 * @param which.planned includes maintenance that is announced later; only advisors may read it
 */
export async function openNotices(
  services: Services,
  actor: Person,
  which: { kind?: NoticeKind; accountId?: number; planned?: boolean } = {},
): Promise<NoticeFacts[]> {
  const { kind, accountId, planned = false } = which;
  if (!(await isAnyOpen(services))) return [];
  const rows = await services.db.prisma.notice.findMany({
    where: {
      kind,
      closedAt: null,
      ...(planned ? {} : { announcedAt: { not: null } }),
      AND: [readableNotices(actor), accountId === undefined ? {} : affecting(accountId)],
    },
    include: withNoticeFacts,
    orderBy: [{ kind: 'asc' }, { severity: 'asc' }, { startsAt: 'asc' }, { id: 'asc' }],
  });
  return namingAccounts(services, actor, rows.map(noticeFacts));
}

/** Adds which of the reader's accounts notices affect, for a contact of several. */
export async function namingAccounts({ db }: Services, actor: Person, notices: NoticeFacts[]): Promise<NoticeFacts[]> {
  const narrow = notices.filter(({ everyAccount }) => !everyAccount).map(({ id }) => id);
  if (actor.kind === 'advisor' || !seesSeveralAccounts(actor) || narrow.length === 0) return notices;
  const accountIds = membershipsOf(actor).map(({ accountId }) => accountId);
  const affected = await db.prisma.noticeAccount.findMany({
    where: { noticeId: { in: narrow }, accountId: { in: accountIds } },
    select: { noticeId: true, account: { select: { name: true } } },
    orderBy: { account: { name: 'asc' } },
  });
  const namesOf = (id: number) => affected.filter(({ noticeId }) => noticeId === id).map(({ account }) => account.name);
  return notices.map((notice) => (notice.everyAccount ? notice : { ...notice, ofAccounts: namesOf(notice.id) }));
}

/** Runs for every case that is opened and mostly finds nothing; through Prisma it would cost eight times the CPU. */
async function isAnyOpen({ db }: Services): Promise<boolean> {
  const { rows } = await db.pool.query({ name: 'any-open-notice', text: 'select from notice where closed_at is null limit 1' });
  return rows.length > 0;
}
