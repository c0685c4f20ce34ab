// The weekly report: posted once, at its time in its zone, by whichever process comes first.
import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import type { ReportSetting } from '../../../src/domain/settings.ts';
import { createLinks } from '../../../src/files/links.ts';
import { listOutages } from '../../../src/outbox/outages.ts';
import { DeliveryError } from '../../../src/ports.ts';
import { jobs, runTick } from '../../../src/server/schedule.ts';
import { createLog } from '../../../src/server/log.ts';
import { linkedStats } from '../../../src/usecases/linked-stats.ts';
import { loadOutage } from '../../../src/usecases/notifications/load-outage.ts';
import { sendReports } from '../../../src/usecases/search/send-reports.ts';
import type { Services } from '../../../src/usecases/context.ts';
import { readCard } from '../../chat/read-card.ts';
import { Platform, startTestWorker, until } from '../../outbox/harness.ts';
import { isolatedTest as base, plainviewSpace, vendor } from '../fixtures.ts';

const monday: ReportSetting = {
  channel: { platform: 'slack', workspaceId: vendor, channelId: 'C0LEADS' },
  weekday: 'mon',
  time: '08:00',
  timezone: 'America/Chicago',
  split: 'account',
};

const it = base
  .extend('withReports', ({ world }) => (...reports: ReportSetting[]): Services => ({
    ...world.services,
    settings: { ...world.services.settings, reports },
    links: createLinks([Buffer.alloc(32, 1)], 'https://bot.example', world.services.clock),
  }))
  .extend(
    'posted',
    ({ db }) =>
      () =>
        db.prisma.delivery.findMany({ where: { kind: 'report' }, orderBy: { id: 'asc' } }),
  )
  .extend('sendAt', ({ world }) => async (services: Services, moment: string) => {
    world.at.now = new Date(moment);
    return (await sendReports(services)).reports;
  });

describe('a weekly report', () => {
  it('is posted once a week at its time, before and after the clocks go back', async ({ withReports, sendAt, posted }) => {
    const services = withReports(monday);
    expect(await sendAt(services, '2026-10-26T12:59:00Z')).toBe(0);
    expect(await sendAt(services, '2026-10-26T13:00:00Z')).toBe(1);
    expect(await sendAt(services, '2026-10-26T13:01:00Z')).toBe(0);
    expect(await sendAt(services, '2026-11-02T13:59:00Z')).toBe(0);
    expect(await sendAt(services, '2026-11-02T14:00:00Z')).toBe(1);
    expect(await sendAt(services, '2026-11-02T20:00:00Z')).toBe(0);
    expect(await posted()).toHaveLength(2);
  });

  it('is posted once by several processes, whichever comes first', async ({ withReports, world, posted }) => {
    const services = withReports(monday);
    world.at.now = new Date('2026-11-02T14:00:00Z');
    const sent = await Promise.all([1, 2, 3].map(() => sendReports(services)));
    expect(sent.map(({ reports }) => reports).sort()).toEqual([0, 0, 1]);
    const job = jobs.find(({ name }) => name === 'reports');
    if (!job) throw new Error('reports have a job');
    await runTick(services, createLog('silent'), job, world.at.now);
    expect(await posted()).toHaveLength(1);
  });

  it('is posted late after a morning without the bot, and not when it is new in the configuration', async ({
    withReports,
    sendAt,
  }) => {
    expect(await sendAt(withReports(monday), '2026-11-02T20:00:00Z')).toBe(1);
    expect(await sendAt(withReports({ ...monday, time: '09:00' }), '2026-11-04T14:00:00Z')).toBe(0);
  });

  it('shows the seven days before, as they were when it was posted', async ({ withReports, world, sendAt, posted }) => {
    const services = withReports(monday);
    world.at.now = new Date('2026-10-27T15:00:00Z');
    await world.open();
    await sendAt(services, '2026-11-02T14:00:00Z');
    await world.open();
    const [delivery] = await posted();
    const rendered = await renderDelivery(services, delivery?.id ?? 0);
    const text = rendered ? readCard(rendered.card) : '';
    expect(text).toContain(
      '# Weekly report: Oct 26 – Nov 1, 2026\nOct 26 – Nov 1, 2026 (Central Time), compared with Oct 19 – Oct 25, 2026',
    );
    expect(text).toContain('Opened: 1 (0 before)');
    expect(text).toContain('By account\nPlainview School District | 1 opened');
    expect(text).toContain('[Explore] [Download CSV ↗]');
    const linked = await linkedStats(services, { reportId: delivery?.reportId ?? 0 });
    expect(linked?.total.opened).toBe(1);
  });

  it('shows nothing once its channel is no longer in the configuration', async ({ withReports, sendAt, posted }) => {
    await sendAt(withReports(monday), '2026-11-02T14:00:00Z');
    const [delivery] = await posted();
    expect(await renderDelivery(withReports(), delivery?.id ?? 0)).toBeNull();
    expect(await linkedStats(withReports(), { reportId: delivery?.reportId ?? 0 })).toBeNull();
  });

  it.for([
    ['a channel of a customer', { platform: 'slack', workspaceId: vendor, channelId: 'C0SHARED' }],
    ['the workspace of a customer', { platform: 'slack', workspaceId: plainviewSpace, channelId: 'C0ANY' }],
  ] as const)('is refused in %s', async ([_what, channel], { db, world, withReports, posted }) => {
    await db.prisma.channel.create({
      data: {
        platform: 'slack',
        workspaceId: vendor,
        channelId: 'C0SHARED',
        purposes: ['notices'],
        accountId: world.ada.accountId,
      },
    });
    world.at.now = new Date('2026-11-02T14:00:00Z');
    const services = withReports({ ...monday, channel });
    expect(await sendReports(services)).toEqual({ reports: 0, refused: 1 });
    expect(await sendReports(services)).toEqual({ reports: 0, refused: 0 });
    expect(await posted()).toEqual([]);
  });

  it('raises the alarm of an outage when its channel is gone, and goes on with the other one', async ({
    db,
    world,
    withReports,
    sendAt,
  }) => {
    const lead = { platform: 'slack' as const, workspaceId: vendor, userId: 'U0MAX', homeWorkspace: vendor };
    await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
    await db.prisma.identity.create({
      data: { ...lead, name: 'Max', directChannel: 'D0MAX', personId: world.max.id, checkedAt: world.at.now },
    });
    const other = { ...monday, channel: { ...monday.channel, channelId: 'C0BOARD' } };
    expect(await sendAt(withReports(monday, other), '2026-11-02T14:00:00Z')).toBe(2);
    const platform = new Platform();
    platform.before = ({ channelId }) => {
      if (channelId === 'C0LEADS') throw new DeliveryError('refused', 'channel_not_found', undefined, { scope: 'destination' });
    };
    const services = withReports(monday, other);
    const worker = startTestWorker(db, platform, { render: (id) => renderDelivery(services, id) });
    try {
      await until(async () => platform.texts('D0MAX').length === 1 && platform.texts('C0BOARD').length === 1);
      const [outage] = await listOutages(db.pool);
      expect(outage).toMatchObject({ channelId: 'C0LEADS', code: 'channel_not_found', waiting: 1 });
      const found = await db.prisma.outage.findFirstOrThrow();
      expect(await loadOutage(services, found.id)).toMatchObject({ place: { kind: 'channel' }, totalCases: 0 });
    } finally {
      await worker.stop();
    }
  });
});
