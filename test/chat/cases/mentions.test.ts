// Who is mentioned in the conversations of a case: only who must act. A mention that asks for nothing teaches people to ignore mentions.
import { expect } from 'vitest';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import type { ChatHarness } from '../harness.ts';
import { test } from '../harness.ts';

/** A case that Max has, with the newest message in the advisors' thread. */
async function claimedCase({ world, max, conversation }: Pick<ChatHarness, 'world' | 'max' | 'conversation'>) {
  const number = await world.open();
  await max.command(`claim CB-${number}`);
  return { number, newest: async () => (await conversation(number, 'advisor')).at(-1) ?? '' };
}

test('mentions the advisor when the contact writes, declines a resolution or reopens the case', async ({ harness }) => {
  const { world, ada, max } = harness;
  const { number, newest } = await claimedCase(harness);
  await ada.command(`post CB-${number} It happened again.`);
  expect(await newest()).toContain('@Max Reyes');
  await resolveCase(world.services, world.max, { number, explanation: 'A new term.' }, world.request());
  await (await ada.press('decline', String(number))).submit({ 'still-happens': 'No change.' });
  expect(await newest()).toContain('@Max Reyes');
  await (await max.command(`close CB-${number}`)).submit({ reason: 'Resolved' });
  await (await ada.command(`reopen CB-${number}`)).submit({ details: 'It is back.' });
  expect(await newest()).toContain('@Max Reyes');
});

test('mentions nobody when the contact confirms a resolution', async ({ harness }) => {
  const { world, ada } = harness;
  const { number, newest } = await claimedCase(harness);
  await resolveCase(world.services, world.max, { number, explanation: 'A new term.' }, world.request());
  await ada.press('confirm', String(number));
  expect(await newest()).toContain('confirmed the resolution');
  expect(await newest()).not.toContain('@');
});

test('mentions nobody when the contact closes the case', async ({ harness }) => {
  const { ada } = harness;
  const { number, newest } = await claimedCase(harness);
  await (await ada.command(`close CB-${number}`)).submit({ reason: 'Withdrawn' });
  expect(await newest()).toContain('Withdrawn');
  expect(await newest()).not.toContain('@');
});

test('mentions nobody for a post on a closed case, whatever it is about', async ({ harness }) => {
  const { ada, max, thread } = harness;
  const { number, newest } = await claimedCase(harness);
  const place = await thread(number, 'contact');
  await (await max.command(`close CB-${number}`)).submit({ reason: 'Resolved' });
  await ada.command(`post CB-${number} Thank you!`);
  expect(await newest()).toContain('Thank you!');
  expect(await newest()).not.toContain('@');
  await ada.replies(place, 'And thanks to Max.');
  expect(await newest()).toContain('And thanks to Max.');
  expect(await newest()).not.toContain('@');
});

test('mentions nobody of the team when the case was closed before the team read of the escalation', async ({ harness }) => {
  const { db, world, max, conversation } = harness;
  const { number } = await claimedCase(harness);
  const team = 'Technical Services';
  const ken = await db.prisma.person.create({ data: { name: 'Ken Oda', email: 'ken@campus.example', kind: 'advisor', team } });
  const identity = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', homeWorkspace: 'T0CAMPUS', checkedAt: world.at.now };
  await db.prisma.identity.create({ data: { ...identity, userId: 'U0KEN', name: 'Ken Oda', personId: ken.id } });
  const channel = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', channelId: 'C0TECH', team };
  await db.prisma.channel.create({ data: { ...channel, purposes: ['escalation'] } });
  const form = await max.command(`escalate CB-${number}`);
  await form.submit({ team, reason: 'Please look.', 'to-contact': 'A specialist looks.' });
  expect((await conversation(number, 'advisor', team)).join('\n')).toContain('@Ken Oda');
  await (await max.command(`close CB-${number}`)).submit({ reason: 'Resolved' });
  expect((await conversation(number, 'advisor', team)).join('\n')).not.toContain('@Ken Oda');
});
