// Files whose content does not come: the store is full or refuses us, the virus scanner or the platform does not answer. They are read again
// for hours (fetch-files.ts). Meanwhile the mail of their post goes out without them, and the leads learn of it.
import type { Post } from '../../db/generated/client.ts';
import { lateBefore } from '../../domain/files.ts';
import { enqueuePost, openMailConversations } from '../../outbox/enqueue/index.ts';
import type { Services, Tx } from '../context.ts';
import { isFirstTime } from '../idempotency.ts';
import { alertLeads } from './alert-leads.ts';

function lateFiles(now: Date) {
  return { state: 'expected' as const, deletedAt: null, createdAt: { lt: lateBefore(now) } };
}

/** Counts the files that are late. */
export function countLateFiles({ db }: Pick<Services, 'db'>, now: Date): Promise<number> {
  return db.prisma.file.count({ where: lateFiles(now) });
}

/**
 * Sends the mail of posts whose files are late, and alerts the leads once a day. Safe to run again, and concurrently.
 * @returns how many posts wait for files
 */
export async function handleLateFiles(services: Services): Promise<{ late: number }> {
  const { db, clock, mail } = services;
  const now = clock.now();
  const posts = await db.prisma.post.findMany({
    where: { deletedAt: null, files: { some: lateFiles(now) } },
    select: { id: true, caseId: true, kind: true, action: true },
    orderBy: { id: 'asc' },
  });
  if (mail) for (const post of posts) await db.transaction((tx) => sendMail(tx, post));
  const [first] = posts;
  if (first && (await isFirstTime(services, `late-files:${now.toISOString().slice(0, 10)}`)))
    await db.transaction((tx) => alertLeads(services, tx, first.id));
  return { late: posts.length };
}

/** Under the lock of the case, so that the post is mailed once, now or when its files are settled. */
async function sendMail(tx: Tx, post: Pick<Post, 'id' | 'kind' | 'action' | 'caseId'>): Promise<void> {
  await tx.$executeRaw`select 1 from "case" where id = ${post.caseId} for no key update`;
  const { deletedAt } = await tx.post.findUniqueOrThrow({ where: { id: post.id }, select: { deletedAt: true } });
  if (deletedAt || post.kind === 'note') return;
  await openMailConversations(tx, [post.caseId]);
  await enqueuePost(tx, post, { mail: 'only' });
}
