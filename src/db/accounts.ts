// Conditions on the accounts (school districts) of cases, people and workspaces. A contact belongs to the account of their row in `person`,
// and perhaps to further ones, each a row in `membership`.
import type { ContactType } from '../domain/person.ts';
import { Prisma } from './generated/client.ts';

const { sql } = Prisma;

/** The only accounts that a query covers; null for all. */
export type AccountIds = readonly number[] | null;

/** SQL: whether an account is one of these. One account, which is usual, is compared for equality, so that an index gives its rows in order. */
export function inAccounts(accountId: Prisma.Sql, accountIds: AccountIds): Prisma.Sql {
  if (accountIds === null) return sql`true`;
  const [only, ...more] = accountIds;
  return only !== undefined && more.length === 0
    ? sql`${accountId} = ${only}`
    : sql`${accountId} = any (${[...accountIds]}::int[])`;
}

/** SQL: whether the person `p` is a contact of an account. @param accountId an SQL expression */
export const isContactOf = (accountId: Prisma.Sql): Prisma.Sql => sql`(p.kind = 'contact' and (p.account_id = ${accountId}
  or exists (select from membership m where m.person_id = p.id and m.account_id = ${accountId})))`;

/** Selects the active contacts of an account. @param types only contacts of these types */
export function contactsOfAccount(accountId: number, types?: readonly ContactType[]): { AND: Prisma.PersonWhereInput[] } {
  const of = types ? { accountId, contactType: { in: [...types] } } : { accountId };
  return { AND: [{ kind: 'contact', active: true }, { OR: [of, { memberships: { some: of } }] }] };
}

/** The contact types of Authorized Contacts. */
export const authorizedTypes = ['support', 'technical', 'implementation'] as const satisfies readonly ContactType[];

/** A person's row with their further memberships. */
interface WithMemberships {
  accountId: number | null;
  contactType: ContactType | null;
  memberships: readonly { accountId: number; contactType: ContactType }[];
}

/** Tells what a person is in an account. @returns null when they do not belong to it */
export function contactTypeIn({ memberships, ...first }: WithMemberships, accountId: number): ContactType | null {
  return [first, ...memberships].find((one) => one.accountId === accountId)?.contactType ?? null;
}

/** SQL: whether the workspace `w` vouches for contacts of an account: the account's own one, or the support organization's. @param accountId an SQL expression */
export const vouchesFor = (accountId: Prisma.Sql): Prisma.Sql =>
  sql`(w.account_id is null or ${accountId} = w.account_id or ${accountId} = any (w.also_account_ids))`;

/** SQL: whether the identity `i` is a user of other accounts' workspace, where an account's cases must not be shown. */
export const isElsewhere = (accountId: Prisma.Sql): Prisma.Sql => sql`exists (select from workspace w
  where w.platform = i.platform and w.external_id = i.home_workspace and not ${vouchesFor(accountId)})`;
