// Answers an email that somebody wrote on a closed case. The email is kept as a post, but nobody works on the case, and unlike in the chat its author
// would not see that. A thank-you must not reopen anything, so the answer offers what they can do instead of doing it.
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { Contact } from '../../domain/person.ts';
import { enqueueOwnPost } from '../../outbox/enqueue/index.ts';
import type { Services } from '../context.ts';
import { recordOnce, runOnce } from '../idempotency.ts';

const day = 24 * 60 * 60_000;
/** Answers to one person for one closing of a case. A program that does not say that it is one gets nothing else, whatever it writes. */
const most = 3;

/**
 * Mails the author of an email on a closed case what they can do: once a day, and three times for each closing. Repeats are harmless.
 * @param key of the email that became a post
 */
export async function offerAfterClosing(services: Services, key: string, author: Pick<Contact, 'id' | 'email'>): Promise<void> {
  const { db, clock } = services;
  if (!services.mail) return;
  const post = await db.prisma.post.findFirst({
    where: { originMessageId: key, originDestination: { platform: 'mail', channelId: author.email }, authorId: author.id },
    select: { id: true, createdAt: true, case: { select: { id: true, number: true, status: true } } },
  });
  if (post?.case.status !== 'Closed') return;
  const now = clock.now();
  // an old email that is read again, because a mailbox was rebuilt, is not answered
  if (now.getTime() - post.createdAt.getTime() > day) return;
  await runOnce(services, async (tx) => {
    await recordOnce(tx, `mail:${key}:closed`);
    const { id, createdAt } = post;
    const [locked] = await tx.$queryRaw<{ status: string; closed_at: Date | null }[]>`
      select status::text, closed_at from "case" where id = ${post.case.id} for no key update`;
    // reopened meanwhile, or closed after it was written
    if (locked?.status !== 'Closed' || locked.closed_at === null || createdAt < locked.closed_at) return;
    const limit = { since: locked.closed_at, most, notAfter: new Date(createdAt.getTime() - day) };
    const threadRef = formatCaseNumber(post.case.number);
    await enqueueOwnPost(tx, { id, caseId: post.case.id }, { ...author, threadRef }, limit);
  });
}
