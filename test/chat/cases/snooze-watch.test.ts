import { describe, expect } from 'vitest';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { readCard } from '../read-card.ts';
import { test } from '../harness.ts';

describe('snooze', () => {
  test('reads the time in the zone of the advisor, and says what keeps running', async ({ world, max }) => {
    const number = await world.open();
    world.at.now = new Date('2026-11-27T16:00:00Z');
    const seen = await max.command(`snooze CB-${number} until monday 9am`);
    expect(seen.text).toContain(`CB-${number} is out of your lists until Mon, Nov 30, 9:00 AM, or until the contact writes.`);
    expect(seen.text).toContain('The SLA and the follow-up keep running.');
    const { snoozeDueAt } = await world.services.db.prisma.case.findUniqueOrThrow({ where: { number } });
    expect(snoozeDueAt).toEqual(new Date('2026-11-30T15:00:00Z'));
    expect((await max.command(`CB-${number}`)).text).toContain('You snoozed it until ');
    expect((await max.command('queue')).text).toContain('[Snoozed (1)]');
    expect((await (await max.command('queue')).press('Snoozed (1)')).text).toContain(`CB-${number}`);
    expect((await max.command(`unsnooze CB-${number}`)).text).toContain(`CB-${number} is back in your lists.`);
  });

  test('proposes times in a form behind More, and refuses what it does not understand', async ({ world, max }) => {
    const number = await world.open();
    const form = await (await max.command(`CB-${number}`)).choose('More', 'Snooze');
    const until = form.reply.kind === 'form' ? form.reply.form.fields[0] : undefined;
    expect(JSON.stringify(until)).toContain('Monday (Mon, Nov 30, 8:00 AM)');
    expect((await form.submit({ time: 'soon' })).mistakes['time']).toContain('Try “monday 9am”');
    expect((await form.submit({})).mistakes['until']).toBe('Choose a time or enter one.');
    expect((await form.submit({ time: 'in 2 hours' })).text).toContain('until Fri, Nov 27, 12:00 PM');
    const view = await max.command(`CB-${number}`);
    expect((await view.choose('More', 'End snooze')).text).toContain('is back in your lists');
  });

  test('says why a case is back', async ({ db, world, max }) => {
    const number = await world.open();
    await max.command(`snooze CB-${number} in 2 hours`);
    await addPost(world.services, world.ada, { number, text: 'Worse.' }, world.request());
    const row = await db.prisma.delivery.findFirstOrThrow({ where: { kind: 'snooze', case: { number } } });
    const view = await renderDelivery(world.services, row.id);
    expect(view && readCard(view.card)).toContain(`CB-${number} is back in your lists. Ada Park replied.`);
  });

  test('is not for contacts', async ({ world, ada }) => {
    const number = await world.open();
    expect((await ada.command(`snooze CB-${number} tomorrow`)).text).toContain("isn't one of your commands.");
    expect((await ada.command(`watch CB-${number}`)).text).toContain("isn't one of your commands.");
  });
});

describe('watch', () => {
  test('sends the card to the direct messages, names the watcher on it, and stops', async ({ world, tia, conversation }) => {
    const number = await world.open();
    expect((await tia.command(`watch CB-${number}`)).text).toContain(`You watch CB-${number}.`);
    const shown = (await conversation(number, 'advisor')).join('\n');
    expect(shown).toContain('Watchers: Tia Holm');
    expect(shown).toContain('[Stop watching]');
    expect((await conversation(number, 'contact')).join('\n')).not.toContain('Tia Holm');
    const view = await tia.command(`CB-${number}`);
    expect((await view.choose('More', 'Stop watching')).text).toContain(`You no longer watch CB-${number}.`);
    expect((await tia.command(`unwatch CB-${number}`)).text).toContain("You don't watch this case.");
  });
});
