// A defect that is fixed in a release that is not published yet: nobody is asked to confirm what they cannot try.
import { describe, expect } from 'vitest';
import { moveFixedCases } from '../../../src/usecases/defects/move-fixed-cases.ts';
import { readCard } from '../read-card.ts';
import { test as it } from './fixtures.ts';

it.beforeAll(async ({ harness }) => {
  await harness.db.prisma.person.update({ where: { id: harness.world.max.id }, data: { lead: true } });
});

describe('a fix whose release is not published yet', () => {
  it('asks nobody whether it works, in any place, until there is something to try', async ({ harness, linked, fix }) => {
    const { ada, max, card, conversation, thread } = harness;
    const number = await linked('DEV-61');
    await fix('DEV-61', 'Release 2027.06', { 'note-DEV-61': 'Grades add up.' });
    const places = async (): Promise<string[]> => [
      readCard(await card(number, 'contact')),
      (await ada.command(`CB-${number}`)).text,
      (await conversation(number, 'contact')).join('\n'),
      (await ada.command(`post CB-${number} Any news?`)).text,
      (await ada.replies(await thread(number, 'contact'), 'Anything?')).text,
    ];
    expect((await ada.command(`CB-${number}`)).text).toContain('Waiting on: Release 2027.06 (planned for Dec 1, 2026)');
    expect((await ada.command('home')).text).toContain('Nothing needs your reply.');
    for (const text of await places()) expect(text).not.toMatch(/Yes, close case|No, still happening|Did this resolve it/);

    await (await (await max.command('release Release 2027.06')).press('Publish')).submit({});
    for (const text of await places()) expect(text).toContain('[Yes, close case] [No, still happening]');
    // posting counts as a reply, so the case is waiting on support
    expect((await ada.command(`CB-${number}`)).text).toContain('Waiting on: Campus Support (has your reply)');
  });

  it('appears among what needs a reply once it is published', async ({ harness, linked, fix }) => {
    const { ada, max, world } = harness;
    const number = await linked('DEV-62');
    await fix('DEV-62', 'Release 2027.07', { 'note-DEV-62': 'Grades add up.' });
    const needs = async (): Promise<string> => (await ada.command('home')).text.split('pen cases, last modified first')[0] ?? '';
    expect(await needs()).not.toContain(`CB-${number}`);
    await (await (await max.command('release Release 2027.07')).press('Publish')).submit({});
    await moveFixedCases(world.services);
    expect(await needs()).toContain(`CB-${number}`);
  });
});
