// The access log as leads search it, and what is written down of what people do in chat and by email.
import { describe, expect } from 'vitest';
import { createMailLinks } from '../../../src/chat/mail-links.ts';
import { createLog } from '../../../src/server/log.ts';
import { startAccessLog } from '../../../src/usecases/access-log.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { test as base } from '../harness.ts';

const it = base
  .extend('number', { scope: 'file', auto: true }, async ({ db, world }) => {
    await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
    return world.open({ subject: 'Grades of a child' });
  })
  /** Does something, and returns what was written down of it. */
  .extend('recorded', { scope: 'file' }, ({ db, world }) => async (act: () => Promise<unknown>) => {
    const log = startAccessLog({ db, clock: world.services.clock, log: createLog('silent') });
    Object.assign(world.services, { accessLog: log });
    const { _max } = await db.prisma.accessEntry.aggregate({ _max: { id: true } });
    await act();
    await log.stop();
    delete world.services.accessLog;
    const where = { id: { gt: _max.id ?? 0n } };
    const rows = await db.prisma.accessEntry.findMany({ where, orderBy: { id: 'asc' } });
    return rows.map(({ action, source, personId, caseId, detail }) => ({
      action,
      source,
      personId,
      isCase: caseId !== null,
      detail,
    }));
  });

describe('what people ask for is written down', () => {
  it('for contacts and advisors: cases, history, attachments and searches', async ({ ada, max, number, world, recorded }) => {
    const entry = { source: 'slack', isCase: true, detail: null };
    const rows = await recorded(async () => {
      await ada.command(`view CB-${number}`);
      await ada.command(`history CB-${number}`);
      await ada.command(`files CB-${number}`);
      await ada.press('feed', `${number} 1`);
      await ada.command(`search CB-${number} child`);
      await max.command('search child is:open');
      await max.command('queue');
      await max.command('stats');
      await max.does({ kind: 'search', text: 'child', page: 1 });
    });
    const { ada: contact, max: lead } = world;
    expect(rows).toEqual([
      { ...entry, action: 'view', personId: contact.id },
      { ...entry, action: 'history', personId: contact.id },
      { ...entry, action: 'files', personId: contact.id },
      { ...entry, action: 'search', personId: contact.id, detail: 'child' },
      { ...entry, isCase: false, action: 'search', personId: lead.id, detail: 'child is:open' },
      { ...entry, isCase: false, action: 'search', personId: lead.id, detail: 'queue' },
      { ...entry, isCase: false, action: 'stats', personId: lead.id, detail: '<30d' },
      { ...entry, isCase: false, action: 'search', personId: lead.id, detail: 'child*' },
    ]);
  });

  it('not for a case that they may not see', async ({ rosa, number, recorded }) => {
    expect(await recorded(() => rosa.command(`view CB-${number}`))).toEqual([]);
  });

  it('not for opening, posting, claiming and help, which cost no statement more', async ({
    ada,
    max,
    world,
    number,
    recorded,
    thread,
  }) => {
    const place = await thread(number, 'contact');
    const rows = await recorded(async () => {
      await world.open();
      await ada.replies(place, 'Any news?');
      await claimCase(world.services, world.max, number, world.request());
      await max.command('help');
    });
    expect(rows).toEqual([]);
  });

  it('for the pages of links in emails', async ({ world, number, recorded }) => {
    const links = createMailLinks(world.services);
    const address = 'ada@plainview.example';
    const rows = await recorded(async () => {
      await links.open({ address, action: 'view', value: String(number) });
      await links.open({ address, action: 'close', value: String(number) });
    });
    const entry = { source: 'mail', personId: world.ada.id, isCase: true };
    expect(rows).toEqual([
      { ...entry, action: 'view', detail: null },
      { ...entry, action: 'page', detail: 'close' },
    ]);
  });
});

describe('a lead searches the access log', () => {
  it('by person, account, case and day', async ({ ada, max, rosa, number, recorded }) => {
    await recorded(() => rosa.command('search harbor'));
    await recorded(() => ada.command(`view CB-${number}`));
    const all = await max.command('access');
    expect(all.text).toContain('Ada Park viewed the case CB-');
    expect(all.text).toContain('Rosa Lind searched');
    expect(all.text).toContain('harbor');
    for (const filters of [
      'account:plainview',
      'person:"ada park"',
      'ada@plainview.example',
      `CB-${number}`,
      `case:CB-${number} since:2026-11-02`,
    ]) {
      const { text } = await max.command(`access ${filters}`);
      expect(text, filters).toContain('Ada Park viewed the case CB-');
      expect(text, filters).not.toContain('harbor');
    }
    expect((await max.command('access until:2026-11-01')).text).toContain('Nothing found. Try fewer filters.');
    expect((await max.command('access person:nobody')).text).toContain('Nobody matches “nobody”.');
    expect((await max.command('access since:soon')).text).toContain("“soon” isn't a date.");
    expect((await max.command('access color:red')).text).toContain("You can't filter the access log by “color:”.");
  });

  it('page by page', async ({ max, world, db, recorded }) => {
    const log = startAccessLog({ db, clock: world.services.clock, log: createLog('silent') });
    for (let index = 1; index <= 20; index += 1)
      log.record({ action: 'search', source: 'slack', personId: world.ben.id, detail: `word${index}.` });
    await log.stop();
    const first = await max.command('access person:ben');
    expect(first.text).toContain('word20.');
    expect(first.text).not.toContain('word5.');
    const second = await first.press('Next page');
    expect(second.text).toContain('word5.');
    expect(second.text).not.toContain('word6.');
    expect(() => second.control('Next page')).toThrow();
    expect((await second.press('Previous page')).text).toContain('word20.');
    const rows = await recorded(() => max.command('access person:ben'));
    expect(rows).toMatchObject([{ action: 'access', detail: 'person:ben' }]);
  });

  it('with a form that shows each mistake at its field', async ({ max }) => {
    const form = await (await max.command('access account:plainview')).press('Filter');
    expect((await form.submit({ case: 'banana' })).mistakes).toEqual({ case: "“banana” isn't a case number." });
    const { mistakes } = await form.submit({ since: '2026-11-03', until: '2026-11-02' });
    expect(mistakes).toEqual({ until: 'The last day is before the first one.' });
    expect((await form.submit({ person: 'Ada Park' })).text).toContain('Access log: person:"Ada Park" account:plainview');
  });

  it('and nobody else does', async ({ ada, tia }) => {
    for (const user of [ada, tia]) expect((await user.command('access')).text).not.toContain('viewed the case');
  });
});
