// The journal of an erasure: its steps run in order, and what each did is stored before the next one begins. A process that is killed leaves
// the record unfinished, and the clock or the command goes on after the last step. Each step may run twice: it finds nothing the second time.
import type { PrivacyRecord } from '../../db/generated/client.ts';
import { addCounts, readErasureResult, type ErasureResult } from '../../domain/erasure-result.ts';
import type { Services } from '../context.ts';

/** What a step did. `wait`: it is not over, and is tried again later. `after`: it goes on behind this id at once. */
export interface StepResult {
  done?: Record<string, number>;
  names?: Record<string, number>;
  texts?: ErasureResult['texts'];
  unreached?: Record<string, number>;
  wait?: boolean;
  after?: number;
}

/** A step of an erasure. */
export interface Step {
  name: string;
  run: (pending: Pending) => Promise<StepResult>;
}

/** What the steps need until the end. */
export type Pending = NonNullable<ErasureResult['pending']>;

/** For tests: called after each step, or part of one, was stored. */
export type Observe = (step: string) => void;

/**
 * Runs the steps that are left.
 * @param finish runs in the transaction that ends the record
 * @returns whether it is finished; otherwise it waits for messages to be deleted
 */
export async function runSteps(
  services: Services,
  record: PrivacyRecord,
  steps: readonly Step[],
  finish: (pending: Pending) => Promise<StepResult>,
  observe: Observe = () => undefined,
): Promise<boolean> {
  let result = readErasureResult(record.result);
  const store = async (): Promise<void> =>
    void (await services.db.prisma.privacyRecord.update({ where: { id: record.id }, data: { result } }));
  const first = steps.findIndex(({ name }) => name === result.pending?.step) + 1;
  for (const { name, run } of steps.slice(first)) {
    for (;;) {
      if (!result.pending) throw new Error(`record ${record.id} has nothing left to do`);
      const did = await run(result.pending);
      result = added(result, did);
      const { pending } = result;
      const isPart = did.after !== undefined || did.wait === true;
      result = {
        ...result,
        pending: pending && { ...pending, ...(isPart ? { after: did.after ?? pending.after } : { step: name, after: 0 }) },
      };
      await store();
      observe(name);
      if (did.wait) return false;
      if (did.after === undefined) break;
    }
  }
  if (result.pending) result = added(result, await finish(result.pending));
  const { pending: _, ...certificate } = result;
  await services.db.prisma.privacyRecord.updateMany({
    where: { id: record.id, finishedAt: null },
    data: { result: certificate, finishedAt: services.clock.now() },
  });
  observe('finish');
  return true;
}

function added(result: ErasureResult, { done = {}, names = {}, texts = [], unreached = {} }: StepResult): ErasureResult {
  return {
    ...result,
    done: addCounts(result.done, done),
    names: addCounts(result.names, names),
    texts: [...result.texts, ...texts],
    unreached: addCounts(result.unreached, unreached),
  };
}

/**
 * Runs something for a record, unless another process does so at this moment. The lock ends with the process that holds it.
 * @returns undefined if another one has it
 */
export async function exclusively<T>({ db }: Services, recordId: number, run: () => Promise<T>): Promise<T | undefined> {
  const client = await db.pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock(7217020, $1) locked', [recordId]);
    if (!rows[0]?.locked) return undefined;
    try {
      return await run();
    } finally {
      await client.query('select pg_advisory_unlock(7217020, $1)', [recordId]);
    }
  } finally {
    client.release();
  }
}
