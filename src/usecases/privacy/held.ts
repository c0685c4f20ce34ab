// Legal holds as redactions ask for them: while one stands, nothing of its account, case or person is taken out.
import { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { Tx } from '../context.ts';

const { sql } = Prisma;

/** A legal hold that stands. */
export interface Hold {
  id: number;
  /** what is on hold: `CB-1042`, or the name of an account or person */
  subject: string;
  reason: string;
  placedBy: string;
}

/**
 * Finds a hold on one of these cases: its own, of its account, of its contact, or of somebody who wrote on it.
 * @returns null without one
 */
export async function holdOn(tx: Pick<Tx, '$queryRaw'>, { caseIds }: { caseIds: readonly number[] }): Promise<Hold | null> {
  const [row] = await tx.$queryRaw<(Omit<Hold, 'subject'> & { number: number | null; name: string | null })[]>`
    select h.id, h.reason, h.placed_by "placedBy", held.number, coalesce(a.name, p.name) name
    from legal_hold h left join "case" held on held.id = h.case_id left join account a on a.id = h.account_id left join person p on p.id = h.person_id
    where h.lifted_at is null and (h.case_id = any (${caseIds}::int[])
      or h.account_id in (select account_id from "case" where id = any (${caseIds}::int[]))
      or h.person_id in (select contact_id from "case" where id = any (${caseIds}::int[])
        union select author_id from post where case_id = any (${caseIds}::int[])))
    order by h.id limit 1`;
  return row ? holdOf(row) : null;
}

/** Finds a hold on an account, one of its cases or one of its contacts. @returns null without one */
export async function holdInAccount(tx: Pick<Tx, '$queryRaw'>, accountId: number): Promise<Hold | null> {
  const inAccount = sql`h.account_id = ${accountId} or h.case_id in (select id from "case" where account_id = ${accountId})
    or h.person_id in (select id from person where account_id = ${accountId} union select person_id from membership where account_id = ${accountId})`;
  const [row] = await tx.$queryRaw<(Omit<Hold, 'subject'> & { number: number | null; name: string | null })[]>`
    select h.id, h.reason, h.placed_by "placedBy", held.number, coalesce(a.name, p.name) name
    from legal_hold h left join "case" held on held.id = h.case_id left join account a on a.id = h.account_id left join person p on p.id = h.person_id
    where h.lifted_at is null and (${inAccount}) order by h.id limit 1`;
  return row ? holdOf(row) : null;
}

function holdOf({ number, name, ...row }: Omit<Hold, 'subject'> & { number: number | null; name: string | null }): Hold {
  return { ...row, subject: number === null ? (name ?? 'everything') : formatCaseNumber(number) };
}

/** Builds the error for what a hold forbids. */
export function onHold({ id, subject, placedBy, reason }: Hold): CaseError {
  return new CaseError(
    'on-hold',
    `${subject} is under legal hold ${id} (${reason}), so nothing of it can be redacted.`,
    `${placedBy} placed the hold. A lead or an operator can lift it, and then you can try again.`,
  );
}
