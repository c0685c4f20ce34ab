import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { caseOfThread } from '../../../src/usecases/cases/case-of-thread.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { mergeCases } from '../../../src/usecases/cases/merge-cases.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { unmergeCases } from '../../../src/usecases/cases/unmerge-cases.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { parseSearch } from '../../../src/domain/search/parse-query.ts';
import { isolatedTest as test, newCase, plainviewSpace, storedCase, vendor, type World } from '../fixtures.ts';

/** A case of Ada, and a duplicate that Ben opened, with a post and a note. */
async function duplicates(world: World): Promise<{ target: number; source: number }> {
  const { services, ben, max, request } = world;
  const target = await world.open({ subject: 'The original' });
  const filed = { workspaceId: plainviewSpace, directChannel: 'D0BEN' };
  const input = { ...newCase, subject: 'The *duplicate*', description: 'Same here.' };
  const opened = await openCase(services, ben, input, filed, request());
  if (opened === 'repeat') throw new Error('a new case was taken for a repeat');
  await addPost(services, ben, { number: opened.number, text: 'Since the zebra update.' }, request());
  await addNote(services, max, { number: opened.number, text: 'Look at the other one.' }, request());
  return { target, source: opened.number };
}

const merge = ({ services, max, request }: World, number: number, into: number) =>
  mergeCases(services, max, { number, into }, request());

async function found({ services, max }: World, text: string): Promise<number[]> {
  const search = parseSearch(text, services.settings);
  if (search.kind === 'feed') throw new Error('not a search');
  return (await searchCases(services, max, search.query, 'UTC')).rows.map(({ number }) => number);
}

/** The posts that a direct conversation gets, in order. */
async function sentTo({ services }: World, channelId: string): Promise<string[]> {
  const where = { destination: { channelId }, kind: 'post' as const, withdrawn: false };
  const rows = await services.db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' }, include: { post: true } });
  return rows.map(({ post }) => post?.body ?? '');
}

describe('merging a duplicate', () => {
  test('moves posts, notes, recipients and conversations, and closes it', async ({ db, world }) => {
    const { target, source } = await duplicates(world);
    await merge(world, source, target);
    const after = await storedCase(db, target);
    expect(after.posts.map(({ body }) => body)).toEqual([
      'Since the zebra update.',
      'Look at the other one.',
      `**CB-${source} · The \\*duplicate\\***\n\nSame here.`,
    ]);
    expect(await storedCase(db, source)).toMatchObject({
      status: 'Closed',
      closeReason: `Duplicate of CB-${target}`,
      posts: [{ action: 'close' }],
    });
    expect((await viewCase(world.services, world.max, target)).recipients).toEqual(['Ada Park', 'Ben Ode']);
    expect(await found(world, 'zebra')).toEqual([target]);
  });

  test('notifies both sides in the conversations they have', async ({ world }) => {
    const { target, source } = await duplicates(world);
    await merge(world, source, target);
    const merged = `**CB-${source} · The \\*duplicate\\***\n\nSame here.`;
    expect(await sentTo(world, 'D0ADA')).toEqual([merged]);
    expect((await sentTo(world, 'D0BEN')).at(-1)).toBe(merged);
    expect((await sentTo(world, 'C0GRADES')).slice(-2).sort()).toEqual([merged, `Duplicate of CB-${target}`].sort());
  });

  test('goes on with the thread of the other contact as a thread of the case', async ({ db, world }) => {
    const { target, source } = await duplicates(world);
    const { id } = await db.prisma.conversation.findFirstOrThrow({ where: { case: { number: source }, side: 'contact' } });
    await db.prisma.conversation.update({ where: { id }, data: { threadRef: 't1' } });
    await merge(world, source, target);
    const thread = { platform: 'slack' as const, workspaceId: plainviewSpace, channelId: 'D0BEN', messageId: 't1' };
    expect(await caseOfThread(world.services, thread)).toMatchObject({ number: target, side: 'contact' });
    await addPost(world.services, world.max, { number: target, text: 'Fixed for both.' }, world.request());
    expect((await sentTo(world, 'D0BEN')).at(-1)).toBe('Fixed for both.');
  });

  test('has one effect for one request', async ({ db, world }) => {
    const { target, source } = await duplicates(world);
    const request = world.request();
    await mergeCases(world.services, world.max, { number: source, into: target }, request);
    expect(await mergeCases(world.services, world.max, { number: source, into: target }, request)).toBe('repeat');
    expect(await db.prisma.caseMerge.count()).toBe(1);
  });

  test('is refused for another account, a closed case, the same case and an unknown one', async ({ db, world }) => {
    const { target, source } = await duplicates(world);
    const { services, rosa, max, request } = world;
    const filed = { workspaceId: vendor, directChannel: 'D0ROSA' };
    const other = await openCase(services, rosa, newCase, filed, request());
    if (other === 'repeat') throw new Error('a new case was taken for a repeat');
    await expect(merge(world, source, other.number)).rejects.toMatchObject({ code: 'bad-merge' });
    await expect(merge(world, source, source)).rejects.toMatchObject({ code: 'bad-merge' });
    await expect(merge(world, source, 999_999)).rejects.toMatchObject({ code: 'unknown-case' });
    await closeCase(services, max, { number: target, reason: 'Withdrawn' }, request());
    await expect(merge(world, source, target)).rejects.toMatchObject({ code: 'not-now' });
    expect((await storedCase(db, source)).posts).toHaveLength(2);
  });

  test('ends the question that waited on the duplicate', async ({ db, world }) => {
    const { target, source } = await duplicates(world);
    await askContact(world.services, world.max, { number: source, question: 'Which one?' }, world.request());
    await merge(world, source, target);
    expect(await storedCase(db, source)).toMatchObject({ status: 'Closed', pendingPostId: null });
    expect(await db.prisma.followUp.count()).toBe(0);
  });
});

describe('undoing a merge', () => {
  test('gives everything back, and leaves what was written since', async ({ db, world }) => {
    const { target, source } = await duplicates(world);
    const { services, max, request } = world;
    await claimCase(services, max, source, request());
    const before = await db.prisma.conversation.findMany({ orderBy: { id: 'asc' }, select: { id: true, caseId: true } });
    await merge(world, source, target);
    await addPost(services, max, { number: target, text: 'Meanwhile.' }, request());
    await unmergeCases(services, max, source, request());
    expect(await storedCase(db, source)).toMatchObject({
      status: 'Assigned',
      closeReason: null,
      closedAt: null,
      advisorId: max.id,
    });
    expect((await storedCase(db, source)).posts.map(({ body }) => body)).toContain('Since the zebra update.');
    const bodies = (await storedCase(db, target)).posts.map(({ body }) => body);
    expect(bodies).toContain('Meanwhile.');
    expect(bodies).not.toContain('Since the zebra update.');
    expect(await db.prisma.conversation.findMany({ orderBy: { id: 'asc' }, select: { id: true, caseId: true } })).toEqual(before);
    expect((await viewCase(services, max, target)).recipients).toEqual(['Ada Park']);
    expect(await found(world, 'zebra')).toEqual([source]);
    await expect(unmergeCases(services, max, source, request())).rejects.toMatchObject({ code: 'not-merged' });
  });

  test('is possible for a day', async ({ world }) => {
    const { target, source } = await duplicates(world);
    await merge(world, source, target);
    world.at.now = new Date(world.at.now.getTime() + 25 * 3_600_000);
    await expect(unmergeCases(world.services, world.max, source, world.request())).rejects.toMatchObject({ code: 'too-late' });
  });
});
