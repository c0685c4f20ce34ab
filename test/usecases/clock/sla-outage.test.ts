// SLA alarms while the queue channel accepts nothing: the leads hear of them where messages still arrive.
import { expect } from 'vitest';
import { warnSla } from '../../../src/usecases/clock/warn-sla.ts';
import { test as base, vendor } from '../fixtures.ts';

const test = base
  /** A critical case whose queue channel is out, and the places where the alarm of the next hour arrives. */
  .extend('alarmedIn', { scope: 'file' }, ({ db, world, services, at }) => async (minutes: number): Promise<string[]> => {
    await db.pool.query('truncate delivery, conversation, destination, outage, "case" cascade');
    at.now = new Date('2026-11-02T15:00:00Z');
    await world.open({ priority: 'Critical' });
    const queue = { platform: 'slack' as const, workspaceId: vendor, channelId: 'C0GRADES' };
    const { id } = await db.prisma.outage.create({ data: { ...queue, code: 'is_archived' } });
    await db.prisma.destination.updateMany({ where: queue, data: { outageId: id } });
    at.now = new Date(at.now.getTime() + minutes * 60_000);
    await warnSla(services);
    const where = { kind: 'alert' as const, destination: { outageId: null } };
    const alerts = await db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } });
    return alerts.map(({ destination }) => destination.channelId).sort();
  });

test.beforeAll(async ({ db, services, at }) => {
  services.mail = true;
  const person = { name: 'Lea Lund', email: 'lea@campus.example', kind: 'advisor' as const, lead: true };
  const lead = await db.prisma.person.create({ data: person });
  await db.prisma.person.create({ data: { ...person, name: 'Noah', email: 'noah@campus.example' } });
  const identity = { platform: 'slack' as const, workspaceId: vendor, homeWorkspace: vendor, userId: 'U0LEA', name: 'Lea' };
  const where = { directChannel: 'D0LEA', checkedAt: at.now, email: lead.email };
  await db.prisma.identity.create({ data: { ...identity, ...where, personId: lead.id } });
});

test('a breach reaches every lead, in a direct conversation or else by mail', async ({ alarmedIn }) => {
  expect(await alarmedIn(61)).toEqual(['D0LEA', 'noah@campus.example']);
});

test('a warning on an unassigned case reaches the leads as well, because the queue cannot show it', async ({ alarmedIn }) => {
  expect(await alarmedIn(49)).toEqual(['D0LEA', 'noah@campus.example']);
});
