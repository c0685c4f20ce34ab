// Conditions on what a legal hold keeps. A hold on an account keeps its cases, people and files; one on a person keeps the cases that they
// opened or wrote in. The table has few rows, so none of these needs an index.
import { Prisma } from './generated/client.ts';

const { sql } = Prisma;

/** SQL: the holds `h` that keep the case `c`. */
export const holdsOfCase = sql`from legal_hold h where h.lifted_at is null and (h.case_id = c.id or h.account_id = c.account_id
  or h.person_id = c.contact_id or h.person_id is not null and exists (select from post held where held.case_id = c.id and held.author_id = h.person_id))`;

/** SQL: whether a hold keeps the case `c`. */
export const isHeldCase = sql`exists (select ${holdsOfCase})`;

/** SQL: whether a hold keeps the case with this id, an SQL expression that may be null. */
export const isHeldCaseId = (id: Prisma.Sql): Prisma.Sql =>
  sql`exists (select from "case" c where c.id = ${id} and ${isHeldCase})`;

/** SQL: whether a hold keeps the entry `x` of the access log: of its account, its case or its person. */
export const isHeldAccess = sql`exists (select from legal_hold h where h.lifted_at is null
  and (h.account_id = x.account_id or h.person_id = x.person_id or h.case_id = x.case_id)) or ${isHeldCaseId(sql`x.case_id`)}`;

/** SQL: whether a hold keeps the email `x` that arrived: of its case, its person or the accounts of its person. */
export const isHeldMail = sql`exists (select from legal_hold h join person p on p.id = x.person_id where h.lifted_at is null
  and (h.person_id = p.id or h.account_id = p.account_id
    or h.account_id in (select m.account_id from membership m where m.person_id = p.id))) or ${isHeldCaseId(sql`x.case_id`)}`;
