// A small stage for the outbox: cases, the destinations they stand in, posts.
import type { Database } from '../../src/db/client.ts';
import type { Conversation } from '../../src/db/generated/client.ts';
import type { Side } from '../../src/domain/person.ts';
import { enqueueCard, enqueuePost, ensureDestination, openConversation } from '../../src/outbox/enqueue/index.ts';

export interface Scene {
  /** a new case. @returns its id */
  openCase: () => Promise<number>;
  /** a conversation of the case with its card on the way */
  place: (caseId: number, channelId: string, side?: Side, workspaceId?: string) => Promise<Conversation>;
  /** a post of the case on its way everywhere. @returns its id */
  write: (caseId: number, body: string, kind?: 'public' | 'note' | 'event', exceptDestinationId?: number) => Promise<number>;
}

export async function makeScene({ prisma }: Database): Promise<Scene> {
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
    place: (caseId, channelId, side = 'contact', workspaceId = 'T1') =>
      prisma.$transaction(async (tx) => {
        const destinationId = await ensureDestination(tx, { platform: 'slack', workspaceId, channelId });
        const conversation = await openConversation(tx, { caseId, destinationId, side });
        await enqueueCard(tx, conversation);
        return conversation;
      }),
    write: (caseId, body, kind = 'public', exceptDestinationId) =>
      prisma.$transaction(async (tx) => {
        await tx.$queryRaw`select 1 from "case" where id = ${caseId} for no key update`;
        const post = await tx.post.create({ data: { caseId, kind, body, authorName: 'Ada Park', createdAt: at } });
        await enqueuePost(tx, post, { exceptDestinationId });
        return post.id;
      }),
  };
}
