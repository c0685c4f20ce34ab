import type { StoredContent } from '../../ports.ts';
import type { Services, Tx } from '../context.ts';

/** Locks a checksum until the transaction ends, so that no sweep removes a content in the moment in which a file gets it. */
export async function lockContent(tx: Tx, checksum: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${checksum}, 0))`;
}

/**
 * Makes sure that the content of a file that is written in this transaction stays: the store may have had it already, as an orphan.
 * @throws FileUnavailable if it is gone
 */
export async function claimContent({ files }: Services, tx: Tx, { checksum, infection }: StoredContent): Promise<void> {
  await lockContent(tx, checksum);
  if (!files || infection !== undefined) return;
  (await files.store.open(checksum, { start: 0, end: 0 })).destroy();
}
