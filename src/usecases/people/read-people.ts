// The people of the directory, as leads see them.
import { authorizedTypes, contactsOfAccount } from '../../db/accounts.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor, ContactType } from '../../domain/person.ts';
import type { PlatformName } from '../../ports.ts';
import type { Services } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { newestChange, readHistory, type DirectoryChangeFacts } from './directory-history.ts';
import { unknownPerson } from './manage-people.ts';

/** A person of the directory in a list. */
export interface ListedPerson {
  id: number;
  name: string;
  email: string;
  kind: 'contact' | 'advisor';
  accountId: number | null;
  /** null for advisors */
  accountName: string | null;
  contactType: ContactType | null;
  /** further accounts of a contact, by name */
  also: { accountName: string; contactType: ContactType }[];
  lead: boolean;
  team: string | null;
  active: boolean;
  /** when an email to their address came back, and the status of the report, such as 5.1.1; null when emails arrive */
  mailFailed: { at: Date; code: string | null } | null;
}

/** A page of people. */
export interface PeoplePage {
  /** active people first, by name */
  people: ListedPerson[];
  total: number;
  page: number;
  pages: number;
}

/** Terms that select people by what they are. */
const groups: ReadonlyMap<string, Prisma.PersonWhereInput> = new Map<string, Prisma.PersonWhereInput>([
  ['contacts', { kind: 'contact', active: true }],
  ['advisors', { kind: 'advisor', active: true }],
  ['leads', { kind: 'advisor', lead: true, active: true }],
  ['deactivated', { active: false }],
]);

/**
 * Lists people of the directory.
 * @param text parts of their name, address or account, all of which must match; or contacts, advisors, leads, deactivated; '' for all active people
 * @param page from 1; beyond the end, the last page is returned
 * @throws CaseError not-allowed
 */
export async function listPeople(services: Services, lead: Advisor, text: string, page: number): Promise<PeoplePage> {
  authorize(lead, 'directory');
  const { db, settings } = services;
  const { pageSize } = settings.search;
  const parts = text.split(/\s+/).filter(Boolean);
  const where = parts.length === 0 ? { active: true } : { AND: parts.map(matching) };
  const total = await db.prisma.person.count({ where });
  const shown = pageOf(total, page, pageSize);
  const rows = await db.prisma.person.findMany({
    where,
    include: withAccounts,
    orderBy: [{ active: 'desc' }, { name: 'asc' }, { id: 'asc' }],
    ...shown.rows,
  });
  return { people: rows.map(listed), ...shown.position };
}

function matching(word: string): Prisma.PersonWhereInput {
  const group = groups.get(word.toLowerCase());
  if (group) return group;
  const contains = { contains: word, mode: 'insensitive' as const };
  const account = { OR: [{ name: contains }, { key: contains }] };
  return { OR: [{ name: contains }, { email: contains }, { account }, { memberships: { some: { account } } }] };
}

const withAccounts = {
  account: true,
  memberships: { include: { account: true }, orderBy: { account: { name: 'asc' } } },
} as const satisfies Prisma.PersonInclude;

type PersonRow = Prisma.PersonGetPayload<{ include: typeof withAccounts }>;

function listed(row: PersonRow): ListedPerson {
  const { id, name, email, kind, accountId, account, contactType, memberships, lead, team, active, mailFailedAt } = row;
  const also = memberships.map((one) => ({ accountName: one.account.name, contactType: one.contactType }));
  const mailFailed = mailFailedAt && { at: mailFailedAt, code: row.mailFailedCode };
  return {
    id,
    name,
    email,
    kind,
    accountId,
    accountName: account?.name ?? null,
    contactType,
    also,
    lead,
    team,
    active,
    mailFailed,
  };
}

/** A person as their card shows them. */
export interface ViewedPerson extends ListedPerson {
  accountKey: string | null;
  /** cases that they opened, or that are assigned to them */
  openCases: number;
  /** where they have used the bot */
  platforms: PlatformName[];
  isOnCall: boolean;
  /** names of the accounts in which nobody else could open a case */
  lastAuthorizedOf: string[];
  /** the latest changes, newest first */
  history: DirectoryChangeFacts[];
  /** id of the newest of them, or 0 */
  newestChange: number;
}

/** Changes on a person's card. */
const maxChanges = 5;

/** Reads a person for their card. @throws CaseError not-allowed, unknown-person */
export async function viewPerson(services: Services, lead: Advisor, id: number): Promise<ViewedPerson> {
  authorize(lead, 'directory');
  const { prisma } = services.db;
  const newest = await newestChange(services, { personId: id });
  const row = await prisma.person.findUnique({ where: { id }, include: withAccounts });
  if (!row) throw unknownPerson();
  const open = { status: { not: 'Closed' as const } };
  const openCases = await prisma.case.count({
    where: row.kind === 'contact' ? { contactId: id, ...open } : { advisorId: id, ...open },
  });
  const identities = await prisma.identity.findMany({
    where: { personId: id },
    select: { platform: true },
    distinct: ['platform'],
  });
  const history = await readHistory(services, { personId: id }, maxChanges);
  return {
    ...listed(row),
    accountKey: row.account?.key ?? null,
    openCases,
    platforms: identities.map(({ platform }) => platform).sort(),
    isOnCall: (await prisma.onCall.count({ where: { personId: id } })) > 0,
    lastAuthorizedOf: await lastAuthorizedOf(services, row),
    history,
    newestChange: newest,
  };
}

/** Finds the active accounts in which this person is the only one who can open cases. */
async function lastAuthorizedOf({ db }: Services, row: PersonRow): Promise<string[]> {
  if (row.kind !== 'contact' || !row.active) return [];
  const all = [{ account: row.account, contactType: row.contactType }, ...row.memberships];
  const names: string[] = [];
  for (const { account, contactType } of all) {
    if (!account?.active || contactType === 'readOnly') continue;
    const others = { id: { not: row.id }, ...contactsOfAccount(account.id, authorizedTypes) };
    if ((await db.prisma.person.count({ where: others })) === 0) names.push(account.name);
  }
  return names;
}
