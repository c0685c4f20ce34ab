import { Prisma, type Account, type Case, type Person } from '../db/generated/client.ts';
import { send } from '../db/transaction.ts';
import type { Tx } from './context.ts';
import { recordKey, Repeat } from './idempotency.ts';
import { asAccountRow, asCaseRow, asRow, type Json } from './read-row.ts';
import { erasedCase, unknownCase, withinScope, type Scope } from './scope.ts';

/** A case whose row is locked, with what most changes of it need. */
export type LockedCase = Case & { account: Account; advisor: Person | null };

/**
 * Reads a case and locks its row until the transaction ends, so that nothing is decided on stale data.
 * @param idempotencyKey is recorded before the row is locked, so that a repeat waits for the first request and not for the case
 * @throws CaseError unknown-case when it does not exist or is out of scope
 * @throws CaseError erased when its texts are gone
 * @throws Repeat
 */
export async function lockCase(scope: Scope, tx: Tx, number: number, idempotencyKey?: string): Promise<LockedCase> {
  const [recorded, isNew] =
    idempotencyKey === undefined
      ? [Prisma.empty, Prisma.sql`(select true as "isNew")`]
      : [
          Prisma.sql`with recorded as (${recordKey(idempotencyKey)} returning key)`,
          Prisma.sql`(select count(*) > 0 as "isNew" from recorded)`,
        ];
  const [read] = await send<{ isNew: boolean; case: Json; account: Json; advisor: Json | null }>(
    tx,
    Prisma.sql`
      ${recorded} select request."isNew", to_json(c) "case", to_json(a) account, to_json(p) advisor
      from ${isNew} request cross join "case" c join account a on a.id = c.account_id left join person p on p.id = c.advisor_id
      where c.number = ${number} and ${withinScope(scope)} for no key update of c`,
  );
  if (read?.isNew === false) throw new Repeat(idempotencyKey);
  if (!read) throw unknownCase(number);
  if (read.case['erased_at'] != null) throw erasedCase(number);
  const advisor = read.advisor && asRow(read.advisor);
  return { ...asCaseRow(read.case), account: asAccountRow(read.account), advisor } as unknown as LockedCase;
}

/** Returns the assigned advisor of a case, who may have been read along with it. */
export async function advisorOf(tx: Tx, of: { advisorId: number | null; advisor?: Person | null }): Promise<Person | null> {
  const { advisorId, advisor } = of;
  if (advisorId === null) return null;
  // somebody else may have been assigned while the statement that read both waited for the lock
  return advisor?.id === advisorId ? advisor : tx.person.findUnique({ where: { id: advisorId } });
}
