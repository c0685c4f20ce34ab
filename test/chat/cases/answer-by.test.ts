// By when a contact hears from support: shown where the case is opened and on its card until somebody has written to them.
import { describe, expect } from 'vitest';
import type { Card } from '../../../src/cards/elements.ts';
import { readSla } from '../../../src/domain/sla-state.ts';
import { renderMessage } from '../../../src/slack/render/card.ts';
import { renderCard } from '../../../src/teams/render/card.ts';
import { renderMail } from '../../../src/mail/render.ts';
import { test as base } from '../harness.ts';
import { readCard } from '../read-card.ts';

const promise = "You'll hear from us by ";
/** Friday, 4:00 PM in Chicago, an hour before the business day ends. */
const friday = new Date('2026-11-06T22:00:00Z');
const question = { caseType: 'Question', subject: 'Bells', module: 'Scheduling', description: 'They ring twice.' };

const test = base
  /** What the contact reads: the answer to the form, the card, and the whole case. */
  .extend('opened', { scope: 'file' }, ({ world, ada, card }) => async (at: Date, priority: string) => {
    world.at.now = at;
    const sent = await (await ada.command('open Bells')).submit({ ...question, priority });
    // the form asks whether it is one of the cases before
    const shown = (sent.reply.kind === 'form' ? await sent.submit({ similar: 'none' }) : sent).text;
    const number = Number(/CB-(\d+)/.exec(shown)?.[1]);
    const reads = async () => [readCard(await card(number, 'contact')), (await ada.command(`CB-${number}`)).text];
    return { number, shown, reads };
  })
  .extend('everybody', { scope: 'file', auto: true }, async ({ db, max }) => {
    const channel = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', channelId: 'C0TECH', team: 'Training' };
    await db.prisma.channel.create({ data: { ...channel, purposes: ['escalation'] } });
    await db.prisma.account.updateMany({ data: { holidays: 'US-MN' } });
    await max.command('help');
  });

describe('a new case', () => {
  const moments: [what: string, at: Date, priority: string, by: string][] = [
    ['critical, around the clock, on a Saturday night', new Date('2026-11-08T04:00:00Z'), 'Critical', '2026-11-08T05:00'],
    ['high, within business hours', new Date('2026-11-02T15:00:00Z'), 'High', '2026-11-02T19:00'],
    ['high, which runs over the weekend', friday, 'High', '2026-11-09T17:00'],
    ['high, on a Sunday', new Date('2026-11-08T18:00:00Z'), 'High', '2026-11-09T18:00'],
    ['medium, before Thanksgiving and the day after it', new Date('2026-11-25T16:00:00Z'), 'Medium', '2026-11-30T16:00'],
  ];
  test.for(moments)('says by when: %s', async ([, at, priority, by], { opened }) => {
    const { shown, reads } = await opened(at, priority);
    for (const text of [shown, ...(await reads())]) expect(text).toContain(`${promise}${by}`);
  });

  test('promises nothing for a priority without a target', async ({ world, opened }) => {
    const { settings } = world.services;
    const low = { ...settings.sla.low, firstResponse: null };
    world.services.settings = { ...settings, sla: { ...settings.sla, low } };
    const { shown, reads } = await opened(friday, 'Low');
    world.services.settings = settings;
    for (const text of [shown, ...(await reads())]) expect(text).not.toContain(promise);
  });

  test('shows the moment in the zone of its reader, on each platform and in mail', async ({ opened, card }) => {
    const { number } = await opened(friday, 'High');
    const shown: Card = await card(number, 'contact');
    expect(JSON.stringify(renderMessage(shown).blocks)).toContain(`${Date.UTC(2026, 10, 9, 17) / 1000}`);
    const teams = JSON.stringify(renderCard(shown, { dialogs: true, opensForm: () => false }));
    expect(teams).toContain("You'll hear from us by {{DATE(2026-11-09T17:00:00Z,SHORT)}} {{TIME(2026-11-09T17:00:00Z)}}");
    const { text } = renderMail(shown, 'Campus Support', { zone: 'America/Chicago', leadsTo: () => null });
    expect(text).toContain("You'll hear from us by Nov 9, 2026, 11:00 AM CT.");
  });
});

describe('the promise', () => {
  test('stays until somebody has written to the contact', async ({ opened, max, world }) => {
    const { number, reads } = await opened(friday, 'High');
    await max.command(`claim CB-${number}`);
    await max.command(`note CB-${number} Looking into it.`);
    for (const text of await reads()) expect(text).toContain(promise);
    await max.command(`post CB-${number} We are looking into it.`);
    for (const text of await reads()) expect(text).not.toContain(promise);
    world.at.now = friday;
  });

  test('ends with a question, a resolution, scheduled work, or an escalation that the contact reads', async ({
    opened,
    max,
    db,
  }) => {
    const writes: ((number: number) => Promise<unknown>)[] = [
      (number) => max.command(`ask CB-${number} Which school?`),
      (number) => max.command(`resolve CB-${number} Two bells were set.`),
      async (number) => (await max.command(`schedule CB-${number}`)).submit({ date: '2026-11-12', what: 'We add a bell.' }),
      async (number) => (await max.command(`escalate CB-${number} Please look.`)).submit({ team: 'Training' }),
    ];
    for (const write of writes) {
      const { number, reads } = await opened(friday, 'High');
      await write(number);
      for (const text of await reads()) expect(text).not.toContain(promise);
      const { sla } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
      expect(readSla(sla)?.firstResponse.met).toBe(true);
    }
  });

  test('is not repeated once it is broken', async ({ opened, world }) => {
    const { reads } = await opened(friday, 'High');
    world.at.now = new Date('2026-11-09T18:00:00Z');
    for (const text of await reads()) expect(text).not.toContain(promise);
    world.at.now = friday;
  });
});
