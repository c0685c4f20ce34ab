// The directory for the API: accounts and people that a reader may know, page after page.
import type { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import {
  isAuthorized,
  isAuthorizedMember,
  membershipsOf,
  type Contact,
  type ContactType,
  type Person,
} from '../../domain/person.ts';
import type { AccountIds } from '../../db/accounts.ts';
import { scopeOf } from '../scope.ts';
import type { Services } from '../context.ts';

/** An account of the directory. */
export interface DirectoryAccount {
  id: number;
  key: string;
  name: string;
  timezone: string;
  active: boolean;
}

/** A person of the directory. */
export interface DirectoryPerson {
  id: number;
  name: string;
  email: string;
  kind: 'contact' | 'advisor';
  active: boolean;
  /** what a contact is in the accounts that the reader sees */
  memberships: { accountId: number; accountKey: string; contactType: ContactType }[];
  lead: boolean;
  team: string | null;
}

/** Which rows a page has: those behind an id, the lowest id first. */
export interface DirectoryPage {
  after: number | null;
  limit: number;
}

/** A page of the directory. */
export interface DirectoryRows<T> {
  rows: T[];
  next: number | null;
}

/** Lists the accounts of a reader. */
export async function listDirectoryAccounts(
  services: Services,
  actor: Person,
  page: DirectoryPage,
): Promise<DirectoryRows<DirectoryAccount>> {
  authorizeReader(actor);
  const rows = await services.db.prisma.account.findMany({
    where: { AND: [accountsOf(actor), behind(page)] },
    select: accountColumns,
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return pageOf(rows, page);
}

/** Reads an account. @throws CaseError unknown-account, also for one that the reader may not see */
export async function readDirectoryAccount({ db }: Services, actor: Person, key: string): Promise<DirectoryAccount> {
  authorizeReader(actor);
  const found = await db.prisma.account.findFirst({ where: { AND: [accountsOf(actor), { key }] }, select: accountColumns });
  if (!found) throw new CaseError('unknown-account', "We couldn't find that account.", 'Check its key.');
  return found;
}

/** Finds the account of a contact with a key. @returns its ID; null when they do not belong to it */
export async function ownAccountId({ db }: Services, contact: Contact, key: string): Promise<number | null> {
  const id = { in: membershipsOf(contact).map(({ accountId }) => accountId) };
  return (await db.prisma.account.findFirst({ where: { id, key }, select: { id: true } }))?.id ?? null;
}

/**
 * Lists people: contacts of the reader's accounts, and advisors for a reader of every account. With the key of an account, lists only its contacts.
 * @throws CaseError unknown-account
 */
export async function listDirectoryPeople(
  services: Services,
  actor: Person,
  { account, ...page }: DirectoryPage & { account?: string | undefined },
): Promise<DirectoryRows<DirectoryPerson>> {
  authorizeReader(actor);
  const only = account === undefined ? null : (await readDirectoryAccount(services, actor, account)).id;
  const where = { AND: [only === null ? peopleOf(actor) : contactsIn([only]), behind(page)] };
  const rows = await services.db.prisma.person.findMany({
    where,
    include: withAccounts,
    orderBy: { id: 'asc' },
    take: page.limit + 1,
  });
  return pageOf(
    rows.map((row) => personFacts(actor, row)),
    page,
  );
}

/** Reads a person. @throws CaseError unknown-person, also for one whom the reader may not see */
export async function readDirectoryPerson({ db }: Services, actor: Person, id: number): Promise<DirectoryPerson> {
  authorizeReader(actor);
  const row = await db.prisma.person.findFirst({ where: { AND: [peopleOf(actor), { id }] }, include: withAccounts });
  if (!row) throw new CaseError('unknown-person', "We couldn't find that person.", 'Check the ID.');
  return personFacts(actor, row);
}

const accountColumns = { id: true, key: true, name: true, timezone: true, active: true } as const;
const accountKey = { account: { select: { key: true } } } as const;
const withAccounts = { account: { select: { key: true } }, memberships: { include: accountKey } } as const;

type PersonRow = Prisma.PersonGetPayload<{ include: typeof withAccounts }>;

/** A Read-Only Contact reads cases and nothing of the directory. @throws CaseError not-allowed */
function authorizeReader(actor: Person): void {
  if (actor.kind === 'advisor' || isAuthorized(actor)) return;
  throw new CaseError('not-allowed', 'Only advisors and Authorized Contacts can read the directory.');
}

/** The accounts whose directory somebody reads. A contact of several may be a Read-Only Contact in some of them. */
function accountIdsOf(actor: Person): AccountIds {
  if (actor.kind === 'advisor') return scopeOf(actor).accountIds;
  return membershipsOf(actor)
    .filter(isAuthorizedMember)
    .map(({ accountId }) => accountId);
}

function accountsOf(actor: Person): Prisma.AccountWhereInput {
  const accountIds = accountIdsOf(actor);
  return { erasedAt: null, ...(accountIds === null ? {} : { id: { in: [...accountIds] } }) };
}

function peopleOf(actor: Person): Prisma.PersonWhereInput {
  const accountIds = accountIdsOf(actor);
  return { erasedAt: null, ...(accountIds === null ? {} : contactsIn(accountIds)) };
}

function contactsIn(accountIds: readonly number[]): Prisma.PersonWhereInput {
  const of = { accountId: { in: [...accountIds] } };
  return { kind: 'contact', erasedAt: null, OR: [of, { memberships: { some: of } }] };
}

const behind = ({ after }: DirectoryPage) => (after === null ? {} : { id: { gt: after } });

function personFacts(actor: Person, row: PersonRow): DirectoryPerson {
  const accountIds = accountIdsOf(actor);
  const { id, name, email, kind, active, lead, team, account, accountId, contactType, memberships } = row;
  const all = [{ accountId, contactType, account }, ...memberships];
  return {
    ...{ id, name, email, kind, active, lead, team },
    // contacts of several accounts are known only as what they are in those of the reader
    memberships: all.flatMap((one) =>
      one.accountId !== null && one.contactType !== null && one.account && (accountIds?.includes(one.accountId) ?? true)
        ? [{ accountId: one.accountId, accountKey: one.account.key, contactType: one.contactType }]
        : [],
    ),
  };
}

function pageOf<T extends { id: number }>(rows: T[], { limit }: DirectoryPage): DirectoryRows<T> {
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
