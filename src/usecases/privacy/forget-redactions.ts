// Redactions that are prepared or under way hold the text that they look for. With its account, nothing of that is left to look for.
import type { Tx } from '../context.ts';

/** Forgets the redactions of an account, and ends their records: the erasure takes out everything that they would. */
export async function forgetRedactions(tx: Tx, accountId: number, at: Date): Promise<void> {
  await tx.redaction.deleteMany({ where: { accountId } });
  await tx.privacyRecord.updateMany({ where: { kind: 'redaction', accountId, finishedAt: null }, data: { finishedAt: at } });
}
