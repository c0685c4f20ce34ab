// The frame around every change of a case. One transaction records the request, locks the case row, checks the permission once, lets the use
// case decide, and writes the case, its post, its history and the deliveries together. Use cases do nothing else with the database.
import { authorize, type Permission } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import { Prisma, type Account, type Case } from '../db/generated/client.ts';
import { recordFingerprint, recordKey, Repeat, runOnce } from './idempotency.ts';
import { everyAccount, scopeOf, unknownCase, withinScope, type Scope } from './scope.ts';
import type { Outcome, RequestContext, Tx, Services } from './context.ts';
import type { Change } from './case-change.ts';
import { asAccountRow, asCaseRow, type Json } from './read-row.ts';
import { writeChange } from './write-change.ts';

export type { Change } from './case-change.ts';

/**
 * Changes a case in the name of a person.
 * @param permission what the person must be allowed to do; a function where that depends on the account of the case
 * @param decide returns the change, given the locked row; must not call the network
 * @returns 'repeat' when this request had its effect before
 * @throws CaseError unknown-case, not-allowed, not-now or one that `decide` throws; nothing is stored then
 */
export async function changeCase(
  services: Services,
  actor: Person,
  number: number,
  permission: Permission | ((accountId: number) => Permission),
  request: RequestContext,
  decide: (locked: Case, tx: Tx) => Promise<Change> | Change,
): Promise<Outcome> {
  const outcome = await runOnce(services, async (tx) => {
    const locked = await lockCase(scopeOf(actor), tx, number, request.idempotencyKey);
    await recordFingerprint(tx, request.idempotencyKey, request.fingerprint);
    authorize(actor, typeof permission === 'function' ? permission(locked.accountId) : permission, locked.accountId);
    await writeChange(services, tx, actor, locked, request, await decide(locked, tx));
    return { number };
  });
  if (request.files && request.files.length > 0) services.files?.wake?.();
  return outcome;
}

/**
 * Changes a case in the name of the clock, without a permission check.
 * @param idempotencyKey names this very effect, so that it never happens twice
 * @param decide returns the change, or null when nothing is to be done any longer
 */
export function changeCaseByClock(
  services: Services,
  number: number,
  idempotencyKey: string,
  decide: (locked: Case, tx: Tx) => Promise<Change | null> | Change | null,
): Promise<Outcome> {
  return runOnce(services, async (tx) => {
    const locked = await lockCase(everyAccount, tx, number, idempotencyKey);
    const change = await decide(locked, tx);
    if (change) await writeChange(services, tx, null, locked, { idempotencyKey, platform: null }, change);
    return { number };
  });
}

/** A case whose row is locked, with its account. */
export type LockedCase = Case & { account: Account };

/**
 * Reads a case and locks its row until the transaction ends, so that nothing is decided on stale data.
 * @param idempotencyKey is recorded before the row is locked, so that a repeat waits for the first request and not for the case
 * @throws CaseError unknown-case when it does not exist or is out of scope
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
  const [read] = await tx.$queryRaw<{ isNew: boolean; case: Json; account: Json }[]>`
    ${recorded} select request."isNew", to_json(c) "case", to_json(a) account
    from ${isNew} request cross join "case" c join account a on a.id = c.account_id
    where c.number = ${number} and ${withinScope(scope)} for no key update of c`;
  if (read?.isNew === false) throw new Repeat(idempotencyKey);
  if (!read) throw unknownCase(number);
  return { ...asCaseRow(read.case), account: asAccountRow(read.account) } as unknown as LockedCase;
}
