import { expect } from 'vitest';
import { DeliveryError } from '../../src/ports.ts';
import { test } from './fixtures.ts';
import { Platform } from './harness.ts';

const kinds = ['failed', 'in-doubt', 'limited'] as const;

test('keeps the order in every conversation, whatever fails and however many workers share it', async ({ startWorker, seed }) => {
  const [channels, posts] = [12, 15];
  const platform = new Platform();
  const [inFlight, together] = [new Set<string>(), new Set<string>()];
  // a fifth of the calls fails before its effect, a tenth after it: the answer is lost
  platform.before = async ({ channelId }) => {
    if (inFlight.has(channelId)) together.add(channelId);
    inFlight.add(channelId);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
    inFlight.delete(channelId);
    const kind = kinds[Math.floor(Math.random() * 15)];
    if (kind === 'limited') throw new DeliveryError('limited', 'ratelimited', 20);
    if (kind) throw new DeliveryError(kind, 'internal_error');
  };
  platform.after = ({ method }) => {
    if (method === 'send' && Math.random() < 0.1) throw new DeliveryError('in-doubt', 'no_answer');
  };
  const workers = [1, 2, 3].map(() => startWorker(platform, { concurrency: 4, attemptLimit: 1000 }));
  const cases = await Promise.all(
    Array.from({ length: channels }, async (_, channel) => {
      const caseId = await seed.openCase();
      await seed.addConversation(caseId, `C${channel}`);
      return caseId;
    }),
  );
  for (let post = 1; post <= posts; post++) await Promise.all(cases.map((caseId) => seed.addPost(caseId, `${post}`)));
  await workers[0]?.idle();
  const expected = ['card: Grades', ...Array.from({ length: posts }, (_, post) => `${post + 1}`)];
  for (let channel = 0; channel < channels; channel++) expect(platform.texts(`C${channel}`)).toEqual(expected);
  expect([...together]).toEqual([]); // never two workers in one destination
});

test('does not hold up other destinations when one fails', async ({ startWorker, seed }) => {
  const platform = new Platform();
  platform.before = ({ channelId }) => {
    if (channelId === 'C0') throw new DeliveryError('failed', 'internal_error');
  };
  const backoff = { first: 60_000, cap: 60_000, inDoubt: 1 };
  const worker = startWorker(platform, { concurrency: 1, backoff });
  for (let channel = 0; channel < 5; channel++) await seed.addConversation(await seed.openCase(), `C${channel}`);
  await expect.poll(() => platform.messages.length).toBe(4);
  expect(platform.calls.filter(({ channelId }) => channelId === 'C0')).toHaveLength(1);
  await worker.stop();
});

test('does not starve destinations with high IDs', async ({ seed, startWorker }) => {
  const platform = new Platform();
  const busy = await seed.openCase();
  await seed.addConversation(busy, 'C0');
  for (let post = 0; post < 120; post++) await seed.addPost(busy, 'more');
  await seed.addConversation(await seed.openCase(), 'C1');
  await startWorker(platform, { concurrency: 1 }).idle();
  const context = platform.messages.findIndex(({ channelId }) => channelId === 'C1');
  expect(context).toBe(50);
});
