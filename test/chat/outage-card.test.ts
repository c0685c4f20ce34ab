// The alarm about a place in which nothing is accepted names it as people know it: by name where the name is known.
import { expect } from 'vitest';
import { outageCard, recoveryCard } from '../../src/chat/outage-card.ts';
import { loadOutage } from '../../src/usecases/notifications/load-outage.ts';
import { test as base } from './harness.ts';
import { readCard } from './read-card.ts';

const test = base.extend('alarm', { scope: 'file' }, ({ db, world }) => async (channelId: string): Promise<string> => {
  await db.prisma.outage.deleteMany();
  const place = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', channelId };
  const { id } = await db.prisma.outage.create({ data: { ...place, code: 'is_archived', startedAt: world.at.now } });
  const outage = await loadOutage(world.services, id);
  if (!outage) throw new Error('no outage');
  return [readCard(outageCard(outage)), readCard(recoveryCard(outage))].join('\n');
});

test.beforeAll(async ({ db, world }) => {
  const installation = { scopes: [], token: 'x', installedAt: world.at.now };
  await db.prisma.installation.create({
    data: { ...installation, platform: 'slack', workspaceId: 'T0CAMPUS', name: 'Campus Software' },
  });
  await db.prisma.channel.updateMany({ where: { channelId: 'C0QUEUE' }, data: { name: 'support-queue' } });
  const channel = { platform: 'slack' as const, workspaceId: 'T0CAMPUS' };
  await db.prisma.channel.createMany({
    data: [
      { ...channel, channelId: 'C0TRAIN', team: 'Training', purposes: ['escalation'], name: 'training-team' },
      { ...channel, channelId: 'C0NEWS', purposes: ['notices'], name: 'campus-news' },
      { ...channel, channelId: 'C0NAMELESS', purposes: ['notices'] },
    ],
  });
});

test.for([
  ['C0QUEUE', 'the default queue channel #support-queue'],
  ['C0TRAIN', 'the Training channel #training-team'],
  ['C0NEWS', 'the Slack channel #campus-news'],
  ['', 'the Slack workspace Campus Software'],
] as const)('names what is out, without its id: %s', async ([channelId, name], { alarm }) => {
  const text = await alarm(channelId);
  expect(text).toContain(`Messages aren't reaching ${name}.`);
  expect(text).toContain(`Messages reach ${name} again.`);
  expect(text).toContain('Slack · Campus Software · error is_archived');
  expect(text).not.toMatch(/\bC0[A-Z]|T0CAMPUS/);
});

test('shows the id of a channel whose name is not known, so that somebody can find it', async ({ alarm }) => {
  expect(await alarm('C0NAMELESS')).toContain('Slack · Campus Software · channel C0NAMELESS · error is_archived');
  expect(await alarm('C0GRADES')).toContain("Messages aren't reaching the queue channel for Grade Book.");
});
