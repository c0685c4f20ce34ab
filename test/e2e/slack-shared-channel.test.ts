// A channel that two workspaces share by Slack Connect: what people of the one write there can arrive under the id of the other.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Message } from '../fake-slack/state.ts';
import { openCase, openSlackHarness, reply, textOf, thread, until, type SlackHarness } from './harness.ts';

let harness: SlackHarness;
let theirs: Message;
let ours: Message;

beforeAll(async () => {
  harness = await openSlackHarness();
  const { help, vendor, district } = harness;
  ({ hers: theirs, his: ours } = await openCase(harness, 'Shared channel'));
  // the same channel, as the support organization's workspace sees it, with the people of the district as strangers there
  vendor.channels.set(help.id, help);
  for (const member of [vendor.botUserId, 'U0MAX']) help.members.add(member);
  for (const user of district.users.values()) if (!vendor.users.has(user.id)) vendor.addUser({ ...user, home: district.id });
});
afterAll(() => harness.stop());
afterEach(() => expect(harness.fake.violations).toEqual([]));

/** What a user writes in the thread of the case, as it arrives under the id of the support organization's workspace. */
async function write(user: string, text: string): Promise<Message> {
  const { fake, vendor, help } = harness;
  const message = fake.addMessage(vendor, help, { user, text, thread_ts: theirs.ts });
  const statuses = await fake.sendEvent(vendor, { type: 'message', channel: help.id, channel_type: 'channel', ...message });
  expect(statuses).toEqual([200]);
  return message;
}

it("takes a contact's reply that arrives under the other workspace's id, with its edit and deletion", async () => {
  const { fake, vendor, help, queue } = harness;
  const typed = await write('U0ADA', 'From the shared chanel');
  const arrived = await reply(queue, ours, 'From the shared chanel');
  expect(textOf(arrived)).toContain('Ada Park');
  const before = { ...typed };
  Object.assign(typed, { text: 'From the shared channel', edited: { user: 'U0ADA', ts: fake.nextTs() } });
  const about = { type: 'message', channel: help.id, channel_type: 'channel', ts: fake.nextTs() };
  await fake.sendEvent(vendor, { ...about, subtype: 'message_changed', message: typed, previous_message: before });
  await until('the edit', () => textOf(arrived).includes('From the shared channel'));
  await fake.sendEvent(vendor, { ...about, subtype: 'message_deleted', deleted_ts: typed.ts, previous_message: typed });
  await until('the deletion', () => !thread(queue, ours).some((one) => textOf(one).includes('From the shared')));
  // and never back into the channel it was written in
  expect(thread(help, theirs).filter((one) => textOf(one).includes('From the shared')).length).toBeLessThanOrEqual(1);
});

it('tells a Read-Only contact there, privately, that the reply was not posted', async () => {
  const { vendor, queue, bot } = harness;
  await write('U0RITA', 'From a reader');
  await until('the answer', () => vendor.ephemerals.some(({ user }) => user === 'U0RITA'));
  await bot.worker.idle();
  expect(thread(queue, ours).some((one) => textOf(one).includes('From a reader'))).toBe(false);
});

it("tells an advisor there that the reply was not posted in the contact's conversation", async () => {
  const { max } = harness;
  await write('U0MAX', 'From an advisor');
  await until('the answer', () => max.privately().includes('Not posted.'));
});

it("sends an advisor's answer to the shared channel once", async () => {
  const { max, queue, help, bot } = harness;
  await max.say('We are on it.', queue, ours);
  await reply(help, theirs, 'We are on it.');
  await bot.worker.idle();
  expect(thread(help, theirs).filter((one) => textOf(one).includes('We are on it.'))).toHaveLength(1);
});
