// Empties emails that are decided once they are older than `keep.mail`. The row stays with its key, because a mailbox may offer the same email again
// as long as it keeps it. Its message ID often has the name of the sender's computer or of the sender in it, so a hash takes its place: an answer
// that refers to the email still finds its case.
import { isHeldMail } from '../db/legal-holds.ts';
import { Prisma } from '../db/generated/client.ts';
import type { SecretKeys } from '../ports.ts';
import type { Services } from './context.ts';
import { keyedHash, keyedHashes } from './keyed-hash.ts';
import { lockHolds } from './privacy/held.ts';

const { sql } = Prisma;
const purpose = 'casebridge message id';
/** Marks a hash. No message ID has a space. */
const hashed = (hash: string): string => `hashed ${hash}`;

/** Lists what may be stored of emails with these message IDs: the IDs themselves, and their hashes. */
export function storedMessageIds(keys: SecretKeys | null | undefined, messageIds: readonly string[]): string[] {
  return messageIds.flatMap((id) => [id, ...keyedHashes(keys, purpose, id).map(hashed)]);
}

/** SQL: the emails `x` that arrived before and must be emptied, unless a legal hold keeps them. */
export const isMailDue = (before: Date): Prisma.Sql => sql`x.received_at < ${before} and x.state <> 'waiting'
  and (x.whole <> '' or x.text <> '' or x.subject <> '' or x.from_address <> '' or x.from_name <> '' or strpos(x.message_id, ' ') = 0)`;

/** Rows per transaction. */
const batch = 1_000;

/** Empties the emails that arrived before. Safe to run concurrently. @returns how many */
export async function emptyMails({ db, secretKeys }: Pick<Services, 'db' | 'secretKeys'>, before: Date): Promise<number> {
  for (let emptied = 0; ;) {
    const count = await db.transaction(async (tx) => {
      await lockHolds(tx);
      const rows = await tx.$queryRaw<{ id: number; messageId: string | null }[]>`
        select x.id, x.message_id "messageId" from incoming_mail x where ${isMailDue(before)} and not (${isHeldMail})
        limit ${batch} for update of x skip locked`;
      const ids = rows.map(({ id }) => id);
      const hashes = rows.map(({ messageId }) => (messageId === null ? null : stored(secretKeys, messageId)));
      await tx.$executeRaw`
        update incoming_mail x set text = '', whole = '', subject = '', from_address = '', from_name = '', files = null, message_id = n.hash
        from unnest(${ids}::int[], ${hashes}::text[]) n (id, hash) where x.id = n.id`;
      return rows.length;
    });
    emptied += count;
    if (count < batch) return emptied;
  }
}

const stored = (keys: SecretKeys | null | undefined, messageId: string): string =>
  messageId.includes(' ') ? messageId : hashed(keyedHash(keys, purpose, messageId));
