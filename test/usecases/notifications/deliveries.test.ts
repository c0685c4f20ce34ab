import { describe, expect } from 'vitest';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { caseOfThread } from '../../../src/usecases/cases/case-of-thread.ts';
import { deletePost, deleteTypedPost } from '../../../src/usecases/cases/delete-post.ts';
import type { MessageRef } from '../../../src/ports.ts';
import { editPost } from '../../../src/usecases/cases/edit-post.ts';
import { loadDelivery } from '../../../src/usecases/load-delivery.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { newCase, plainviewSpace, vendor, test as base } from '../fixtures.ts';

const it = base.extend('placesOf', { scope: 'file' }, ({ db }) => async (number: number, kind: 'card' | 'post' = 'card') => {
  const rows = await db.prisma.delivery.findMany({
    where: { case: { number }, kind },
    include: { destination: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => `${row.destination.workspaceId}/${row.destination.channelId}`).sort();
});

describe('the card of a new case', () => {
  it.for([
    [
      'goes to the direct conversation and the queue of the module',
      undefined,
      'Grade Book',
      ['T0CAMPUS/C0GRADES', 'T0PLAIN/D0ADA'],
    ],
    ['goes to the default queue for a module without its own', undefined, 'Fees', ['T0CAMPUS/C0QUEUE', 'T0PLAIN/D0ADA']],
    ['goes to a channel that is listed for cases', 'C0HELP', 'Fees', ['T0CAMPUS/C0QUEUE', 'T0PLAIN/C0HELP']],
    ['goes to the direct conversation when opened in any other channel', 'C0ELSE', 'Fees', ['T0CAMPUS/C0QUEUE', 'T0PLAIN/D0ADA']],
  ] as const)('%s', async ([_case, channelId, module, expected], { world, placesOf }) => {
    const { services, ada, request } = world;
    const filed = { workspaceId: plainviewSpace, directChannel: 'D0ADA', channelId };
    const outcome = await openCase(services, ada, { ...newCase, module }, filed, request());
    expect(outcome).not.toBe('repeat');
    if (outcome !== 'repeat') expect(await placesOf(outcome.number)).toEqual(expected);
  });

  it("does not go to a district's channel for another account's contact", async ({ world, placesOf }) => {
    const { services, rosa, request } = world;
    const filed = { workspaceId: plainviewSpace, directChannel: 'D0ROSA', channelId: 'C0HELP' };
    const outcome = await openCase(services, rosa, newCase, filed, request());
    if (outcome !== 'repeat') expect(await placesOf(outcome.number)).toEqual(['T0CAMPUS/C0GRADES', 'T0PLAIN/D0ROSA']);
  });

  it('is posted once when the same form is sent several times at once', async ({ world, db }) => {
    const { services, ada, request } = world;
    const same = request();
    const filed = { workspaceId: plainviewSpace, directChannel: 'D0ADA' };
    const before = await db.prisma.case.count();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => openCase(services, ada, newCase, filed, same)));
    expect(outcomes.filter((outcome) => outcome !== 'repeat')).toHaveLength(1);
    expect(await db.prisma.case.count()).toBe(before + 1);
  });
});

describe('a post', () => {
  it('goes everywhere except where it was typed, and mentions only who must act', async ({ world, db, placesOf }) => {
    const { services, ada, max, request, open } = world;
    const number = await open();
    await db.prisma.identity.create({
      data: {
        platform: 'slack',
        workspaceId: plainviewSpace,
        userId: 'UADA',
        homeWorkspace: plainviewSpace,
        name: 'ada',
        personId: ada.id,
        checkedAt: new Date(),
      },
    });
    await addPost(
      services,
      ada,
      { number, text: 'Hello' },
      request({ platform: 'slack', workspaceId: plainviewSpace, channelId: 'D0ADA', messageId: '5.5' }),
    );
    expect(await placesOf(number, 'post')).toEqual(['T0CAMPUS/C0GRADES']);
    await askContact(services, max, { number, question: 'Which?' }, request());
    const asked = await db.prisma.delivery.findFirstOrThrow({
      where: { case: { number }, post: { action: 'ask' }, destination: { channelId: 'D0ADA' } },
    });
    expect(await loadDelivery(services, asked.id)).toMatchObject({ mentions: [{ userId: 'UADA', name: 'ada' }] });
    await addPost(services, ada, { number, text: 'This one' }, request());
    expect(await loadDelivery(services, asked.id)).toMatchObject({ mentions: [] });
  });
});

describe('edits and deletions', () => {
  const typed = (messageId: string): MessageRef => ({ platform: 'slack', workspaceId: vendor, channelId: 'C0GRADES', messageId });

  it('carry an edit into every conversation and keep the old text on record', async ({ world, db }) => {
    const { services, max, request, open } = world;
    const number = await open();
    await addPost(services, max, { number, text: 'Frist' }, request(typed('1.0')));
    await db.prisma.delivery.updateMany({
      where: { case: { number } },
      data: { state: 'sent', deliveredVersion: 1, externalId: 'x' },
    });
    expect(await editPost(services, max, typed('1.0'), 'First', 'e1')).toEqual({ number });
    expect(await editPost(services, max, typed('1.0'), 'First', 'e1')).toBe('repeat');
    const post = await db.prisma.post.findFirstOrThrow({
      where: { case: { number } },
      include: { revisions: true, deliveries: true },
    });
    expect(post.body).toBe('First');
    expect(post.revisions.map((revision) => revision.body)).toEqual(['Frist']);
    expect(post.deliveries.map((delivery) => [delivery.state, delivery.desiredVersion])).toEqual([['pending', 2]]);
  });

  it('keep a note internal after an edit that removes its `//`', async ({ world, db, placesOf }) => {
    const { services, max, ada, request, open } = world;
    const number = await open();
    await addPost(services, max, { number, text: '// secret' }, request(typed('2.0')));
    await editPost(services, max, typed('2.0'), 'no longer hidden?', 'e2');
    const post = await db.prisma.post.findFirstOrThrow({ where: { case: { number } } });
    expect(post).toMatchObject({ kind: 'note', body: 'no longer hidden?' });
    expect(await placesOf(number, 'post')).toEqual([]);
    await expect(addPost(services, ada, { number, text: 'x' }, request())).resolves.toMatchObject({ number });
  });

  it('refuse to turn a sent post into a note, and let its author delete it everywhere', async ({ world, db }) => {
    const { services, max, request, open } = world;
    const number = await open();
    await addPost(services, max, { number, text: 'Oops' }, request(typed('3.0')));
    const outcome = await editPost(services, max, typed('3.0'), '// Oops', 'e3');
    expect(outcome).toMatchObject({ refused: 'note-by-edit', number });
    const post = await db.prisma.post.findFirstOrThrow({ where: { case: { number } } });
    expect(post.body).toBe('Oops');
    await deletePost(services, max, post.id, 'd3');
    const withdrawn = await db.prisma.delivery.findMany({ where: { postId: post.id } });
    expect(withdrawn.every((delivery) => delivery.withdrawn)).toBe(true);
  });

  it('ignore an edit by someone else', async ({ world }) => {
    const { services, max, tia, request, open } = world;
    const number = await open();
    await addPost(services, max, { number, text: 'Mine' }, request(typed('4.0')));
    expect(await editPost(services, tia, typed('4.0'), 'Not mine', 'e4')).toBe('unknown');
  });

  it('carry a deletion everywhere and keep the text on record, hidden from the feed', async ({ world, db }) => {
    const { services, max, request, open } = world;
    const number = await open();
    await addPost(services, max, { number, text: 'Regret' }, request(typed('6.0')));
    await deleteTypedPost(services, typed('6.0'), 'd6');
    expect(await deleteTypedPost(services, typed('6.0'), 'd6')).toBe('repeat');
    const post = await db.prisma.post.findFirstOrThrow({ where: { case: { number } }, include: { deliveries: true } });
    expect(post).toMatchObject({ body: 'Regret', deletedBy: 'Max Reyes' });
    const [first] = post.deliveries;
    expect(await loadDelivery(services, first?.id ?? 0)).toMatchObject({ post: { body: '' } });
  });
});

describe('the case of a thread', () => {
  it('is the case of its card, unknown for other threads, and asked again while the card is being sent', async ({
    world,
    db,
  }) => {
    const { services, open } = world;
    const number = await open({ module: 'Messenger' });
    const where = { platform: 'slack' as const, workspaceId: plainviewSpace, channelId: 'D0ADA', messageId: '77.7' };
    expect(await caseOfThread(services, where)).toBeNull();
    const card = await db.prisma.delivery.findFirstOrThrow({ where: { case: { number }, destination: { channelId: 'D0ADA' } } });
    await db.prisma.delivery.update({ where: { id: card.id }, data: { state: 'sending' } });
    await expect(caseOfThread(services, where)).rejects.toThrow('a card is being sent to this channel');
    await db.prisma.conversation.update({ where: { id: card.conversationId ?? 0 }, data: { threadRef: '77.7' } });
    expect(await caseOfThread(services, where)).toMatchObject({ number, side: 'contact' });
  });
});
