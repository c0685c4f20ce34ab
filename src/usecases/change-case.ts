// The frame around every change of a case. One transaction records the request, locks the case row, checks the permission once, lets the use
// case decide, and writes the case, its post, its history and the deliveries together. Use cases do nothing else with the database.
import { authorize, type Permission } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import type { Case } from '../db/generated/client.ts';
import { recordFingerprint, runOnce } from './idempotency.ts';
import { lockCase, type LockedCase } from './locked-case.ts';
import { everyAccount, scopeOf } from './scope.ts';
import type { Outcome, RequestContext, Tx, Services } from './context.ts';
import type { Change } from './case-change.ts';
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
  decide: (locked: LockedCase, tx: Tx) => Promise<Change> | Change,
): Promise<Outcome> {
  const outcome = await runOnce(services, async (tx) => {
    const locked = await lockCase(scopeOf(actor), tx, number, request.idempotencyKey);
    await recordFingerprint(tx, request.idempotencyKey, request.fingerprint);
    authorize(actor, typeof permission === 'function' ? permission(locked.accountId) : permission, locked.accountId);
    request.check?.(locked);
    const { reachesContact } = await writeChange(services, tx, actor, locked, request, await decide(locked, tx));
    return { number, ...(reachesContact ? { reachesContact: true as const } : {}) };
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
