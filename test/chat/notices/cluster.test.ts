// A suggested incident: the card that leads get, and its two buttons.
import { expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import type { Contact } from '../../../src/domain/person.ts';
import { findClusters } from '../../../src/usecases/notices/find-clusters.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { newCase, vendor } from '../../usecases/fixtures.ts';
import { test as base } from '../harness.ts';
import { readCard } from '../read-card.ts';

const it = base
  /** Opens cases from three districts about Attendance. @returns the id of the suggested incident */
  .extend('trouble', { scope: 'file' }, ({ harness }) => async (...more: string[]): Promise<number> => {
    const { services, open, rosa, request } = harness.world;
    const over = { module: 'Attendance', subject: 'Late marks' };
    for (const subject of [over.subject, ...more]) await open({ ...over, subject });
    for (const [contact, name] of [
      [rosa, 'ROSA'],
      [oak, 'OAK'],
    ] as const)
      await openCase(services, contact, { ...newCase, ...over }, { workspaceId: vendor, directChannel: `D0${name}` }, request());
    await findClusters(services);
    return (await harness.db.prisma.cluster.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
  })
  /** Renders the card in each lead's conversation, whether sent or still queued. */
  .extend('shown', { scope: 'file' }, ({ harness }) => async (): Promise<Record<string, string>> => {
    const where = { kind: 'cluster' as const };
    const rows = await harness.db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } });
    const views = await Promise.all(rows.map(({ id }) => renderDelivery(harness.world.services, id)));
    return Object.fromEntries(rows.map(({ destination }, n) => [destination.channelId, views[n] ? readCard(views[n].card) : '']));
  });

let oak: Contact;

it.beforeAll(async ({ harness }) => {
  const { db, world, max, tia } = harness;
  await db.prisma.person.updateMany({ where: { id: { in: [world.max.id, world.tia.id] } }, data: { lead: true } });
  for (const lead of [max, tia]) await lead.says('help');
  const account = await db.prisma.account.create({ data: { key: 'oak', name: 'Oak District', timezone: 'UTC' } });
  const data = { name: 'Ann Oak', email: 'ann@oak.example', kind: 'contact' as const, contactType: 'support' as const };
  oak = { ...(await db.prisma.person.create({ data: { ...data, accountId: account.id } })), ...data, accountId: account.id };
});

it.beforeEach(({ harness }) => harness.db.prisma.$executeRaw`truncate "case", cluster, notice, delivery cascade`);

it('shows every lead the cases and the possible actions', async ({ trouble, harness, shown }) => {
  await trouble();
  const numbers = (await harness.db.prisma.case.findMany({ orderBy: { number: 'desc' } })).map(({ number }) => `CB-${number}`);
  const at = harness.world.at.now.toISOString();
  const card = [
    '# Possible incident: Attendance',
    '3 accounts opened 3 cases on Attendance within an hour.',
    'In common: late, marks, teachers, term',
    `${numbers[0]} Late marks | Oak District · ${at} | [View]`,
    `${numbers[1]} Late marks | Rivertown Schools · ${at} | [View]`,
    `${numbers[2]} Late marks | Plainview School District · ${at} | [View]`,
    '[Declare incident] [Dismiss]',
  ].join('\n');
  expect(await shown()).toEqual({ D0MAX: card, D0TIA: card });
});

it('shows ten cases, counts the rest, and gives the start when the cases span more than an hour', async ({
  trouble,
  harness,
  shown,
}) => {
  await trouble(...Array.from({ length: 10 }, (_, n) => `No ${n}`));
  harness.world.at.now = new Date(harness.world.at.now.getTime() + 59 * 60_000);
  await trouble();
  harness.world.at.now = new Date(harness.world.at.now.getTime() + 59 * 60_000);
  await trouble();
  const { D0MAX: text = '' } = await shown();
  expect(text).toContain('3 accounts opened 19 cases on Attendance since 2026-11-02T15:00:00.000Z.');
  expect(text.match(/\[View\]/g)).toHaveLength(10);
  expect(text).toContain('and 9 more');
});

it('is dismissed with one click; every card then names who dismissed it and has no buttons', async ({
  trouble,
  harness,
  shown,
}) => {
  const id = String(await trouble());
  expect((await harness.max.press('dismiss-cluster', id)).text).toBe('');
  expect((await harness.max.press('dismiss-cluster', id)).text).toBe('');
  const cards = Object.values(await shown());
  expect(cards).toHaveLength(2);
  for (const card of cards) {
    expect(card).toContain('(neutral) Dismissed by Max Reyes');
    expect(card).not.toContain('[');
  }
  for (const [action, value] of [
    ['dismiss-cluster', id],
    ['declare', `cluster:${id}`],
  ] as const)
    expect((await harness.tia.press(action, value)).text).toContain('Max Reyes dismissed this draft.');
});

it('is declared with its cases linked; every card then names who declared it and the title', async ({
  trouble,
  harness,
  shown,
}) => {
  const id = await trouble();
  const form = await harness.tia.press('declare', `cluster:${id}`);
  expect(form.text).toContain('Attendance: late, marks, teachers');
  const preview = await form.submit({ title: 'Attendance is slow', severity: 'major', nextUpdate: '1h' });
  await preview.submit();
  expect(Object.values(await shown())).toEqual([
    expect.stringContaining('(neutral) Declared by Tia Holm as “Attendance is slow”'),
    expect.stringContaining('(neutral) Declared by Tia Holm as “Attendance is slow”'),
  ]);
  expect(await harness.db.prisma.case.count({ where: { incidentId: { not: null } } })).toBe(3);
  expect((await harness.max.press('dismiss-cluster', String(id))).text).toContain(
    'Tia Holm already declared this incident as “Attendance is slow”.',
  );
});

it('is for leads only, and reveals nothing to contacts or in the conversation of a former lead', async ({
  trouble,
  harness,
  shown,
}) => {
  const id = String(await trouble());
  for (const someone of [harness.ada, harness.rita, harness.sam])
    for (const [action, value] of [
      ['dismiss-cluster', id],
      ['declare', `cluster:${id}`],
    ] as const) {
      const { text } = await someone.press(action, value);
      expect(text).not.toBe('');
      expect(text).not.toMatch(/Oak|Rivertown|Late marks/);
    }
  expect(await harness.db.prisma.cluster.count({ where: { dismissedAt: null, noticeId: null } })).toBe(1);
  await harness.db.prisma.person.update({ where: { id: harness.world.tia.id }, data: { lead: false } });
  expect((await shown()).D0TIA).toBe('');
  expect((await harness.tia.press('dismiss-cluster', id)).text).toContain('Only leads can do that.');
  // the chat identity now belongs to somebody else
  await harness.db.prisma.identity.updateMany({ where: { directChannel: 'D0MAX' }, data: { personId: harness.world.ada.id } });
  expect((await shown()).D0MAX).toBe('');
});

it('answers an old button with an explanation', async ({ harness }) => {
  await harness.max.says('help');
  for (const value of ['', '999999', 'x'])
    expect((await harness.max.press('dismiss-cluster', value)).text).toMatch(/couldn't find that incident draft|older version/);
});
