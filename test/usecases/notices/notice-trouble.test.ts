// A broadcast on its way while everything goes wrong at once: limits, answers that never come, channels that are gone, a bot that was
// removed, two replicas, and a newer word.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import type { Database } from '../../../src/db/client.ts';
import { DeliveryError } from '../../../src/ports.ts';
import { noticeProgress } from '../../../src/usecases/notices/notice-reach.ts';
import { closeNotice, updateNotice } from '../../../src/usecases/notices/update-notice.ts';
import { freshDatabase } from '../../database.ts';
import { clearAfterEach, impatient, Platform, startTestWorker } from '../../outbox/harness.ts';
import { hour, makeStage, type Stage } from './fixtures.ts';

let db: Database;
let stage: Stage;
beforeAll(async () => {
  db = await freshDatabase();
  stage = await makeStage(db);
});
afterAll(() => db.close());
clearAfterEach(() => db);

const workspaces = 8;
const each = 6;

test('leaves one current banner and one reply in every reachable channel, and names the others to the lead', async () => {
  await db.prisma.channel.updateMany({ data: { active: false } });
  for (let w = 0; w < workspaces; w++)
    for (let c = 0; c < each; c++) await stage.subscribe(`C${w}-${c}`, stage.plainview, { workspaceId: `T${w}` });
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
    if (method === 'send' && before === 0 && channelId.endsWith('5')) throw new DeliveryError('doubt', 'no_answer');
  };
  const { services } = stage.world;
  const options = { view: (id: number) => renderDelivery(services, id), backoff: impatient, leaseMs: 2_000 };
  const workers = [0, 1].map(() => startTestWorker(db, platform, options));
  const id = await stage.incident();
  const messages = ['It is the database.', 'It is the disk.'];
  for (const message of messages) {
    const request = { id, state: 'Identified' as const, message, nextUpdateAt: new Date(stage.world.at.now.getTime() + hour) };
    await updateNotice(services, stage.lea, request, stage.world.request());
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
  const progress = await noticeProgress(services, stage.lea, id);
  expect(progress).toMatchObject({ sent: banners.length, waiting: 0, failed: unreached, replies: 0 });
  expect(progress.reasons).toEqual([
    { code: 'channel_not_found', count: workspaces - 1 },
    { code: 'token_revoked', count: each },
  ]);
  // what can be reached again has the next word; what cannot gets no letters but that of its banner
  const gone = platform.before;
  platform.before = (call) => (call.workspaceId === 'T7' ? undefined : gone(call));
  await updateNotice(
    services,
    stage.lea,
    { id, state: 'Monitoring', message: 'It runs again.', nextUpdateAt: null },
    stage.world.request(),
  );
  await workers[0]?.idle();
  expect(await db.prisma.delivery.count({ where: { kind: 'broadcast', state: 'dead' } })).toBe(0);
  expect(await noticeProgress(services, stage.lea, id)).toMatchObject({ waiting: 0, failed: workspaces - 1 });

  // the bot is thrown out while it speaks, and let in again: the all clear still turns every banner gray
  platform.before = ({ method }) => {
    if (method === 'update') throw new DeliveryError('refused', 'not_in_channel');
  };
  await updateNotice(
    services,
    stage.lea,
    { id, state: 'Monitoring', message: 'Still.', nextUpdateAt: null },
    stage.world.request(),
  );
  await workers[0]?.idle();
  platform.before = () => undefined;
  const end = { id, state: 'Resolved' as const, message: 'All is well.', verify: 'none' as const };
  await closeNotice(services, stage.lea, end, stage.world.request());
  await workers[0]?.idle();
  const grey = platform.messages.filter(({ threadRef }) => threadRef === undefined);
  expect(grey).toHaveLength(workspaces * each);
  for (const { text } of grey) expect(text).toContain('resolved');
});
