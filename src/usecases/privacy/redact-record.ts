// The record of a redaction, which is the content of its certificate: counts by place, and nothing of what was taken out.
import { addResults, type RedactionResult } from '../../domain/redaction-result.ts';
import type { Redaction } from '../../db/generated/client.ts';
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
