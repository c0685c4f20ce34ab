// Takes what erased cases had outside of the database out of the store, and forgets their messages once the platforms have deleted them.
import { Prisma } from '../../db/generated/client.ts';
import { isGivenUp, type GiveUp } from '../../outbox/enqueue/erase.ts';
import type { Services, Tx } from '../context.ts';
import { isContentNeeded, lockContent } from '../files/claim-content.ts';

const { sql } = Prisma;

/** Files or messages per transaction. */
const batch = 500;

/** What is left of erased cases. */
export interface Remains {
  /** files whose contents were taken out of the store */
  contents: number;
  /** messages that the platforms have deleted */
  messages: number;
  /** messages that a platform refuses to delete, by its error code */
  refused: Record<string, number>;
  /** messages that are still to be deleted */
  waiting: number;
}

/**
 * Clears away what is left of erased cases. Safe to run concurrently.
 * @param accountId only of this account
 * @param giveUp which messages that wait are given up
 */
export async function clearErased(services: Services, accountId: number | null, giveUp: GiveUp = 'none'): Promise<Remains> {
  const isOf = accountId === null ? sql`c.erased_at is not null` : sql`c.account_id = ${accountId} and c.erased_at is not null`;
  const refused = await countRefused(services, isOf, giveUp);
  const messages = await inBatches(services, (tx) => forgetMessages(tx, isOf, giveUp));
  const contents = await inBatches(services, (tx) => removeFiles(services, tx, isOf));
  const [row] = await services.db.prisma.$queryRaw<{ waiting: number }[]>`
    select count(*)::int waiting from delivery d join "case" c on c.id = d.case_id where ${isDetached} and ${isOf}`;
  return { contents, messages, refused, waiting: row?.waiting ?? 0 };
}

/** SQL: whether the delivery `d` belongs to an erased case, so that nothing but its message is left; as in the index `delivery_detached`. */
const isDetached = sql`(d.withdrawn and d.conversation_id is null and d.case_id is not null)`;

async function countRefused({ db }: Services, isOf: Prisma.Sql, giveUp: GiveUp): Promise<Record<string, number>> {
  const rows = await db.prisma.$queryRaw<{ code: string; count: number }[]>`
    select coalesce(d.error_code, o.code, 'unknown') code, count(*)::int count from delivery d join "case" c on c.id = d.case_id
      join destination l on l.id = d.destination_id left join outage o on o.id = l.outage_id
    where ${isDetached} and ${isOf} and ${isGivenUp(giveUp)} group by 1`;
  return Object.fromEntries(rows.map(({ code, count }) => [code, count]));
}

async function forgetMessages(tx: Tx, isOf: Prisma.Sql, giveUp: GiveUp): Promise<number> {
  const done = sql`(d.state = 'sent' or ${isGivenUp(giveUp)})`;
  return tx.$executeRaw`delete from delivery where id in (
    select d.id from delivery d join "case" c on c.id = d.case_id where ${isDetached} and ${isOf} and ${done} order by d.id limit ${batch}
    for update of d skip locked)`;
}

/** Deletes the rows of files once no message needs them, and their contents unless another file has the same. */
async function removeFiles({ files }: Services, tx: Tx, isOf: Prisma.Sql): Promise<number> {
  // without the store, as on the command line of a bot that runs elsewhere, the bot does this
  if (!files) return 0;
  const rows = await tx.$queryRaw<{ id: number; checksum: string | null }[]>`
    select f.id, f.checksum from file f join "case" c on c.id = f.case_id where ${isOf} and not exists (
      select from file_copy k where k.file_id = f.id) and not exists (select from delivery d where d.file_id = f.id)
    order by f.id limit ${batch} for update of f skip locked`;
  if (rows.length === 0) return 0;
  await tx.$executeRaw`delete from file where id = any (${rows.map(({ id }) => id)}::int[])`;
  const checksums = [...new Set(rows.flatMap(({ checksum }) => checksum ?? []))].sort();
  for (const checksum of checksums) {
    await lockContent(tx, checksum);
    if (!(await isContentNeeded(tx, checksum))) await files.store.remove(checksum);
  }
  return rows.length;
}

async function inBatches({ db }: Services, run: (tx: Tx) => Promise<number>): Promise<number> {
  for (let all = 0; ;) {
    const count = await db.transaction(run, { timeout: 120_000 });
    all += count;
    if (count < batch) return all;
  }
}
