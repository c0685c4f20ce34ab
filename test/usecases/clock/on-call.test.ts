import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { jobs } from '../../../src/server/schedule.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { correctCase } from '../../../src/usecases/cases/correct-case.ts';
import { openOnBehalf } from '../../../src/usecases/cases/open-on-behalf.ts';
import { repeatPages } from '../../../src/usecases/page-on-call.ts';
import { readCard } from '../../chat/read-card.ts';
import { isolatedTest as base, newCase, storedCase, vendor, type World } from '../fixtures.ts';

/** Friday evening, after business hours. */
const evening = new Date('2026-11-06T23:30:00Z');

const it = base
  .extend('lea', async ({ db }) => {
    const row = await db.prisma.person.create({
      data: { name: 'Lea Stern', email: 'lea@campus.example', kind: 'advisor', lead: true },
    });
    return row.id;
  })
  .extend('known', async ({ db, world, lea }) => {
    const identity = { platform: 'slack' as const, workspaceId: vendor, homeWorkspace: vendor, checkedAt: world.at.now };
    const people = [
      { personId: world.max.id, name: 'Max', userId: 'U0MAX', directChannel: 'D0MAX' },
      { personId: world.tia.id, name: 'Tia', userId: 'U0TIA', directChannel: 'D0TIA' },
      { personId: lea, name: 'Lea', userId: 'U0LEA', directChannel: 'D0LEA' },
    ];
    await db.prisma.identity.createMany({ data: people.map((one) => ({ ...identity, ...one })) });
    world.at.now = evening;
    return true;
  })
  /** Puts people on call, in this order. */
  .extend('onCall', ({ db }) => async (...people: { id: number }[]) => {
    await db.prisma.onCall.createMany({ data: people.map(({ id }, position) => ({ personId: id, position })) });
  })
  /** The direct conversations in which people were paged, in order. */
  .extend('pages', ({ db }) => async (number: number): Promise<string[]> => {
    const rows = await db.prisma.delivery.findMany({
      where: { kind: 'page', case: { number } },
      include: { destination: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ destination }) => destination.channelId);
  })
  /** What the newest page shows. */
  .extend('newestPage', ({ db, world }) => async (number: number): Promise<string> => {
    const row = await db.prisma.delivery.findFirstOrThrow({ where: { kind: 'page', case: { number } }, orderBy: { id: 'desc' } });
    const view = await renderDelivery(world.services, row.id);
    return view ? readCard(view.card) : '';
  })
  .extend('notes', ({ db, world }) => async (number: number): Promise<string[]> => {
    const where = { case: { number }, post: { action: 'page' } };
    const rows = await db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' }, include: { conversation: true } });
    expect(rows.every(({ conversation }) => conversation?.side === 'advisor')).toBe(true);
    const views = await Promise.all(rows.map(({ id }) => renderDelivery(world.services, id)));
    return views.map((view) => (view ? readCard(view.card) : ''));
  })
  .extend('pass', ({ world }) => async (minutes: number) => {
    world.at.now = new Date(world.at.now.getTime() + minutes * 60_000);
    return repeatPages(world.services);
  });

const critical = { priority: 'Critical' as const };

describe('a new critical case', () => {
  it('mentions and messages the first person on call at once, also outside business hours', async ({
    world,
    known,
    onCall,
    pages,
    newestPage,
    notes,
  }) => {
    expect(known).toBe(true);
    await onCall(world.max, world.tia);
    const number = await world.open(critical);
    expect(await pages(number)).toEqual(['D0MAX']);
    expect(await newestPage(number)).toContain(
      "Critical and unclaimed. You're on call. The first response is due 2026-11-07T00:30",
    );
    expect(await newestPage(number)).toContain('[Claim] [View case]');
    expect(await notes(number)).toEqual([expect.stringMatching(/@Max\n.*Critical and unclaimed.*Paging Max Reyes\./s)]);
  });

  it('pages again every 15 minutes, with the next in line, and then the leads', async ({
    world,
    known,
    onCall,
    pages,
    pass,
    notes,
  }) => {
    expect(known).toBe(true);
    await onCall(world.max, world.tia);
    const number = await world.open(critical);
    expect(await pass(14)).toEqual({ paged: 0 });
    expect(await pass(1)).toEqual({ paged: 1 });
    expect(await pages(number)).toEqual(['D0MAX', 'D0MAX', 'D0TIA']);
    await pass(15);
    expect((await pages(number)).slice(3)).toEqual(['D0MAX', 'D0TIA', 'D0LEA']);
    await pass(15);
    expect((await pages(number)).slice(6)).toEqual(['D0MAX', 'D0TIA', 'D0LEA']);
    expect((await notes(number)).at(-1)).toMatch(/Still unclaimed after 45 minutes.*Paging Max Reyes, Tia Holm and Lea Stern\./s);
  });

  it('pages the leads when nobody is on call', async ({ known, world, pages }) => {
    expect(known).toBe(true);
    expect(await pages(await world.open(critical))).toEqual(['D0LEA']);
  });

  it('says so in the queue when there is nobody to page', async ({ world, notes, pages }) => {
    const number = await world.open(critical);
    expect(await pages(number)).toEqual([]);
    expect(await notes(number)).toEqual([expect.stringContaining('nobody is on call')]);
  });

  it('pages by email where somebody has no conversation with the bot', async ({ world, onCall, pages, db }) => {
    await onCall(world.max);
    const number = await world.open(critical);
    expect(await pages(number)).toEqual([]);
    const { pageAt } = await storedCase(db, number);
    world.at.now = pageAt ?? world.at.now;
    await repeatPages({ ...world.services, mail: true });
    expect(await pages(number)).toEqual(['max@campus.example']);
  });

  it('pages for a case that an advisor opens for a caller', async ({ world, known, pages }) => {
    expect(known).toBe(true);
    const input = { ...newCase, ...critical };
    const opened = await openOnBehalf(world.services, world.tia, world.ada, input, {}, world.request());
    expect(await pages(opened === 'repeat' ? 0 : opened.number)).toEqual(['D0LEA']);
  });
});

it('pages nobody about a case that is not critical', async ({ world, known, pages, db }) => {
  expect(known).toBe(true);
  const number = await world.open({ priority: 'High' });
  expect(await pages(number)).toEqual([]);
  expect((await storedCase(db, number)).pageAt).toBeNull();
});

it('pages when a case becomes critical', async ({ world, known, pages }) => {
  expect(known).toBe(true);
  const number = await world.open({ priority: 'High' });
  await correct(world, number, 'Critical');
  expect(await pages(number)).toEqual(['D0LEA']);
});

const correct = (world: World, number: number, priority: string) => {
  const { module, caseType } = newCase;
  const values = { priority, module, caseType, environment: '', contact: String(world.ada.id) };
  return correctCase(world.services, world.max, { number, ...values, reason: 'As agreed.' }, world.request());
};

it.for<[string, (world: World, number: number) => Promise<unknown>, string]>([
  ['claims it', (world, number) => claimCase(world.services, world.max, number, world.request()), 'Max Reyes is working on CB-'],
  [
    'closes it',
    (world, number) => closeCase(world.services, world.ada, { number, reason: 'Withdrawn' }, world.request()),
    'no longer needs you (Closed)',
  ],
  ['lowers its priority', (world, number) => correct(world, number, 'High'), 'no longer needs you (New)'],
])(
  'stops paging when somebody %s, and the page says so',
  async ([_, change, text], { world, known, pages, pass, newestPage, db }) => {
    expect(known).toBe(true);
    const number = await world.open(critical);
    await db.prisma.delivery.updateMany({ where: { kind: 'page' }, data: { externalId: 'm1', state: 'sent' } });
    await change(world, number);
    expect(await pass(60)).toEqual({ paged: 0 });
    expect(await pages(number)).toHaveLength(1);
    expect(await newestPage(number)).toContain(text);
    expect(await newestPage(number)).not.toContain('Claim]');
    expect(await db.prisma.delivery.count({ where: { kind: 'page', state: 'pending' } })).toBe(1);
  },
);

it('does not send a page that somebody was faster than', async ({ world, known, newestPage }) => {
  expect(known).toBe(true);
  const number = await world.open(critical);
  await claimCase(world.services, world.max, number, world.request());
  expect(await newestPage(number)).toBe('');
});

it('pages once when two replicas run at the same time', async ({ world, known, pages, db }) => {
  expect(known).toBe(true);
  const number = await world.open(critical);
  world.at.now = (await storedCase(db, number)).pageAt ?? world.at.now;
  await Promise.all([repeatPages(world.services), repeatPages(world.services)]);
  expect(await pages(number)).toHaveLength(2);
});

it('runs every minute', () => {
  expect(jobs.find(({ name }) => name === 'pages')?.expression).toBe('* * * * *');
});
