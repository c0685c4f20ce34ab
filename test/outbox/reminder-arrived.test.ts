// The card says that a reminder was sent only after a platform or mail server has accepted it.
import { expect } from 'vitest';
import { enqueuePost } from '../../src/outbox/enqueue/index.ts';
import { DeliveryError } from '../../src/ports.ts';
import { test } from './fixtures.ts';
import { Platform, until } from './harness.ts';

test('counts a reminder as sent once it is accepted, and updates the cards then', async ({ seed, startWorker, db }) => {
  const platform = new Platform();
  const caseId = await seed.openCase();
  await seed.addConversation(caseId, 'C1');
  const worker = startWorker(platform);
  await worker.idle();
  platform.before = ({ method }) => {
    if (method === 'send') throw new DeliveryError('failed', 'service_unavailable');
  };
  const at = new Date('2026-11-05T14:00:00Z');
  const { id: reminderPostId } = await db.prisma.$transaction(async (tx) => {
    const reminder = { caseId, kind: 'event', action: 'follow-up', authorName: 'Campus Support', createdAt: at } as const;
    const post = await tx.post.create({ data: { ...reminder, body: 'Reminder 1 of 3' } });
    await tx.followUp.create({ data: { caseId, startedAt: at, plan: [at], attempts: 1, dueAt: at, reminderPostId: post.id } });
    await enqueuePost(tx, post);
    return post;
  });
  await until(() => platform.made('send').length > 2);
  const arrived = async () => (await db.prisma.followUp.findUniqueOrThrow({ where: { caseId } })).reminderArrived;
  expect(await arrived()).toBe(false);
  // somebody looks at a card meanwhile
  await db.prisma.delivery.updateMany({ where: { kind: 'card' }, data: { sentAt: new Date(Date.now() + 60_000) } });
  platform.before = () => undefined;
  await worker.idle();
  expect(await arrived()).toBe(true);
  expect(platform.made('update')).toHaveLength(1);
  expect(await db.prisma.delivery.count({ where: { postId: reminderPostId, state: 'sent' } })).toBe(1);
  await db.prisma.followUp.delete({ where: { caseId } });
});
