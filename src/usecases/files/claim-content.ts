import { isHeldCase } from '../../db/legal-holds.ts';
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

/**
 * Tells whether a content must stay: a live file has it, an email has it as a file that is not posted yet, or a legal hold keeps the case of a
 * file that somebody deleted. Lock the checksum first.
 */
export async function isContentNeeded(tx: Tx, checksum: string): Promise<boolean> {
  const contains = JSON.stringify([{ result: { content: { checksum } } }]);
  const [found] = await tx.$queryRaw<{ needed: boolean }[]>`
    select exists (select from file f where f.checksum = ${checksum} and f.deleted_at is null)
      or exists (select from incoming_mail where state in ('waiting', 'opened') and files @> ${contains}::jsonb)
      or exists (select from file f join "case" c on c.id = f.case_id where f.checksum = ${checksum} and c.erased_at is null and ${isHeldCase}) needed`;
  return found?.needed ?? true;
}
