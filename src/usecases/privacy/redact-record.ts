// The record of a redaction, which is the content of its certificate: counts by place, and nothing of what was taken out.
import { addResults, type RedactionResult } from '../../domain/redaction-result.ts';
import { Prisma, type Redaction } from '../../db/generated/client.ts';
import type { Tx } from '../context.ts';

/** A redaction that was started. */
export type UnderWay = Redaction & { recordId: number };

/** Adds counts to the record of a redaction. Waits for other transactions that do so. */
export async function addToRecord(tx: Tx, { recordId }: UnderWay, counts: RedactionResult): Promise<void> {
  const [row] = await tx.$queryRaw<{ result: RedactionResult }[]>`
    select result from privacy_record where id = ${recordId} for no key update`;
  if (!row) return;
  await tx.privacyRecord.update({ where: { id: recordId }, data: { result: addResults(row.result, counts) } });
}

/**
 * Counts what this redaction has not counted before: several cases can share it, and everything is looked through twice. Two transactions that
 * count the same things must count kinds in the same order.
 * @param kind what is counted, as in the result of the record
 * @param ids of the things, or SQL of them
 */
export async function countOnce(
  tx: Tx,
  { id }: Pick<UnderWay, 'id'>,
  kind: string,
  ids: readonly (number | bigint)[] | Prisma.Sql,
): Promise<number> {
  if (Array.isArray(ids) && ids.length === 0) return 0;
  const found = ids instanceof Prisma.Sql ? ids : Prisma.sql`select unnest(${[...ids]}::bigint[])`;
  return tx.$executeRaw`
    insert into redaction_count (redaction_id, kind, id) select distinct ${id}, ${kind}, found.id::bigint from (${found}) found(id) order by 3
    on conflict do nothing`;
}
