// Takes a redaction through many cases: batch by batch, those with something to take out one by one, and the progress in a statement for many.
import { addResults, type RedactionResult } from '../../domain/redaction-result.ts';
import type { Services, Tx } from '../context.ts';
import { Failures } from '../failures.ts';
import { redactCase } from './redact-case.ts';
import type { Place } from './redact-places.ts';
import type { RedactionPlan } from './redact-plan.ts';
import { addToRecord, type UnderWay } from './redact-record.ts';
import { sortCases, type SortedCases } from './redact-sort.ts';

/** Cases that are looked through together. */
const batch = 200;
/** How long cases are taken out one by one before the progress is written, ms. */
const progressAfterMs = 5_000;

/**
 * Redacts cases that are not done yet, and writes down that they are. A run that is killed loses at most the progress of a batch: cases that were
 * done are looked through again, and nothing is found or counted in them twice. Safe to run concurrently.
 * @param max cases of this call
 * @param onProgress learns how many cases are left
 * @throws AggregateError at the end, if some cases failed; the others are done, and those are still on the list
 */
export async function redactRemaining(
  services: Services,
  underWay: UnderWay,
  plan: RedactionPlan,
  max: number,
  onProgress?: (left: number) => void,
): Promise<{ left: number }> {
  const failures = new Failures();
  const failed = new Set<number>();
  for (let done = 0; ;) {
    const row = await services.db.prisma.redaction.findUnique({ where: { id: underWay.id }, select: { remaining: true } });
    const remaining = row?.remaining ?? [];
    const caseIds = remaining.filter((id) => !failed.has(id)).slice(0, Math.min(batch, max - done));
    if (caseIds.length === 0) {
      failures.raise(notRedacted);
      return { left: remaining.length };
    }
    const redact = async (id: number, places: ReadonlySet<Place>): Promise<'held' | 'done' | 'failed'> => {
      const ended = await failures.past(() => redactCase(services, underWay, plan, id, { places }));
      if (ended === null) failed.add(id);
      return ended ?? 'failed';
    };
    await redactBatch(services, underWay, plan, caseIds, redact, onProgress);
    done += caseIds.length;
  }
}

const notRedacted = 'cases could not be redacted';

async function redactBatch(
  services: Services,
  underWay: UnderWay,
  plan: RedactionPlan,
  caseIds: readonly number[],
  redact: (id: number, places: ReadonlySet<Place>) => Promise<'held' | 'done' | 'failed'>,
  onProgress?: (left: number) => void,
): Promise<void> {
  const { clock, db } = services;
  const sorted = await sortCases(db.prisma, plan.what, { accountId: underWay.accountId, caseIds });
  const held = new Set<number>();
  let done = caseIds.filter((id) => !sorted.hits.has(id));
  let since = clock.now().getTime();
  const write = async (): Promise<void> => {
    if (done.length === 0) return;
    const left = await db.transaction((tx) => markDone(tx, underWay, done, { ...sorted, held }));
    [done, since] = [[], clock.now().getTime()];
    onProgress?.(left);
  };
  for (const id of caseIds) {
    const places = sorted.hits.get(id);
    if (!places) continue;
    const ended = await redact(id, places);
    if (ended === 'held') held.add(id);
    if (ended !== 'failed') done.push(id);
    if (clock.now().getTime() - since >= progressAfterMs) await write();
  }
  await write();
}

/** Takes cases off the list, and counts what stays in those that were still on it. @returns how many are left */
async function markDone(
  tx: Tx,
  underWay: UnderWay,
  done: readonly number[],
  { stays, held }: Pick<SortedCases, 'stays'> & { held: ReadonlySet<number> },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ remaining: number[] }[]>`
    select remaining from redaction where id = ${underWay.id} for no key update`;
  if (!row) return 0;
  const these = new Set(done);
  const remaining = row.remaining.filter((id) => !these.has(id));
  let counts: RedactionResult = {};
  // another process may have done some of them
  for (const id of row.remaining)
    if (these.has(id)) counts = addResults(counts, held.has(id) ? { skipped: 1 } : (stays.get(id) ?? {}));
  if (remaining.length < row.remaining.length) await tx.redaction.update({ where: { id: underWay.id }, data: { remaining } });
  if (Object.keys(counts).length > 0) await addToRecord(tx, underWay, counts);
  return remaining.length;
}

/**
 * Looks through cases once more, for what was written while they were redacted.
 * @throws AggregateError at the end, if some cases failed; the others are done
 */
export async function redactAgain(
  services: Services,
  underWay: UnderWay,
  plan: RedactionPlan,
  caseIds: readonly number[],
): Promise<void> {
  const failures = new Failures();
  for (let from = 0; from < caseIds.length; from += batch) {
    const area = { accountId: underWay.accountId, caseIds: caseIds.slice(from, from + batch) };
    const { hits } = await sortCases(services.db.prisma, plan.what, area);
    for (const [id, places] of hits) await failures.past(() => redactCase(services, underWay, plan, id, { places }));
  }
  failures.raise(notRedacted);
}
