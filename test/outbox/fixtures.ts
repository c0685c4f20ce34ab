// Fixtures for the outbox: cases, their conversations and posts, and workers that deliver them.
import type { Database } from '../../src/db/client.ts';
import type { Conversation } from '../../src/db/generated/client.ts';
import type { Side } from '../../src/domain/person.ts';
import type { Worker } from '../../src/outbox/worker.ts';
import { enqueueCard, enqueuePost, ensureDestination, openConversation } from '../../src/outbox/enqueue/index.ts';
import { test as base } from '../fixtures.ts';
import { startTestWorker, type StartWorker } from './harness.ts';

/** Creates the rows that the outbox works on. */
export interface Seed {
  /** Creates a case and returns its ID. */
  openCase: () => Promise<number>;
  /** Adds a conversation to the case and enqueues its card there. */
  addConversation: (caseId: number, channelId: string, side?: Side, workspaceId?: string) => Promise<Conversation>;
  /** Adds a post to the case, enqueues it in every conversation and returns its ID. */
  addPost: (caseId: number, body: string, kind?: 'public' | 'note' | 'event', exceptDestinationId?: number) => Promise<number>;
}

/** Creates an account and a contact, for whom the seed opens cases. */
async function createSeed(db: Database): Promise<Seed> {
  const { prisma } = db;
  const at = new Date('2026-11-02T15:00:00Z');
  const account = await prisma.account.create({ data: { key: 'plainview', name: 'Plainview', timezone: 'America/Chicago' } });
  const contact = await prisma.person.create({
    data: { name: 'Ada Park', email: 'ada@plainview.example', kind: 'contact', contactType: 'support', accountId: account.id },
  });
  const facts = { subject: 'Grades', description: 'Gone.', priority: 'Low', module: 'Fees', caseType: 'Question' } as const;
  return {
    openCase: async () => {
      const made = { accountId: account.id, contactId: contact.id, category: 'Question', source: 'slack' } as const;
      const row = await prisma.case.create({ data: { ...facts, ...made, createdAt: at, updatedAt: at } });
      return row.id;
    },
    addConversation: (caseId, channelId, side = 'contact', workspaceId = 'T1') =>
      db.transaction(async (tx) => {
        const destinationId = await ensureDestination(tx, { platform: 'slack', workspaceId, channelId });
        const conversation = await openConversation(tx, { caseId, destinationId, side });
        await enqueueCard(tx, conversation);
        return conversation;
      }),
    addPost: (caseId, body, kind = 'public', exceptDestinationId) =>
      db.transaction(async (tx) => {
        await tx.$queryRaw`select 1 from "case" where id = ${caseId} for no key update`;
        const post = await tx.post.create({ data: { caseId, kind, body, authorName: 'Ada Park', createdAt: at } });
        await enqueuePost(tx, post, { exceptDestinationId });
        return post.id;
      }),
  };
}

/** Test API with one database and one seed per file. After each test the workers stop and the cases are deleted. */
export const test = base
  .extend('seed', { scope: 'file' }, ({ db }) => createSeed(db))
  .extend('startWorker', { auto: true }, ({ db }, { onCleanup }): StartWorker => {
    const workers: Worker[] = [];
    onCleanup(async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
      await db.pool.query(
        'truncate delivery, conversation, post, destination, outage, workspace_pace, "case" restart identity cascade',
      );
    });
    return (platform, options) => {
      const worker = startTestWorker(db, platform, options);
      workers.push(worker);
      return worker;
    };
  });
