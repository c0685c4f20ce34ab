// The promise of the outbox, under kill -9: every post arrives once and in order, because the worker looks for messages in doubt.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished } from 'vitest';
import type { DeliveryState } from '../../src/db/generated/client.ts';
import { startKillPlatform, type KillPlatform, type DoubtMode, type Moment } from './kill-platform.ts';
import { test as base } from './fixtures.ts';
import { until } from './harness.ts';
import { forkTypeScript } from '../fork-typescript.ts';
import { soakNumber, soakProgress, soakTimeout } from '../soak.ts';

// twice at each moment; `npm run bench -- soak kills` kills a thousand times
const kills = soakNumber('SOAK_KILLS', 8);
const conversations = Math.min(200, kills);
// a soak has 50 posts per kill, `npm test` has 200 in all
const postsEach = Math.ceil((kills * (kills > 20 ? 50 : 25)) / conversations);

const test = base
  .extend('enqueueEverything', { scope: 'file' }, ({ seed }) => async (): Promise<void> => {
    const cases: number[] = [];
    for (const channelId of channels) {
      const caseId = await seed.openCase();
      await seed.addConversation(caseId, channelId);
      cases.push(caseId);
    }
    // one post per conversation at a time, so that the conversations' ids interleave
    for (const body of bodies) for (const caseId of cases) await seed.addPost(caseId, body);
  })
  /** Enqueues the banner of a notice and four updates below it in every channel. */
  .extend('enqueueBanners', { scope: 'file' }, ({ db }) => async (): Promise<void> => {
    const { pool } = db;
    await pool.query(`with account as (insert into account (key, name, timezone) values ('kill', 'Kill', 'UTC') returning id),
    lead as (insert into person (email, name, kind) values ('kill@campus.example', 'Kill', 'advisor') returning id),
    notice as (insert into notice (kind, title, state, every_account, starts_at, owner_id, declared_at, announced_at)
      select 'incident', 'Slow', 'Investigating', true, now(), id, now(), now() from lead returning id),
    channel as (insert into channel (platform, workspace_id, channel_id, account_id, purposes)
      select 'slack', 'T1', 'B' || n, account.id, '{notices}' from account, generate_series(1, ${conversations}) n returning id, channel_id),
    destination as (insert into destination (platform, workspace_id, channel_id) select 'slack', 'T1', channel_id from channel returning id, channel_id),
    banner as (insert into banner (notice_id, channel_id, destination_id)
      select notice.id, channel.id, destination.id from notice, channel join destination using (channel_id) returning id, destination_id)
    insert into delivery (destination_id, banner_id, kind)
    select destination_id, id, (case n when 0 then 'banner' else 'broadcast' end)::"DeliveryKind" from banner, generate_series(0, 4) n order by n`);
  })
  .extend('readyChild', { scope: 'file' }, ({ db }) => async (platform: KillPlatform, mode: DoubtMode): Promise<ChildProcess> => {
    const child = await forkTypeScript(`${import.meta.dirname}/kill-child.ts`, [db.url, platform.url, mode]);
    await once(child, 'message');
    return child;
  })
  /** Delivers everything by processes that are killed one after the other, except the last; returns how many were killed. */
  .extend(
    'deliverWithKills',
    { scope: 'file' },
    ({ readyChild, db }) =>
      async (platform: KillPlatform, mode: DoubtMode, moments: Moment[], times = kills): Promise<number> => {
        let killed = 0;
        const progress = soakProgress('kills', 50);
        let next = readyChild(platform, mode);
        for (const plan of [...planKills(moments, times), null]) {
          const child = await next;
          const died = once(child, 'exit');
          if (plan) next = readyChild(platform, mode); // loads while this one works
          let survived = 0;
          platform.onMoment = (moment) => {
            if (child.killed) return false;
            if (moment !== plan?.moment || survived++ < plan.survived) return false;
            killed++;
            return child.kill('SIGKILL');
          };
          child.send('go');
          if (plan) {
            await died;
            progress();
            continue;
          }
          const waiting = { state: { in: ['pending', 'sending'] satisfies DeliveryState[] } };
          await until(async () => (await db.prisma.delivery.count({ where: waiting })) === 0, 30_000 + kills * 1_000);
          child.kill('SIGKILL');
          await died;
        }
        return killed;
      },
  );

const bodies = Array.from({ length: postsEach }, (_, index) => `post ${index + 1}`);
const channels = Array.from({ length: conversations }, (_, index) => `C${index + 1}`);

/** The moment at which a process is killed, and how many such moments it survives before. */
interface Kill {
  moment: Moment;
  survived: number;
}

// `lookup` follows `posted`: then something is in doubt for certain
const planKills = (moments: Moment[], times: number): Kill[] =>
  Array.from({ length: times }, (_, index) => {
    const moment = moments[index % moments.length] ?? 'posted';
    return { moment, survived: moment === 'lookup' ? 0 : (index * 7) % (kills > 20 ? 48 : 24) };
  });

function duplicates({ messages }: KillPlatform): number {
  return messages.length - new Set(messages.map(({ deliveryId }) => deliveryId)).size;
}

test(
  `delivers every post once, in order and in its card's thread after ${kills} kills`,
  { timeout: soakTimeout },
  async ({ enqueueEverything, deliverWithKills, db }) => {
    const platform = await startKillPlatform();
    onTestFinished(() => platform.close());
    await enqueueEverything();
    expect(await deliverWithKills(platform, 'lookup', ['received', 'posted', 'lookup', 'answered'])).toBe(kills);
    for (const channelId of channels) {
      const [card, ...posts] = platform.messages.filter((message) => message.channelId === channelId);
      expect([card?.text, ...posts.map(({ text }) => text)]).toEqual(['card', ...bodies]);
      expect(new Set(posts.map(({ threadRef }) => threadRef))).toEqual(new Set([card?.id]));
    }
    expect(await db.prisma.delivery.count({ where: { state: 'sent' } })).toBe(platform.messages.length);
  },
);

test(
  'shows duplicates when deliveries in doubt are not looked up, which proves that the test can fail',
  { timeout: soakTimeout },
  async ({ enqueueEverything, deliverWithKills }) => {
    const platform = await startKillPlatform();
    onTestFinished(() => platform.close());
    await enqueueEverything();
    expect(await deliverWithKills(platform, 'resend', ['received', 'posted', 'answered'])).toBe(kills);
    expect(duplicates(platform)).toBeGreaterThan(0);
  },
);

test(
  'posts every banner and its replies once when it is killed in the middle of a broadcast',
  { timeout: soakTimeout },
  async ({ enqueueBanners, deliverWithKills }) => {
    const platform = await startKillPlatform();
    onTestFinished(() => platform.close());
    await enqueueBanners();
    expect(await deliverWithKills(platform, 'lookup', ['received', 'posted', 'lookup', 'answered'], 4)).toBe(4);
    for (const channelId of channels.map((name) => name.replace('C', 'B'))) {
      const [banner, ...replies] = platform.messages.filter((message) => message.channelId === channelId);
      expect(banner?.threadRef).toBeUndefined();
      expect(replies.map(({ threadRef }) => threadRef)).toEqual(Array(4).fill(banner?.id));
    }
  },
);
