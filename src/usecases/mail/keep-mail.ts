// The row of an email that arrived. It is written in the transaction of what the email does, and its key is unique: the same email never has a
// second effect, in whatever process and after whatever crash.
import { maxPostLength } from '../text-input.ts';
import { truncate } from '../../cards/visible-text.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { IncomingMail } from '../../ports.ts';
import { Repeat } from '../idempotency.ts';
import type { Tx } from '../context.ts';

/** Characters of a whole email that are kept. */
const maxWhole = 200_000;
const maxSubject = 500;

/** What becomes of an email. */
export interface KeptAs {
  state: 'posted' | 'waiting' | 'ignored';
  reason?: string;
  caseId?: number | null;
  personId?: number | null;
  files?: Prisma.InputJsonValue;
}

/** The columns that say what an email is. */
export function mailColumns({ key, messageId, from, subject, text, whole }: IncomingMail) {
  return {
    key,
    messageId,
    from: { address: from.address.slice(0, 320), name: truncate(from.name, 200) },
    subject: truncate(subject, maxSubject),
    text: truncate(text, maxPostLength),
    whole: whole.slice(0, maxWhole).replaceAll('\0', ''),
  };
}

/** Writes the row of an email. @throws Repeat if it has one */
export async function keepMail(tx: Tx, mail: IncomingMail, at: Date, as: KeptAs): Promise<number> {
  const { from, ...columns } = mailColumns(mail);
  const data = { ...columns, fromAddress: from.address, fromName: from.name, receivedAt: at, ...as };
  const { count } = await tx.incomingMail.createMany({ data: [data], skipDuplicates: true });
  if (count === 0) throw new Repeat(`mail:${mail.key}`);
  const { id } = await tx.incomingMail.findUniqueOrThrow({ where: { key: mail.key }, select: { id: true } });
  return id;
}
