// Conditions on what a legal hold keeps. A hold on an account keeps its cases, people and files; one on a person keeps the cases that they
// opened or wrote in. The table has few rows, so none of these needs an index.
import { Prisma } from './generated/client.ts';

const { sql } = Prisma;

/** SQL: the holds `h` that keep the case `c`. */
export const holdsOfCase = sql`from legal_hold h where h.lifted_at is null and (h.case_id = c.id or h.account_id = c.account_id
  or h.person_id = c.contact_id or h.person_id is not null and exists (select from post held where held.case_id = c.id and held.author_id = h.person_id))`;

/** SQL: whether the hold `h` keeps one of these cases. */
export const holdsOfCases = (caseIds: readonly number[]): Prisma.Sql => sql`h.id in (
  select k.id from "case" c cross join lateral (select h.id ${holdsOfCase}) k where c.id = any (${[...caseIds]}::int[]))`;

/** SQL: whether the hold `h` keeps an account: itself, one of its cases, or a person who belongs to it or wrote in its cases. */
export const holdsOfAccount = (accountId: number): Prisma.Sql => sql`h.account_id = ${accountId}
  or exists (select from "case" c where c.id = h.case_id and c.account_id = ${accountId})
  or exists (select from person p where p.id = h.person_id and (p.account_id = ${accountId}
    or exists (select from membership m where m.person_id = p.id and m.account_id = ${accountId})
    or exists (select from "case" c where c.contact_id = p.id and c.account_id = ${accountId})
    or exists (select from post w join "case" c on c.id = w.case_id where w.author_id = p.id and c.account_id = ${accountId})))`;

/** SQL: whether the hold `h` keeps a person: themselves, an account of theirs, or a case (or its account) that they opened or wrote in. */
export const holdsOfPerson = (personId: number): Prisma.Sql => sql`h.person_id = ${personId}
  or exists (select from person p where p.id = ${personId} and (p.account_id = h.account_id
    or exists (select from membership m where m.person_id = p.id and m.account_id = h.account_id)))
  or exists (select from "case" c where (c.id = h.case_id or c.account_id = h.account_id) and (c.contact_id = ${personId}
    or exists (select from post w where w.case_id = c.id and w.author_id = ${personId})))`;

/** SQL: whether a hold keeps the case `c`. */
export const isHeldCase = sql`exists (select ${holdsOfCase})`;

/** SQL: whether a hold keeps the case with this id, an SQL expression that may be null. */
const isHeldCaseId = (id: Prisma.Sql): Prisma.Sql => sql`exists (select from "case" c where c.id = ${id} and ${isHeldCase})`;

/** SQL: whether a hold keeps the entry `x` of the access log: of its account, its case or its person. */
export const isHeldAccess = sql`exists (select from legal_hold h where h.lifted_at is null
  and (h.account_id = x.account_id or h.person_id = x.person_id or h.case_id = x.case_id)) or ${isHeldCaseId(sql`x.case_id`)}`;

/** SQL: whether a hold keeps the email `x` that arrived: of its case, its person or the accounts of its person. */
export const isHeldMail = sql`exists (select from legal_hold h join person p on p.id = x.person_id where h.lifted_at is null
  and (h.person_id = p.id or h.account_id = p.account_id
    or h.account_id in (select m.account_id from membership m where m.person_id = p.id))) or ${isHeldCaseId(sql`x.case_id`)}`;
