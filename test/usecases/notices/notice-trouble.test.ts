// A broadcast while everything goes wrong at once: rate limits, lost answers, deleted channels, a removed bot, two replicas and a newer
// update.
import { expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { DeliveryError } from '../../../src/ports.ts';
import { noticeProgress } from '../../../src/usecases/notices/notice-reach.ts';
import { closeNotice, updateNotice } from '../../../src/usecases/notices/update-notice.ts';
import { Platform, shortBackoff, startTestWorker } from '../../outbox/harness.ts';
import { hour, test } from './fixtures.ts';

const workspaces = 8;
const each = 6;

test('leaves one current banner and one reply in every reachable channel, and names the others to the lead', async ({
  db,
  world,
  notices,
  onTestFinished,
}) => {
  await db.prisma.channel.updateMany({ data: { active: false } });
  for (let w = 0; w < workspaces; w++)
    for (let c = 0; c < each; c++) await notices.subscribe(`C${w}-${c}`, notices.plainview, { workspaceId: `T${w}` });
  const platform = new Platform();
  const wrong = new Map<string, number>();
  const isGone = (channelId: string): boolean => channelId.endsWith('-3');
  let calls = 0;
  platform.before = ({ workspaceId, channelId }) => {
    calls += 1;
    if (workspaceId === 'T7') throw new DeliveryError('refused', 'token_revoked');
    if (isGone(channelId)) throw new DeliveryError('refused', 'channel_not_found');
    if (calls % 13 === 0) throw new DeliveryError('limited', 'ratelimited', 20);
  };
  // the platform posted the message, but its response is lost
  platform.after = ({ channelId, method }) => {
    const before = wrong.get(channelId) ?? 0;
    wrong.set(channelId, before + 1);
    if (method === 'send' && before === 0 && channelId.endsWith('5')) throw new DeliveryError('in-doubt', 'no_answer');
  };
  const { services } = world;
  const options = { render: (id: number) => renderDelivery(services, id), backoff: shortBackoff, leaseMs: 2_000 };
  const workers = [0, 1].map(() => startTestWorker(db, platform, options));
  onTestFinished(async () => void (await Promise.all(workers.map((worker) => worker.stop()))));
  const id = await notices.incident();
  const messages = ['It is the database.', 'It is the disk.'];
  for (const message of messages) {
    const request = { id, state: 'Identified' as const, message, nextUpdateAt: new Date(world.at.now.getTime() + hour) };
    await updateNotice(services, notices.lea, request, world.request());
  }
  await workers[0]?.idle();

  const unreached = each + (workspaces - 1);
  const banners = platform.messages.filter(({ threadRef }) => threadRef === undefined);
  expect(new Set(banners.map(({ channelId }) => channelId)).size).toBe(banners.length);
  expect(banners).toHaveLength(workspaces * each - unreached);
  for (const { text } of banners) expect(text).toContain('identified');
  const replies = platform.messages.filter(({ threadRef }) => threadRef !== undefined);
  for (const banner of banners) {
    const under = replies.filter(({ threadRef }) => threadRef === banner.id);
    expect(under.length).toBeGreaterThanOrEqual(1);
    expect(under.length).toBeLessThanOrEqual(messages.length);
  }
  const progress = await noticeProgress(services, notices.lea, id);
  expect(progress).toMatchObject({ sent: banners.length, waiting: 0, failed: unreached, replies: 0 });
  expect(progress.reasons).toEqual([
    { code: 'channel_not_found', count: workspaces - 1 },
    { code: 'token_revoked', count: each },
  ]);
  // a channel that can be reached again shows the next update; the others get only the dead letter of their banner
  const gone = platform.before;
  platform.before = (call) => (call.workspaceId === 'T7' ? undefined : gone(call));
  await updateNotice(
    services,
    notices.lea,
    { id, state: 'Monitoring', message: 'It runs again.', nextUpdateAt: null },
    world.request(),
  );
  await workers[0]?.idle();
  expect(await db.prisma.delivery.count({ where: { kind: 'broadcast', state: 'dead' } })).toBe(0);
  expect(await noticeProgress(services, notices.lea, id)).toMatchObject({ waiting: 0, failed: workspaces - 1 });

  // the bot is removed during an update and added again: the resolution still turns every banner gray
  platform.before = ({ method }) => {
    if (method === 'update') throw new DeliveryError('refused', 'not_in_channel');
  };
  await updateNotice(services, notices.lea, { id, state: 'Monitoring', message: 'Still.', nextUpdateAt: null }, world.request());
  await workers[0]?.idle();
  platform.before = () => undefined;
  const end = { id, state: 'Resolved' as const, message: 'All is well.', verify: 'none' as const };
  await closeNotice(services, notices.lea, end, world.request());
  await workers[0]?.idle();
  const grey = platform.messages.filter(({ threadRef }) => threadRef === undefined);
  expect(grey).toHaveLength(workspaces * each);
  for (const { text } of grey) expect(text).toContain('resolved');
});
