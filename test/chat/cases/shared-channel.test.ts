import { expect } from 'vitest';
import { plainviewSpace, vendor } from '../../usecases/fixtures.ts';
import { ScriptedUser, test } from '../harness.ts';

test("takes a reply in a shared channel that arrives under the other workspace's id, with its edit and deletion", async ({
  world,
  router,
  thread,
  conversation,
}) => {
  const number = await world.open();
  const place = { ...(await thread(number, 'contact')), kind: 'channel' as const };
  const profile = { name: 'Ada Park', email: 'ada@plainview.example', homeWorkspace: plainviewSpace, timezone: null };
  world.profiles.set(`${vendor}/U0ADA`, { ...profile, directChannel: '', inactive: false });
  const ada = new ScriptedUser(router, { platform: 'slack', workspaceId: vendor, userId: 'U0ADA' }, place);
  const queue = async (): Promise<string> => (await conversation(number, 'advisor')).join('\n');
  await ada.replies(place, 'From the shared chanel', { ref: 'shared-1' });
  expect(await queue()).toContain('From the shared chanel');
  expect((await conversation(number, 'contact')).join('\n')).not.toContain('From the shared chanel');
  await ada.edits(place, 'shared-1', 'From the shared channel');
  expect(await queue()).toContain('From the shared channel');
  await ada.does({ kind: 'deletion', ref: 'shared-1', place });
  expect(await queue()).not.toContain('From the shared');
});

test('tells an advisor in a shared channel of a contact why a reply was not posted', async ({ world, max, thread }) => {
  const number = await world.open();
  const place = { ...(await thread(number, 'contact')), kind: 'channel' as const };
  expect((await max.replies(place, 'Hello')).text).toContain(`Not posted. This is the contact's conversation.`);
});
