// Every filter, its negation, and every order, on a real database.
import { describe, expect } from 'vitest';
import type { Status } from '../../../src/domain/status.ts';
import { prepareCases } from '../../../src/usecases/search/index-job.ts';
import { test as base } from './fixtures.ts';

const it = base;

it.beforeAll(async ({ db, world }) => {
  const { ada, ben, rosa, max, tia, services } = world;
  await db.prisma.person.update({ where: { id: ada.id }, data: { name: 'Éva O’Brien' } });
  await db.prisma.person.update({ where: { id: ben.id }, data: { name: 'ben ode' } });
  const defect = await db.prisma.defect.create({
    data: { number: 'DEV-4711', summary: 'Exports stop', module: 'Fees', severity: 'High', createdAt: world.at.now },
  });
  const incident = await db.prisma.notice.create({
    data: { kind: 'incident', title: 'Größere Störung', state: 'Investigating', modules: [], everyAccount: true, startsAt: world.at.now, ownerId: max.id, declaredAt: world.at.now },
  }); // prettier-ignore
  const goal = (over: object) => ({ target: '1d', met: false, overdueSince: null, ...over });
  const sla = (over: object) => ({
    firstResponse: goal(over),
    nextUpdate: goal({ target: null }),
    resolution: goal({ met: true }),
  });
  const at = (text: string) => new Date(text);
  const row = (subject: string, over: Record<string, unknown>) => ({
    accountId: ada.accountId, contactId: ada.id, priority: 'Medium' as const, subject, description: 'Text', module: 'Fees', caseType: 'Question',
    category: 'Question', source: 'slack' as const, status: 'New' as Status, createdAt: at('2026-10-01T12:00:00Z'), updatedAt: at('2026-10-01T12:00:00Z'), ...over,
  }); // prettier-ignore
  await db.prisma.case.createMany({
    data: [
      row('alpha', { updatedAt: at('2026-11-02T05:59:59Z'), advisorId: max.id, priority: 'Critical', slaDueAt: at('2026-11-03T00:00:00Z'), sla: sla({}) }),
      row('Älpha two', { updatedAt: at('2026-11-02T06:00:00Z'), status: 'Assigned', advisorId: tia.id, priority: 'High', slaDueAt: at('2026-11-01T00:00:00Z'), sla: sla({}) }),
      row('beta', { updatedAt: at('2026-11-01T05:00:00Z'), status: 'PendingCustomerInput', contactId: ben.id, sla: sla({ overdueSince: '2026-10-05T00:00:00Z' }), team: 'Technical Services' }),
      row('BETA 100%', { updatedAt: at('2026-10-31T12:00:00Z'), status: 'Closed', closedAt: at('2026-10-31T12:00:00Z'), module: 'Attendance', sla: sla({ met: true }) }),
      row('gamma', { status: 'AvailableInRelease', contactId: ben.id, answered: true, defectId: defect.id, createdAt: at('2026-11-02T14:00:00Z'), sla: sla({}) }),
      row('Delta', { accountId: rosa.accountId, contactId: rosa.id, caseType: 'Application Issue', incidentId: incident.id, updatedAt: at('2026-09-01T12:00:00Z') }),
    ],
  }); // prettier-ignore
  await prepareCases(services, { again: true });
});

describe('filters', () => {
  it.for([
    ['number:CB-10001,10003', ['alpha', 'beta']],
    ['-number:CB-10001 is:open', ['Älpha two', 'beta', 'gamma', 'Delta']],
    ['subject:=ALPHA', ['alpha']],
    ['subject:^alpha', ['Älpha two', 'alpha']],
    ['subject:$"100%"', ['BETA 100%']],
    ['subject:%', ['BETA 100%']],
    ['subject:eta', ['beta', 'BETA 100%']],
    ['-subject:lpha', ['beta', 'BETA 100%', 'gamma', 'Delta']],
    ['-subject:=alpha -subject:^b', ['Älpha two', 'gamma', 'Delta']],
    ['status:new', ['alpha', 'Delta']],
    ['status:"Pending Customer Input"', ['beta']],
    ['status:"available in"', ['gamma']],
    ['-status:new is:open', ['Älpha two', 'beta', 'gamma']],
    ['status:open', ['Älpha two', 'alpha', 'beta', 'gamma', 'Delta']],
    ['priority:critical,high', ['Älpha two', 'alpha']],
    ['-priority:medium', ['Älpha two', 'alpha']],
    ['module:attendance', ['BETA 100%']],
    ['-module:fees', ['BETA 100%']],
    ['type:"application issue"', ['Delta']],
    ['contact:eva', ['Älpha two', 'alpha', 'BETA 100%']],
    ['contact:"Eva O\'Brien"', ['Älpha two', 'alpha', 'BETA 100%']],
    ['contact:OBRIEN -contact:rosa', ['Älpha two', 'alpha', 'BETA 100%']],
    ['contact:ben@plainview.example', ['beta', 'gamma']],
    ['-contact:eva -contact:ben', ['Delta']],
    ['account:rivertown', ['Delta']],
    ['-account:"plainview school"', ['Delta']],
    ['advisor:reyes', ['alpha']],
    ['-advisor:reyes status:new,assigned', ['Älpha two', 'Delta']],
    ['modified:today', ['Älpha two']],
    ['modified:yesterday', ['alpha', 'beta']],
    ['opened:today', ['gamma']],
    ['-opened:<30d', ['Älpha two', 'alpha', 'beta', 'BETA 100%', 'Delta']],
    ['closed:2026-10-31', ['BETA 100%']],
    ['-closed:2026-10-31 -subject:a', []],
    ['sla:breached', ['Älpha two', 'beta']],
    ['sla:due', ['alpha']],
    ['sla:paused', ['beta', 'gamma']],
    ['sla:met', ['BETA 100%']],
    ['sla:none', ['Delta']],
    ['-sla:none -sla:breached', ['alpha', 'BETA 100%', 'gamma']],
    ['team:"technical services"', ['beta']],
    ['defect:DEV-4711', ['gamma']],
    ['has:defect', ['gamma']],
    ['-has:defect is:open', ['Älpha two', 'alpha', 'beta', 'Delta']],
    ['incident:storung', ['Delta']],
    ['has:incident', ['Delta']],
    ['-incident:storung -is:closed', ['Älpha two', 'alpha', 'beta', 'gamma']],
    ['has:file', []],
    ['-has:file is:closed', ['BETA 100%']],
    ['is:open', ['Älpha two', 'alpha', 'beta', 'gamma', 'Delta']],
    ['-is:open', ['BETA 100%']],
    ['is:mine', ['alpha']],
    ['-is:mine is:open', ['Älpha two', 'beta', 'gamma', 'Delta']],
    ['is:unassigned is:open', ['beta', 'gamma', 'Delta']],
    ['is:waiting-on-me', ['alpha']],
    ['-is:waiting-on-me is:open', ['Älpha two', 'beta', 'gamma', 'Delta']],
    // the ends of time
    ['opened:<9999y -subject:a', []],
    ['opened:>9999y', []],
    ['modified:>9998', []],
    ['-modified:..9999-12-31', []],
    ['subject:eta modified:1000-01-01..9999-12-31', ['beta', 'BETA 100%']],
    ['number:2147483647', []],
    ['text status:new', ['alpha', 'Delta']],
    ['text -status:new -subject:alpha is:open', ['beta', 'gamma']],
  ] as const)('shows an advisor with %s the cases %s', async ([text, subjects], { max, find }) => {
    expect(await find(max, text)).toEqual(subjects);
  });

  it('means the person who asks with mine and waiting on me', async ({ ada, ben, find, db }) => {
    expect(await find(ben, 'is:mine')).toEqual(['beta', 'gamma']);
    expect(await find(ben, 'is:waiting-on-me')).toEqual(['beta']);
    expect(await find(ada, 'is:waiting-on-me')).toEqual([]);
    expect(await db.prisma.case.count()).toBe(6);
  });

  it('takes days as the days of the person who asks', async ({ max, services }) => {
    const { parseQuery } = await import('../../../src/domain/search/parse-query.ts');
    const { searchCases } = await import('../../../src/usecases/search/search-cases.ts');
    const of = async (zone: string) =>
      (await searchCases(services, max, parseQuery('modified:2026-11-02', services.settings), zone)).rows.map(
        ({ subject }) => subject,
      );
    expect(await of('America/Chicago')).toEqual(['Älpha two']);
    expect(await of('UTC')).toEqual(['Älpha two', 'alpha']);
  });
});

describe('orders', () => {
  it.for([
    ['sort:modified', ['Älpha two', 'alpha', 'beta', 'BETA 100%', 'gamma', 'Delta']],
    ['sort:modified-asc', ['Delta', 'gamma', 'BETA 100%', 'beta', 'alpha', 'Älpha two']],
    ['sort:number-asc', ['alpha', 'Älpha two', 'beta', 'BETA 100%', 'gamma', 'Delta']],
    ['sort:subject-asc', ['alpha', 'Älpha two', 'beta', 'BETA 100%', 'Delta', 'gamma']],
    ['sort:subject-desc', ['gamma', 'Delta', 'BETA 100%', 'beta', 'Älpha two', 'alpha']],
    ['sort:status-asc', ['alpha', 'Delta', 'Älpha two', 'beta', 'gamma', 'BETA 100%']],
    ['sort:priority-desc', ['alpha', 'Älpha two', 'beta', 'BETA 100%', 'gamma', 'Delta']],
    ['sort:module-asc', ['BETA 100%', 'Älpha two', 'alpha', 'beta', 'gamma', 'Delta']],
    ['sort:type-asc', ['Delta', 'Älpha two', 'alpha', 'beta', 'BETA 100%', 'gamma']],
    ['sort:contact-asc', ['beta', 'gamma', 'Älpha two', 'alpha', 'BETA 100%', 'Delta']],
    ['sort:account-desc', ['Delta', 'Älpha two', 'alpha', 'beta', 'BETA 100%', 'gamma']],
    ['sort:advisor-asc', ['alpha', 'Älpha two', 'beta', 'BETA 100%', 'gamma', 'Delta']],
    ['sort:opened-desc', ['gamma', 'Älpha two', 'alpha', 'beta', 'BETA 100%', 'Delta']],
    ['sort:closed-desc', ['BETA 100%', 'Älpha two', 'alpha', 'beta', 'gamma', 'Delta']],
    ['sort:sla-asc', ['Älpha two', 'alpha', 'beta', 'BETA 100%', 'gamma', 'Delta']],
  ] as const)('sorts %s, whatever letter case and accents', async ([text, subjects], { max, find }) => {
    expect(await find(max, text)).toEqual(subjects);
    expect(await find(max, `text ${text}`)).toEqual(subjects);
  });

  it('shows every case on exactly one page, in every order', async ({ max, search }) => {
    const columns = ['modified', 'number', 'subject', 'status', 'priority', 'module', 'type', 'contact', 'account', 'advisor', 'opened', 'closed', 'sla', 'relevance']; // prettier-ignore
    for (const words of ['', 'text '])
      for (const sort of columns.flatMap((column) => [`${column}-asc`, `${column}-desc`])) {
        const pages = await Promise.all([1, 2, 3].map((page) => search(max, `${words}sort:${sort} size:2 page:${page}`)));
        const numbers = pages.flatMap(({ rows }) => rows.map(({ number }) => number));
        expect({ sort, count: new Set(numbers).size, total: pages[0]?.total }).toEqual({ sort, count: 6, total: 6 });
      }
  });

  it('shows the last page for a page beyond the end', async ({ max, search }) => {
    expect(await search(max, 'size:4 page:9')).toMatchObject({ page: 2, pages: 2, total: 6, rows: [{}, {}] });
    expect(await search(max, 'text size:4 page:9')).toMatchObject({ page: 2, pages: 2, total: 6, rows: [{}, {}] });
  });
});
