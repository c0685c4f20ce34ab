// What the nightly clean-up deletes, and what it must never delete.
import { describe, expect, vi } from 'vitest';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { editPost } from '../../../src/usecases/cases/edit-post.ts';
import { cleanUp } from '../../../src/usecases/clock/clean-up.ts';
import { createMailDesk } from '../../../src/usecases/mail/mail-desk.ts';
import { incomingMail } from '../../mail/incoming-mail.ts';
import { test as base, vendor, type World } from '../fixtures.ts';

const day = 86_400_000;
const start = new Date('2026-11-02T15:00:00Z');
const { keep } = defaultSettings;

const it = base
  /** Cleans up a number of days after the start, and sets the clock back. */
  .extend('cleanUpAfter', { scope: 'file' }, ({ world }) => async (days: number) => {
    world.at.now = new Date(start.getTime() + days * day);
    return cleanUp(world.services).finally(() => (world.at.now = start));
  })
  /** Everything so far was sent at the start. */
  .extend('sendAll', { scope: 'file' }, ({ db }) => async (): Promise<void> => {
    await db.pool.query(
      `update delivery set state = 'sent', delivered_version = desired_version, external_id = 'm' || id, sent_at = $1, created_at = $1`,
      [start],
    );
  })
  .extend('left', { scope: 'file' }, ({ db }) => async (number: number): Promise<string[]> => {
    const rows = await db.prisma.delivery.findMany({ where: { case: { number } }, include: { destination: true } });
    return rows
      .map(({ kind, destination, withdrawn }) => `${destination.platform} ${kind}${withdrawn ? ' withdrawn' : ''}`)
      .sort();
  });

const typed = { platform: 'slack' as const, workspaceId: vendor, channelId: 'C0QUEUE', messageId: '1.1' };

/** A case with a post by chat and by mail, typed in the queue, and one that was deleted. */
async function caseWithMail({ services, open, max, request }: World, messageId = typed.messageId): Promise<number> {
  services.mail = true;
  const number = await open({ module: 'Fees' });
  await addPost(services, max, { number, text: 'Which printer?' }, request({ ...typed, messageId }));
  return number;
}
describe('messages of a case', () => {
  it('stay while the case is open, however old they are', async ({ world, sendAll, cleanUpAfter, left }) => {
    const number = await caseWithMail(world);
    await sendAll();
    const before = await left(number);
    expect(before).toEqual(['mail post', 'slack card', 'slack card', 'slack post']);
    expect((await cleanUpAfter(5 * 365)).deliveries).toBe(0);
    expect(await left(number)).toEqual(before);
  });

  it('by mail go once the case is closed for a while, and the others once an edit need not reach them', async ({
    world,
    db,
    sendAll,
    cleanUpAfter,
    left,
  }) => {
    const number = await caseWithMail(world, '1.2');
    await db.prisma.case.update({ where: { number }, data: { status: 'Closed', closedAt: start } });
    await sendAll();
    await db.pool.query(
      `insert into delivery (destination_id, conversation_id, case_id, kind, state, withdrawn, sent_at)
       select destination_id, conversation_id, case_id, kind, state, true, sent_at from delivery join "case" c on c.id = case_id
       where c.number = $1 and kind = 'post' and external_id is not null limit 1`,
      [number],
    );
    await cleanUpAfter(keep.messages - 1);
    expect(await left(number)).toHaveLength(5);
    await cleanUpAfter(keep.messages + 1);
    expect(await left(number)).toEqual(['slack card', 'slack card', 'slack post']);
    const edited = await editPost(world.services, world.max, { ...typed, messageId: '1.2' }, 'Which one?', 'edit:1');
    expect(edited).toMatchObject({ number });
    const where = { case: { number }, kind: 'post' as const };
    expect(await db.prisma.delivery.findMany({ where })).toMatchObject([{ state: 'pending', withdrawn: false }]);
    await sendAll();
    await cleanUpAfter(keep.closedCases - 1);
    expect(await left(number)).toEqual(['slack card', 'slack card', 'slack post']);
    await cleanUpAfter(keep.closedCases + 1);
    expect(await left(number)).toEqual(['slack card', 'slack card']);
    expect(await db.prisma.post.count({ where: { case: { number }, body: 'Which one?' } })).toBe(1);
    expect(await db.prisma.historyEntry.count({ where: { case: { number }, action: 'edit-post' } })).toBe(1);
    expect(await db.prisma.postRevision.count({ where: { post: { case: { number } } } })).toBe(1);
    expect(await db.prisma.conversation.count({ where: { case: { number } } })).toBe(3);
  });

  it('that are not sent yet stay forever', async ({ world, db, sendAll, cleanUpAfter, left }) => {
    const number = await caseWithMail(world, '1.3');
    await sendAll();
    await db.prisma.case.update({ where: { number }, data: { status: 'Closed', closedAt: start } });
    for (const state of ['pending', 'sending', 'held'] as const) {
      await db.prisma.delivery.updateMany({ where: { case: { number }, kind: 'post' }, data: { state } });
      await cleanUpAfter(20 * 365);
      expect(await left(number)).toEqual(['mail post', 'slack card', 'slack card', 'slack post']);
    }
  });
});

describe('messages of no case', () => {
  it('go after a while, unless they can still change', async ({ db, world, cleanUpAfter }) => {
    await db.pool.query('delete from delivery');
    const notice = (closedAt: Date | null) =>
      db.prisma.notice.create({
        data: {
          ...{ kind: 'incident', title: 'Slow', state: 'Investigating', modules: [], everyAccount: true },
          ...{ startsAt: start, declaredAt: start, announcedAt: start, closedAt, ownerId: world.max.id },
        },
      });
    const [open, over] = [await notice(null), await notice(start)];
    const channel = await db.prisma.channel.findFirstOrThrow({ where: { channelId: 'C0HELP' } });
    const destination = await db.prisma.destination.findFirstOrThrow();
    const banner = async (noticeId: number) =>
      (await db.prisma.banner.create({ data: { noticeId, channelId: channel.id, destinationId: destination.id } })).id;
    const banners = [await banner(open.id), await banner(over.id)] as const;
    const outage = (endedAt: Date | null) =>
      db.pool.query<{ id: number }>(
        `insert into outage (platform, workspace_id, channel_id, code, started_at, ended_at) values ('slack', 'T1', $1, 'x', $2, $3) returning id`,
        [String(endedAt), start, endedAt],
      );
    const outages = [(await outage(null)).rows[0]?.id, (await outage(start)).rows[0]?.id];
    const digest = async (until: Date) =>
      (await db.prisma.digest.create({ data: { personId: world.ada.id, from: start, until } })).id;
    const digests = [await digest(start), await digest(new Date(start.getTime() + day))] as const;
    const common = { destinationId: destination.id, state: 'sent' as const, sentAt: start, createdAt: start };
    await db.prisma.delivery.createMany({
      data: [
        { ...common, kind: 'banner', bannerId: banners[0] },
        { ...common, kind: 'banner', bannerId: banners[1] },
        { ...common, kind: 'broadcast', bannerId: banners[0] },
        { ...common, kind: 'broadcast', bannerId: banners[1] },
        { ...common, kind: 'nudge', noticeId: open.id },
        { ...common, kind: 'nudge', noticeId: over.id, state: 'dead' },
        { ...common, kind: 'outage', outageId: outages[0] },
        { ...common, kind: 'outage', outageId: outages[1] },
        { ...common, kind: 'digest', digestId: digests[0] },
        { ...common, kind: 'digest', digestId: digests[1] },
        { ...common, kind: 'digest', state: 'pending' },
        { ...common, kind: 'reinstall' },
        { ...common, kind: 'release' },
      ],
    });
    expect((await cleanUpAfter(keep.messages - 1)).deliveries).toBe(0);
    expect(await cleanUpAfter(keep.messages + 1)).toMatchObject({ deliveries: 5, digests: 1 });
    const rows = await db.prisma.delivery.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ kind, bannerId, noticeId, outageId }) => [kind, bannerId ?? noticeId ?? outageId])).toEqual([
      ['banner', banners[0]],
      ['banner', banners[1]],
      ['broadcast', banners[0]],
      ['nudge', open.id],
      ['outage', outages[0]],
      ['digest', null],
      ['reinstall', null],
      ['release', null],
    ]);
    expect((await db.prisma.digest.findMany()).map(({ id }) => id)).toEqual([digests[1]]);
  });
});

describe('requests', () => {
  it('that are repeated within the time they are kept have no second effect', async ({ world, db, cleanUpAfter }) => {
    const { services, ada, open, request } = world;
    const number = await open();
    const once = request();
    const posts = () => db.prisma.post.count({ where: { case: { number }, body: 'Once' } });
    const say = () => addPost(services, ada, { number, text: 'Once' }, once);
    await say();
    await db.prisma.idempotencyKey.updateMany({ where: { key: once.idempotencyKey }, data: { at: start } });
    await cleanUpAfter(keep.requests - 0.01);
    expect(await say()).toBe('repeat');
    expect(await posts()).toBe(1);
    await cleanUpAfter(keep.requests + 0.01);
    expect(await db.prisma.idempotencyKey.count({ where: { key: once.idempotencyKey } })).toBe(0);
  });
});

describe('many rows', () => {
  it('go in batches, and two processes at once share them', async ({ world, db, cleanUpAfter }) => {
    await db.pool.query('delete from delivery; delete from idempotency_key');
    const destination = await db.prisma.destination.findFirstOrThrow();
    await db.pool.query(
      `with keys as (insert into idempotency_key (key, at) select 'old:' || n, $2::timestamptz from generate_series(1, 3500) n)
       insert into delivery (destination_id, kind, state, sent_at, created_at)
       select $1, (case n % 2 when 0 then 'announcement' else 'reinstall' end)::"DeliveryKind", 'sent', $2, $2 from generate_series(1, 9000) n`,
      [destination.id, start],
    );
    const query = vi.spyOn(db.pool, 'query');
    const done = await Promise.all([cleanUpAfter(keep.messages + 1), cleanUpAfter(keep.messages + 1)]);
    const results = await Promise.all(
      query.mock.results.map(({ value }) => value as Promise<{ rowCount: number; rows: { deleted?: number }[] }>),
    );
    query.mockRestore();
    expect(Math.max(...results.map(({ rowCount, rows }) => rows[0]?.deleted ?? rowCount))).toBeLessThanOrEqual(1_000);
    expect(done[0].idempotencyKeys + done[1].idempotencyKeys).toBe(3_500);
    await cleanUpAfter(keep.messages + 1);
    expect(await db.prisma.delivery.count({ where: { kind: 'announcement' } })).toBe(0);
    expect(await db.prisma.delivery.count({ where: { kind: 'reinstall' } })).toBe(4_500);
    world.at.now = start;
  });

  it('empty emails that are decided, and remember which they were', async ({ db, world, cleanUpAfter }) => {
    const [posted, waiting] = [incomingMail({ from: { name: 'Ada', address: world.ada.email, isClear: true } }), incomingMail()];
    const desk = createMailDesk(world.services);
    await desk.receive(posted);
    await desk.receive(waiting);
    expect((await cleanUpAfter(keep.mail - 1)).mailTexts).toBe(0);
    const done = await Promise.all([cleanUpAfter(keep.mail + 1), cleanUpAfter(keep.mail + 1)]);
    expect(done[0].mailTexts + done[1].mailTexts).toBe(1);
    const rows = await db.prisma.incomingMail.findMany({ orderBy: { id: 'asc' } });
    expect(rows).toMatchObject([
      { key: posted.key, state: 'opened', text: '', whole: '', subject: '', fromAddress: '', fromName: '' },
      { key: waiting.key, state: 'waiting', whole: waiting.whole },
    ]);
    const { caseId } = await db.prisma.incomingMail.findUniqueOrThrow({ where: { key: posted.key } });
    const written = () => db.prisma.post.findMany({ where: { caseId: caseId ?? 0 }, select: { kind: true, action: true } });
    const before = await written();
    expect(before).toContainEqual({ kind: 'event', action: 'open' });
    world.at.now = new Date(start.getTime() + (keep.mail + 1) * day);
    expect(await desk.receive(posted)).toBe('repeat');
    expect(await written()).toEqual(before);
    world.at.now = start;
    expect((await cleanUpAfter(keep.mail + 1)).mailTexts).toBe(0);
  });

  it('replace message IDs by keyed hashes, by which an answer still finds its case', async ({ db, world, cleanUpAfter }) => {
    const { services, ada } = world;
    const [key, former] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const desk = createMailDesk(services);
    const sent = incomingMail({
      from: { name: ada.name, address: ada.email, isClear: true },
      messageId: 'ada.park.1@laptop-of-ada',
    });
    services.secretKeys = [former];
    expect(await desk.receive(sent)).toBe('opened');
    const opened = await db.prisma.incomingMail.findUniqueOrThrow({ where: { key: sent.key } });
    // an earlier version emptied emails and left the message ID
    const emptied = {
      text: '',
      whole: '',
      subject: '',
      fromAddress: '',
      fromName: '',
      receivedAt: start,
      state: 'posted' as const,
    };
    await db.prisma.incomingMail.create({ data: { ...emptied, key: 'emptied before', messageId: 'ada.park.0@laptop-of-ada' } });
    expect((await cleanUpAfter(keep.mail + 1)).mailTexts).toBe(2);
    const stored = await db.prisma.incomingMail.findMany({ where: { messageId: { not: null } } });
    expect(stored.filter(({ messageId }) => messageId?.includes('laptop-of-ada'))).toEqual([]);
    expect(stored.find(({ id }) => id === opened.id)?.messageId).toMatch(/^hashed hmac:[0-9a-f]{64}$/);
    expect((await cleanUpAfter(keep.mail + 1)).mailTexts).toBe(0);

    const from = { name: 'Ben Ode', address: 'ben@plainview.example', isClear: true };
    const caseOf = async (messageId: string): Promise<number | null> => {
      const mail = incomingMail({
        from,
        messageId,
        authentication: 'pass',
        references: ['unknown@laptop', 'ada.park.1@laptop-of-ada'],
      });
      await desk.receive(mail);
      return (await db.prisma.incomingMail.findUniqueOrThrow({ where: { key: mail.key } })).caseId;
    };
    expect(await caseOf('ben.1@laptop')).toBe(opened.caseId);
    services.secretKeys = [key, former];
    expect(await caseOf('ben.2@laptop')).toBe(opened.caseId);
    services.secretKeys = [key];
    expect(await caseOf('ben.3@laptop')).not.toBe(opened.caseId);
    services.secretKeys = null;
  });

  it('leave a row alone that somebody is changing', async ({ db, cleanUpAfter }) => {
    await db.pool.query('delete from delivery');
    const destination = await db.prisma.destination.findFirstOrThrow();
    const sent = {
      destinationId: destination.id,
      kind: 'announcement' as const,
      state: 'sent' as const,
      sentAt: start,
      createdAt: start,
    };
    const { id } = await db.prisma.delivery.create({ data: sent });
    const client = await db.pool.connect();
    await client.query('begin');
    await client.query(`update delivery set state = 'pending', desired_version = desired_version + 1 where id = $1`, [id]);
    expect((await cleanUpAfter(keep.messages + 1)).deliveries).toBe(0);
    await client.query('commit');
    client.release();
    expect((await cleanUpAfter(keep.messages + 1)).deliveries).toBe(0);
    expect(await db.prisma.delivery.findUnique({ where: { id } })).toMatchObject({ state: 'pending' });
  });
});

it('goes on to the other tables when one cannot be cleaned, and reports it', async ({ world, db, cleanUpAfter }) => {
  await db.prisma.idempotencyKey.create({ data: { key: 'held up', at: start } });
  await db.prisma.draft.create({ data: { text: 'x', personId: world.max.id, createdAt: start } });
  await db.pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'a damaged page'; end $$;
    create trigger refuse before delete on idempotency_key for each row execute function refuse()`);
  try {
    await expect(cleanUpAfter(8)).rejects.toThrow('1 failure: tables could not be cleaned up');
  } finally {
    await db.pool.query('drop function refuse cascade');
  }
  expect([await db.prisma.idempotencyKey.count({ where: { key: 'held up' } }), await db.prisma.draft.count()]).toEqual([1, 0]);
});
