import { describe, expect, vi } from 'vitest';
import { createLog } from '../../src/server/log.ts';
import { startAccessLog, type Access } from '../../src/usecases/access-log.ts';
import { cleanUp } from '../../src/usecases/clock/clean-up.ts';
import { test as it } from './fixtures.ts';

const view = { action: 'view', source: 'slack' } as const;
const silent = createLog('silent');

describe('the access log', () => {
  it('writes what came together in one statement, with the account of each case', async ({ world, db }) => {
    const number = await world.open();
    const { services, ada, max } = world;
    const statements = vi.spyOn(db.pool, 'query');
    const log = startAccessLog({ db, clock: services.clock, log: silent });
    for (const personId of [ada.id, max.id]) log.record({ ...view, personId, caseNumber: number });
    log.record({ ...view, personId: ada.id, caseNumber: number });
    log.record({ action: 'search', source: 'teams', personId: max.id, detail: 'rosa\0 lind' });
    expect(statements).not.toHaveBeenCalled();
    await log.stop();
    expect(statements).toHaveBeenCalledTimes(1);
    statements.mockRestore();
    const rows = await db.prisma.accessEntry.findMany({ orderBy: { id: 'asc' }, omit: { id: true, at: true } });
    const { id: caseId, accountId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const none = { operator: null, fileId: null, conversationId: null, detail: null };
    expect(rows).toEqual([
      { ...none, ...view, personId: ada.id, caseId, accountId },
      { ...none, ...view, personId: max.id, caseId, accountId },
      { ...none, action: 'search', source: 'teams', personId: max.id, caseId: null, accountId: null, detail: 'rosa lind' },
    ]);
    expect(accountId).toBe(ada.accountId);
  });

  it('names the person of a direct conversation whose link was used', async ({ world, db }) => {
    const number = await world.open();
    const where = { case: { number }, personId: world.ada.id };
    const { id: conversationId } = await db.prisma.conversation.findFirstOrThrow({ where });
    const log = startAccessLog({ db, clock: world.services.clock, log: silent });
    log.record({ action: 'download', source: 'web', personId: null, conversationId });
    await log.stop();
    expect(await db.prisma.accessEntry.findFirst({ where: { conversationId } })).toMatchObject({ personId: world.ada.id });
  });

  it('keeps entries while the database does not answer, and says how many were too many', async ({ world, db }) => {
    const { services, tia } = world;
    const entry = (detail: string): Access => ({ action: 'search', source: 'slack', personId: tia.id, detail });
    const failing = vi.spyOn(db.pool, 'query').mockImplementation(() => Promise.reject(new Error('down')) as never);
    const log = startAccessLog({ db, clock: services.clock, log: silent }, { max: 2, batch: 1 });
    for (const detail of ['one', 'two', 'three', 'four']) log.record(entry(detail));
    await expect(log.flush()).rejects.toThrow('down');
    failing.mockRestore();
    await log.stop();
    const rows = await db.prisma.accessEntry.findMany({
      where: { OR: [{ personId: tia.id }, { action: 'lost' }] },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ action, detail }) => `${action} ${detail}`)).toEqual(['search one', 'search two', 'lost 2']);
  });

  it('keeps each of two equal entries that waited an hour apart, and one of two at once', async ({ world, db }) => {
    const clock = { now: () => now };
    let now = new Date('2026-11-24T15:00:00Z');
    const log = startAccessLog({ db, clock, log: silent });
    const entry: Access = { action: 'search', source: 'teams', personId: world.ada.id, detail: 'twice' };
    log.record(entry);
    log.record(entry);
    now = new Date('2026-11-24T16:00:00Z');
    log.record(entry);
    await log.stop();
    const rows = await db.prisma.accessEntry.findMany({ where: { detail: 'twice' }, orderBy: { id: 'asc' } });
    expect(rows.map(({ at }) => at.toISOString())).toEqual(['2026-11-24T15:00:00.000Z', '2026-11-24T16:00:00.000Z']);
  });
});

describe('an entry of the access log', () => {
  it.beforeAll(async ({ world, db }) => {
    const log = startAccessLog({ db, clock: world.services.clock, log: silent });
    log.record({ ...view, personId: world.ben.id });
    await log.stop();
  });

  it('cannot be changed or deleted', async ({ db }) => {
    for (const statement of ['update access_entry set detail = null', 'delete from access_entry', 'truncate access_entry'])
      await expect(db.pool.query(statement), statement).rejects.toThrow('the access log is append-only');
  });

  it('is deleted by the clean-up after the days of keep.accessLog, and only then', async ({ world, db }) => {
    const { services, at, ben } = world;
    const start = at.now;
    const days = (count: number): Date => new Date(start.getTime() + count * 86_400_000);
    const left = () => db.prisma.accessEntry.count({ where: { personId: ben.id } });
    at.now = days(services.settings.keep.accessLog - 1);
    expect(await cleanUp(services)).toMatchObject({ accessEntries: 0 });
    expect(await left()).toBe(1);
    const log = startAccessLog({ db, clock: services.clock, log: silent });
    log.record({ ...view, personId: ben.id });
    await log.stop();
    at.now = days(services.settings.keep.accessLog + 1);
    expect((await cleanUp(services)).accessEntries).toBeGreaterThan(0);
    expect(await left()).toBe(1);
    at.now = start;
    // what the clean-up said of itself ended with its statement
    await expect(db.pool.query('delete from access_entry')).rejects.toThrow('append-only');
  });
});
