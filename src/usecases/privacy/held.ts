// Who is held: while a legal hold is in force, nothing of its account, case or person is erased or redacted. The conditions are in
// db/legal-holds.ts; placing and lifting is in legal-hold.ts.
import { holdsOfAccount, holdsOfCases, holdsOfPerson } from '../../db/legal-holds.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { formatList } from '../../domain/text/numbers.ts';
import type { Tx } from '../context.ts';

/** A hold that is in force. */
export interface Hold {
  id: number;
  /** what is on hold: `CB-1042`, or the name of an account or person */
  subject: string;
  reason: string;
  placedBy: string;
}

/** What may be held: some cases, or an account or a person with everything that belongs to it. */
export type Holdable = { caseIds: readonly number[] } | { accountId: number } | { personId: number };

/** Holds that an error names. */
const maxNamed = 5;

/**
 * Finds the holds that keep something. A hold on a case keeps its contact, its authors and its account as well, and one on an account or a
 * person keeps its cases.
 * @returns at most five, oldest first
 */
export async function findHolds(tx: Pick<Tx, '$queryRaw'>, what: Holdable): Promise<Hold[]> {
  const keeps =
    'caseIds' in what
      ? holdsOfCases(what.caseIds)
      : 'accountId' in what
        ? holdsOfAccount(what.accountId)
        : holdsOfPerson(what.personId);
  const rows = await tx.$queryRaw<(Omit<Hold, 'subject'> & { number: number | null; name: string | null })[]>`
    select h.id, h.reason, h.placed_by "placedBy", held.number, coalesce(a.name, p.name) name
    from legal_hold h left join "case" held on held.id = h.case_id left join account a on a.id = h.account_id
      left join person p on p.id = h.person_id
    where h.lifted_at is null and (${keeps}) order by h.id limit ${maxNamed}`;
  return rows.map(({ number, name, ...row }) => ({ ...row, subject: number === null ? (name ?? '') : formatCaseNumber(number) }));
}

/**
 * Makes placing a hold wait for what begins to erase or redact, and for each batch of what is removed by its age, and these for placing a hold: so
 * that none begins while the other decides.
 */
export async function lockHolds(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(7217019)`;
}

/** Refuses to take out anything of what a hold keeps. @throws CaseError on-hold, which names the holds and who placed them */
export async function refuseHeld(tx: Pick<Tx, '$queryRaw'>, what: Holdable): Promise<void> {
  const holds = await findHolds(tx, what);
  if (holds.length === 0) return;
  const list = formatList(holds.map(({ id, subject, reason }) => `${subject} is under legal hold ${id} (${reason})`));
  const placedBy = formatList([...new Set(holds.map((one) => one.placedBy))]);
  throw new CaseError(
    'on-hold',
    `${list}, so nothing of it can be erased or redacted.`,
    holds.length === 1
      ? `${placedBy} placed the hold. A lead or an operator can lift it, and then you can try again.`
      : `${placedBy} placed the holds. A lead or an operator can lift them, and then you can try again.`,
  );
}
