import { expect } from 'vitest';
import { createLog } from '../../src/server/log.ts';
import { startPinner, type Pinner, type PinnerOptions } from '../../src/outbox/pins.ts';
import { DeliveryError, type DeliveredRef, type PlatformName } from '../../src/ports.ts';
import { Platform, until } from './harness.ts';
import { test as base } from '../fixtures.ts';

const test = base
  /** An open incident that affects everybody. */
  .extend('noticeId', { scope: 'file' }, async ({ db }) => {
    const owner = await db.prisma.person.create({
      data: { name: 'Max Reyes', email: 'max@campus.example', kind: 'advisor', lead: true },
    });
    const at = new Date('2026-11-26T09:00:00Z');
    const facts = {
      kind: 'incident',
      title: 'Grade Book is down',
      state: 'Investigating',
      severity: 'major',
      everyAccount: true,
    } as const;
    const { id } = await db.prisma.notice.create({
      data: { ...facts, startsAt: at, declaredAt: at, announcedAt: at, ownerId: owner.id },
    });
    return id;
  })
  /** Starts a pinner that stops when the test ends. */
  .extend('startTestPinner', { auto: true }, ({ db }, { onCleanup }) => {
    const running: Pinner[] = [];
    onCleanup(async () => {
      await Promise.all(running.map((pinner) => pinner.stop()));
      await db.pool.query('truncate delivery, banner, destination, channel restart identity cascade');
      await db.pool.query('update notice set closed_at = null');
    });
    return (transports: PinnerOptions['transports'], options: Partial<PinnerOptions> = {}): Pinner => {
      const backoff = { first: 1, cap: 1 };
      const pinner = startPinner({ pool: db.pool, transports, log: createLog('silent'), pollMs: 10, backoff, ...options });
      running.push(pinner);
      return pinner;
    };
  })
  /** Creates a banner of the notice, posted as `<channelId>-1`. */
  .extend(
    'postBanner',
    { scope: 'file' },
    ({ db, noticeId }) =>
      async (
        channelId: string,
        {
          workspaceId = 'T1',
          platform = 'slack',
          withdrawn = false,
        }: { workspaceId?: string; platform?: PlatformName; withdrawn?: boolean } = {},
      ): Promise<number> => {
        const place = { platform, workspaceId, channelId };
        const destination = await db.prisma.destination.create({ data: place });
        const channel = await db.prisma.channel.create({ data: { ...place, purposes: ['notices'] } });
        const threadRef = `${channelId}-1`;
        const banner = await db.prisma.banner.create({
          data: { noticeId, channelId: channel.id, destinationId: destination.id, threadRef },
        });
        await db.prisma.delivery.create({
          data: {
            destinationId: destination.id,
            bannerId: banner.id,
            kind: 'banner',
            state: 'sent',
            deliveredVersion: 1,
            externalId: threadRef,
            withdrawn,
          },
        });
        return banner.id;
      },
  )
  .extend(
    'close',
    { scope: 'file' },
    ({ db }) =>
      () =>
        db.prisma.notice.updateMany({ data: { closedAt: new Date() } }),
  )
  .extend('givenUp', { scope: 'file' }, ({ db }) => async () => {
    const { rows } = await db.pool.query(`select id from banner where next_pin_at = 'infinity'`);
    return rows.length;
  });

/** A platform that records pins and answers as the test asks. */
class PinningPlatform extends Platform {
  readonly pinned = new Set<string>();
  readonly asked: string[] = [];
  answer: (channelId: string) => Promise<void> | void = () => undefined;

  async pin({ channelId, messageId }: DeliveredRef): Promise<void> {
    this.asked.push(`pin ${messageId}`);
    await this.answer(channelId);
    this.pinned.add(messageId);
  }

  async unpin({ channelId, messageId }: DeliveredRef): Promise<void> {
    this.asked.push(`unpin ${messageId}`);
    await this.answer(channelId);
    this.pinned.delete(messageId);
  }
}

test('pins a banner once it is posted, and unpins it when its notice is closed', async ({
  postBanner,
  db,
  startTestPinner,
  close,
}) => {
  const platform = new PinningPlatform();
  const id = await postBanner('C1');
  await db.prisma.banner.update({ where: { id }, data: { threadRef: null } });
  await postBanner('C2', { withdrawn: true });
  const pinner = startTestPinner({ slack: platform });
  await pinner.idle();
  expect(platform.asked).toEqual([]);
  await db.prisma.banner.update({ where: { id }, data: { threadRef: 'C1-1' } });
  await pinner.idle();
  expect([...platform.pinned]).toEqual(['C1-1']);
  await close();
  await pinner.idle();
  expect(platform.asked).toEqual(['pin C1-1', 'unpin C1-1']);
});

test('unpins a banner whose notice was closed while it was being pinned', async ({ postBanner, close, startTestPinner }) => {
  const platform = new PinningPlatform();
  await postBanner('C1');
  platform.answer = async () => void (platform.asked.length === 1 && (await close()));
  await startTestPinner({ slack: platform }).idle();
  expect(platform.asked).toEqual(['pin C1-1', 'unpin C1-1']);
});

test('makes each pin once with two processes', async ({ postBanner, startTestPinner }) => {
  const platform = new PinningPlatform();
  const names = Array.from({ length: 50 }, (_, index) => `C${index}`);
  for (const name of names) await postBanner(name);
  await Promise.all([startTestPinner({ slack: platform }), startTestPinner({ slack: platform })].map((pinner) => pinner.idle()));
  expect(platform.asked.toSorted()).toEqual(names.map((name) => `pin ${name}-1`).sort());
});

test('gives up on a pin that is refused or keeps failing, and pins the rest', async ({
  postBanner,
  startTestPinner,
  close,
  db,
}) => {
  const platform = new PinningPlatform();
  for (const name of ['C1', 'C2', 'C3']) await postBanner(name);
  const answers: Record<string, DeliveryError> = {
    C1: new DeliveryError('refused', 'missing_scope'),
    C2: new DeliveryError('failed', 'service_unavailable'),
  };
  platform.answer = (channelId) => {
    if (answers[channelId]) throw answers[channelId];
  };
  const pinner = startTestPinner({ slack: platform });
  await pinner.idle();
  expect(platform.asked.filter((call) => call.endsWith('C1-1'))).toHaveLength(1);
  expect(platform.asked.filter((call) => call.endsWith('C2-1'))).toHaveLength(5);
  expect([...platform.pinned]).toEqual(['C3-1']);
  await close();
  await pinner.idle();
  expect(platform.asked.at(-1)).toBe('unpin C3-1');
  expect(await db.prisma.delivery.count({ where: { state: 'dead' } })).toBe(0);
});

test('pauses the pins of a rate-limited workspace, but no messages', async ({ postBanner, startTestPinner, db }) => {
  const platform = new PinningPlatform();
  for (let index = 0; index < 30; index++) await postBanner(`C${index}`);
  await postBanner('D1', { workspaceId: 'T2' });
  platform.answer = (channelId) => {
    if (channelId.startsWith('C')) throw new DeliveryError('limited', 'ratelimited', 600_000);
  };
  startTestPinner({ slack: platform });
  await until(async () => (await db.prisma.banner.count({ where: { pinned: true } })) === 1);
  const { rows } = await db.pool.query<{ resting: number; destinations: number }>(`
    select count(*) filter (where next_pin_at > now() + interval '500 s')::int as resting, (select count(*)::int from destination where next_at > now()) as destinations
    from banner`);
  expect(rows).toEqual([{ resting: 30, destinations: 0 }]);
  expect(platform.asked.filter((call) => call.includes('C')).length).toBeLessThanOrEqual(20); // those that were under way
});

test("respects the platform's limit before it is enforced", async ({ postBanner, startTestPinner, db }) => {
  const platform = Object.assign(new PinningPlatform(), {
    workspaceLimits: [{ acts: ['pin'] as const, calls: 3, withinMs: 60_000 }],
  });
  for (const name of ['C1', 'C2', 'C3', 'C4', 'C5']) await postBanner(name);
  startTestPinner({ slack: platform });
  await until(async () => (await db.prisma.banner.count({ where: { nextPinAt: { gt: new Date(Date.now() + 50_000) } } })) === 2);
  expect(platform.pinned.size).toBe(3);
});

test('tries no pins on a platform that has none', async ({ postBanner, startTestPinner, givenUp }) => {
  await postBanner('19:a', { platform: 'teams' });
  await postBanner('19:b', { platform: 'teams' });
  await postBanner('C1');
  await startTestPinner({ teams: new Platform() }).idle();
  expect(await givenUp()).toBe(2);
});
