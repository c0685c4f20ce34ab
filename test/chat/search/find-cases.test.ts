import { describe, expect } from 'vitest';
import { prepareCases } from '../../../src/usecases/search/index-job.ts';
import { test as it } from '../harness.ts';

it.beforeAll(async ({ harness }) => {
  const { db, world } = harness;
  const at = new Date('2026-10-01T12:00:00Z');
  await db.prisma.case.createMany({
    data: Array.from({ length: 65 }, (_, n) => ({
      accountId: n < 55 ? world.ada.accountId : world.rosa.accountId,
      contactId: n < 30 ? world.ada.id : n < 55 ? world.ben.id : world.rosa.id,
      priority: n % 5 === 0 ? ('High' as const) : ('Medium' as const),
      subject: `Grade Book issue ${n}`,
      description: 'Teachers see last term.',
      module: n % 2 ? 'Grade Book' : 'Fees',
      caseType: 'Question',
      category: 'Question',
      source: 'slack' as const,
      status: n % 3 ? ('New' as const) : ('PendingCustomerInput' as const),
      createdAt: new Date(at.getTime() + n * 60_000),
      updatedAt: new Date(at.getTime() + n * 60_000),
    })),
  });
  await prepareCases(world.services, { again: true });
});

const lines = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('CB-'));

describe('the result card', () => {
  it('shows the count at the top, twenty cases per page, and buttons that turn the page', async ({ harness }) => {
    const first = await harness.ada.command('list');
    expect(first.text.split('\n').slice(0, 2)).toEqual(['# Open cases', '55 cases · page 1 of 3']);
    expect(lines(first.text)).toHaveLength(20);
    expect(first.text).toContain('[Next page] [Last page]');
    expect(first.text).not.toContain('[Previous page]');
    const last = await first.press('Last page');
    expect(last.text).toContain('55 cases · page 3 of 3');
    expect(lines(last.text)).toHaveLength(15);
    expect(last.text).toContain('[First page] [Previous page]');
    const second = await last.press('Previous page');
    expect(second.text).toContain('page 2 of 3');
    expect((await second.press('Previous page')).text).toContain('page 1 of 3');
    const all = [first, second, last].flatMap(({ text }) => lines(text));
    expect(new Set(all).size).toBe(55);
  });

  it('turns the page in the same message', async ({ harness }) => {
    expect((await (await harness.ada.command('list')).press('Next page')).reply).toMatchObject({ kind: 'card', replace: true });
  });

  it('sorts and sizes the page by choice, and shows what was chosen', async ({ harness }) => {
    const first = await harness.ada.command('search grade module:fees');
    expect(first.text).toContain('[Sort by: Last modified ↓] [Page size: 20 per page]');
    const newest = await first.choose('Sort by', 'Case number ↓');
    const sorted = await newest.choose('Sort by', 'Case number ↑');
    expect(sorted.text).toContain('[Sort by: Case number ↑]');
    const numbers = lines(sorted.text).map((line) => Number(/CB-(\d+)/.exec(line)?.[1]));
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    const sized = await sorted.choose('Page size', '40 per page');
    expect(lines(sized.text)).toHaveLength(28);
    expect(sized.text).toContain('[Sort by: Case number ↑] [Page size: 40 per page]');
    expect(lines((await sized.choose('Page size', '10 per page')).text)).toHaveLength(10);
  });

  it('shows the page whose number follows the command', async ({ harness }) => {
    expect((await harness.ada.command('list 2')).text).toContain('page 2 of 3');
    expect((await harness.ada.says('list 3')).text).toContain('page 3 of 3');
    expect((await harness.ben.command('mine 2')).text).toContain('page 2 of 2');
    expect((await harness.ada.command('list 2 module:fees')).text).toContain('page 2 of 2');
    expect((await harness.ada.command('list page 2')).text).toContain('page 2 of 3');
  });

  it('says that it searched for the first words of a long text only', async ({ harness }) => {
    const long = Array.from({ length: 900 }, (_, n) => `word${n}`).join(' ');
    expect((await harness.ada.command(`search ${long}`)).text).toContain('Searched for the first 40 words.');
    expect((await harness.ada.command('search grade')).text).not.toContain('Searched for');
  });

  it('finds a case by its number, however it is written', async ({ harness }) => {
    const { number } = await harness.db.prisma.case.findFirstOrThrow({ where: { subject: 'Grade Book issue 7' } });
    for (const text of [
      `CB-${number}`,
      `cb ${number}`,
      `CB–${number}`,
      `CB-${number}.`,
      `#${number}`,
      `${number}`,
      `number:${number}`,
    ])
      expect(lines((await harness.ada.command(`search ${text}`)).text)).toEqual([
        expect.stringContaining('Grade Book issue 7 |'),
      ]);
    expect((await harness.rosa.command(`search CB-${number}`)).text).toContain('0 cases');
    expect((await harness.rosa.command(`search ${number}`)).text).toContain('0 cases');
  });

  it('finds a person who is mentioned in a filter', async ({ harness }) => {
    expect((await harness.ada.command('search contact:@{U0BEN} priority:high')).text).toContain('5 cases');
  });

  it('shows the last page for a page beyond the end, and says so', async ({ harness }) => {
    expect((await harness.ada.command('list page:99')).text).toContain("page 99 doesn't exist, showing page 3 of 3");
  });

  it('offers what to do next when nothing was found', async ({ harness }) => {
    const seen = await harness.ada.command('search zzzzz');
    expect(seen.text).toContain('0 cases');
    expect(seen.text).toContain('No cases found. Try fewer words or filters.');
    expect((await seen.press('All cases')).text).toContain('55 cases');
    expect((await seen.press('Filter')).text).toContain('Search for: zzzzz');
    expect((await seen.press('Open a case')).text).toContain('# Open a case');
  });

  it('shows contacts their own account only, and advisors every account by name', async ({ harness }) => {
    expect((await harness.rosa.command('list')).text).toContain('10 cases');
    expect((await harness.rosa.command('search account:plainview')).text).toContain('0 cases');
    const his = await harness.max.command('list');
    expect(his.text).toContain('65 cases');
    expect(his.text).toContain(' · Rivertown Schools · unassigned');
  });

  it('lists with mine the cases filed by a contact or assigned to an advisor', async ({ harness }) => {
    expect((await harness.ben.command('mine')).text).toContain('# My open cases\n25 cases');
    expect((await harness.max.command('mine')).text).toContain('# My open cases\n0 cases');
    expect((await harness.ben.command('mine priority:high')).text).toContain('# My open cases: priority:high\n5 cases');
  });
});

describe('closed cases', () => {
  it('are hidden from lists unless they are asked for', async ({ harness }) => {
    const { ada, db } = harness;
    const where = { subject: { in: ['Grade Book issue 1', 'Grade Book issue 2'] } };
    await db.prisma.case.updateMany({ where, data: { status: 'Closed', closedAt: new Date('2026-10-02T12:00:00Z') } });
    const open = await ada.command('list');
    expect(open.text).toContain('# Open cases\n53 cases');
    expect((await open.press('All cases')).text).toContain('# All cases\n55 cases');
    const mine = await ada.command('mine');
    expect(mine.text).toContain('# My open cases\n28 cases');
    expect((await mine.press('Include closed')).text).toContain('# My cases\n30 cases');
    for (const [command, found] of [
      ['list all', '55 cases'],
      ['list all module:fees', '28 cases'],
      ['mine all', '30 cases'],
      ['list status:closed', '2 cases'],
      ['list is:closed', '2 cases'],
      ['list closed:2026-10-02', '2 cases'],
      ['search issue', '55 cases'],
    ] as const)
      expect((await ada.command(command)).text, command).toContain(found);
    await db.prisma.case.updateMany({ where, data: { status: 'New', closedAt: null } });
  });
});

describe('a search that cannot be read', () => {
  it.for([
    ['search status:sideways', 'Unknown status “sideways”.'],
    ['search priority:urgent', 'Unknown priority “urgent”.'],
    ['search page:-1', 'Unknown page “-1”.'],
    ['search page:0', 'Unknown page “0”.'],
    ['list 0', 'Unknown page “0”.'],
    ['mine -1', 'Unknown page “-1”.'],
    ['list 10000000', 'Unknown page “10000000”.'],
    ['search size:999', 'Unknown page size “999”.'],
    ['search sort:height', "Can't sort by “height”."],
    ['search subject:', '“subject:” needs a value.'],
    [`search ${`subject:"${'y'.repeat(250)}" `.repeat(12)}`, 'This search has too many or too long filters.'],
    [`search ${'is:open '.repeat(21)}`, 'This search has too many filters.'],
  ] as const)('is refused with the reason: %.40s', async ([words, refusal], { harness }) => {
    expect((await harness.ada.command(words)).text).toContain(refusal);
  });

  it.for([
    'search %',
    'search _',
    "search '",
    'search "',
    'search \\',
    'search 😀 שלום',
    'search <!channel>',
    'search subject:"a\\',
    'search error: cannot save',
    'search status: pending',
    'search colour:red',
    'search https://grades.example/x?id=7',
    'search TypeError:undefined',
    `search ${'word '.repeat(11)}`,
    `search ${'x'.repeat(10_000)}`,
    `search ${Array.from({ length: 900 }, (_, n) => `word${n}`).join(' ')}`,
  ])('is not one with odd characters or text that is no filter: %.60s', async (words, { harness }) => {
    expect((await harness.ada.command(words)).text).toMatch(/\d+ cases?/);
  });
});

describe('the queue', () => {
  it('shows advisors the most urgent case first, and older before newer', async ({ harness }) => {
    const critical = await harness.world.open({ priority: 'Critical', subject: 'Now' });
    const seen = await harness.max.command('queue');
    expect(seen.text).toContain('# Queue\n44 cases · page 1 of 3');
    const [first = '', second = '', third = ''] = lines(seen.text);
    expect(first).toContain(`CB-${critical} Now`);
    expect(second).toContain('High');
    expect(Number(/issue (\d+)/.exec(second)?.[1])).toBeLessThan(Number(/issue (\d+)/.exec(third)?.[1]));
    expect((await seen.press('Last page')).text).toContain('page 3 of 3');
    expect((await harness.max.command('queue 2')).text).toContain('page 2 of 3');
    for (const odd of ['queue -5', 'queue 0']) expect((await harness.max.command(odd)).text).toContain('Unknown page');
    expect((await harness.max.command('queue 99')).text).toContain("page 99 doesn't exist, showing page 3 of 3");
    expect((await harness.ada.command('queue')).text).toContain("isn't one of your commands.");
  });

  it('groups cases by when they are due, in the days of the reader', async ({ harness }) => {
    const { max, world, db } = harness;
    const due: [subject: string, at: string | null][] = [
      ['Group no date', null],
      ['Group later', '2026-11-03T06:00:00Z'],
      ['Group today', '2026-11-03T05:59:59Z'],
      ['Group overdue', '2026-11-02T15:00:00Z'],
    ];
    for (const [subject, at] of due) {
      const number = await world.open({ subject, module: 'Scheduling' });
      await db.prisma.case.update({ where: { number }, data: { slaDueAt: at === null ? null : new Date(at) } });
    }
    const seen = await max.command('queue module:scheduling');
    // midnight in Chicago is 6 AM in UTC
    expect(seen.text.split('\n').filter((line) => !line.startsWith('['))).toEqual([
      '# Queue: module:Scheduling',
      '4 cases',
      'Overdue · 1',
      expect.stringMatching(/Group overdue \| New · Medium · overdue since /),
      'Due today · 1',
      expect.stringMatching(/Group today \| New · Medium · due /),
      'Due later · 1',
      expect.stringMatching(/Group later/),
      'No due date · 1',
      expect.stringMatching(/Group no date/),
    ]);
  });

  it('takes every filter, an order of its own and words, and is saved and filtered like a search', async ({ harness }) => {
    const { max } = harness;
    expect((await max.command('queue account:rivertown')).text).toContain('# Queue: account:rivertown\n7 cases');
    expect((await max.command('queue advisor:none sla:none opened:2026-10-01 status:open priority:high')).text).toContain(
      '8 cases',
    );
    const sorted = await max.command('queue sort:number-asc module:scheduling');
    expect(sorted.text).toContain('# Cases waiting on support: module:Scheduling\n4 cases');
    expect(sorted.text).not.toContain('Overdue');
    expect((await max.command('queue overdue')).text).toContain('# Cases waiting on support: overdue\n1 case');
    const form = await (await max.command('queue module:scheduling')).press('Filter');
    expect(form.text).toContain('Cases: Cases waiting on support');
    expect((await form.submit()).text).toContain('# Cases waiting on support: module:Scheduling\n4 cases');
    expect((await max.command('queue module:nonsense')).text).toContain('Unknown module “nonsense”.');
    expect((await max.command('queue account:nowhere')).text).toContain('Nothing in the queue matches. Try fewer filters.');
  });
});

describe('home', () => {
  it('shows a contact what is open and what needs their reply, with buttons to everything else', async ({ harness }) => {
    const { ada, max, world } = harness;
    const number = await world.open({ subject: 'Asked of Ada', priority: 'High' });
    await max.command(`ask CB-${number} Which term?`);
    const home = await ada.home();
    expect(home.reply.kind).toBe('home');
    expect(home.text).toContain('# Cases of Plainview School District');
    expect(home.text).toMatch(/\n61 open · 11 need your reply\n/);
    const [, waits = '', others = ''] = home.text.split('---');
    const numbersIn = (text: string): string[] => text.match(/CB-\d+/g) ?? [];
    expect(others).toContain('Other open cases, last modified first');
    expect(others).toContain('Show 42 more');
    expect(numbersIn(others).filter((number) => numbersIn(waits).includes(number))).toEqual([]);
    expect(waits).toContain('Needs your reply');
    expect(waits).toContain(`CB-${number} Asked of Ada`);
    expect((await home.press('Open a case')).text).toContain('# Open a case');
    expect((await home.press('Show 3 more')).text).toContain('# Cases waiting on me\n11 cases');
    expect((await home.press('All cases')).text).toContain('# All cases');
    expect((await home.press('View')).text).toMatch(/^# CB-\d+/);
  });

  it('shows an advisor the queue, and offers a Read-Only contact no case to open', async ({ harness }) => {
    const his = await harness.max.home();
    expect(his.text).toContain('# Campus Support · Cases');
    expect(his.text).toMatch(/\n\d+ open · \d+ unassigned · none need you\n/);
    expect((await his.press('Queue')).text).toContain('# Queue');
    const ritas = await harness.rita.home();
    expect(ritas.text).toContain('Nothing needs your reply.');
    expect(ritas.text).not.toContain('[Open a case]');
  });
});

describe('a day in a search', () => {
  it('is the day of the person who searches', async ({ harness }) => {
    const { ben, db, world } = harness;
    await ben.command('list');
    await db.prisma.identity.updateMany({ where: { userId: 'U0BEN' }, data: { timezone: 'Pacific/Honolulu' } });
    const number = await world.open({ subject: 'Evening in Honolulu' });
    // 6 PM on December 1 there, and already December 2 in UTC
    await db.prisma.case.update({ where: { number }, data: { updatedAt: new Date('2026-12-02T04:00:00Z') } });
    const found = async (query: string) => lines((await ben.command(`search Honolulu ${query}`)).text).length;
    expect(await found('to:2026-12-01')).toBe(1);
    expect(await found('from:2026-12-01')).toBe(1);
    expect(await found('from:2026-12-02')).toBe(0);
    expect(await found('to:2026-11-30')).toBe(0);
    // the day on which the clocks go back has 25 hours
    await db.prisma.identity.updateMany({ where: { userId: 'U0BEN' }, data: { timezone: 'America/New_York' } });
    await db.prisma.case.update({ where: { number }, data: { updatedAt: new Date('2026-11-02T04:30:00Z') } });
    expect(await found('from:2026-11-01 to:2026-11-01')).toBe(1);
  });
});
