import { describe, expect } from 'vitest';
import { renderDelivery } from '../../../src/chat/render-delivery.ts';
import { jobs } from '../../../src/server/schedule.ts';
import { readSla } from '../../../src/domain/sla-state.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { assignCase } from '../../../src/usecases/cases/assign-case.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { queue } from '../../../src/usecases/search/queue.ts';
import { reopenCase } from '../../../src/usecases/cases/reopen-case.ts';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import { warnSla } from '../../../src/usecases/clock/warn-sla.ts';
import { readCard } from '../../chat/read-card.ts';
import { vendor, test as base } from '../fixtures.ts';

const it = base
  /** Moves the clock forward. */
  .extend('pass', { scope: 'file' }, ({ world }) => (minutes: number): void => {
    world.at.now = new Date(world.at.now.getTime() + minutes * 60_000);
  })
  .extend('openWithPriority', { scope: 'file' }, ({ world, db }) => async (priority: string): Promise<number> => {
    world.at.now = monday;
    await db.prisma.case.updateMany({ data: { slaAlertAt: null } }); // left by other tests
    return world.open({ priority });
  })
  .extend(
    'stored',
    { scope: 'file' },
    ({ db }) =>
      (number: number) =>
        db.prisma.case.findUniqueOrThrow({ where: { number }, include: { history: { orderBy: { id: 'asc' } } } }),
  )
  .extend(
    'dueAt',
    { scope: 'file' },
    ({ stored }) =>
      async (number: number): Promise<string | undefined> =>
        (await stored(number)).slaDueAt?.toISOString().slice(11, 16),
  )
  .extend(
    'alertAt',
    { scope: 'file' },
    ({ stored }) =>
      async (number: number): Promise<string | undefined> =>
        (await stored(number)).slaAlertAt?.toISOString().slice(11, 16),
  )
  /** The SLA notes of a case, as its queue shows them. */
  .extend('slaNotes', { scope: 'file' }, ({ db, world }) => async (number: number): Promise<string[]> => {
    const where = { case: { number }, post: { action: { startsWith: 'sla-' } }, conversation: { side: 'advisor' as const } };
    const rows = await db.prisma.delivery.findMany({ where, orderBy: { id: 'asc' } });
    const views = await Promise.all(rows.map(({ id }) => renderDelivery(world.services, id)));
    return views.map((view) => (view ? readCard(view.card) : ''));
  })
  .extend(
    'cardOf',
    { scope: 'file' },
    ({ db, world }) =>
      async (number: number, side: 'advisor' | 'contact'): Promise<string> => {
        const row = await db.prisma.delivery.findFirstOrThrow({
          where: { case: { number }, kind: 'card', conversation: { side } },
        });
        const view = await renderDelivery(world.services, row.id);
        return view ? readCard(view.card) : '';
      },
  );

const lead = { id: 0 };

it.beforeAll(async ({ db, world }) => {
  const row = await db.prisma.person.create({
    data: { name: 'Lea Stern', email: 'lea@campus.example', kind: 'advisor', lead: true },
  });
  lead.id = row.id;
  const former = await db.prisma.person.create({
    data: { name: 'Old Lead', email: 'old@campus.example', kind: 'advisor', lead: true, active: false },
  });
  const identity = { platform: 'slack' as const, homeWorkspace: vendor, checkedAt: world.at.now };
  const people = [
    [world.max.id, 'Max', vendor],
    [lead.id, 'Lea', vendor],
    [former.id, 'Old', vendor],
    [world.tia.id, 'Tia', 'T0OTHER'],
  ] as const;
  for (const [personId, name, workspaceId] of people)
    await db.prisma.identity.create({ data: { ...identity, personId, name, workspaceId, userId: `U0${name.toUpperCase()}` } });
});

/** Monday, 9:00 in Chicago */
const monday = new Date('2026-11-02T15:00:00Z');

describe('the clocks of a case', () => {
  it('start in the statement that opens it', async ({ openWithPriority, stored }) => {
    const number = await openWithPriority('High');
    expect(await stored(number)).toMatchObject({
      slaDueAt: new Date('2026-11-02T19:00:00Z'),
      slaAlertAt: new Date('2026-11-02T18:12:00Z'),
    });
    expect(readSla((await stored(number)).sla)?.firstResponse).toMatchObject({ target: '4h', clock: 'business', running: true });
  });

  it('follow what people do', async ({ world, openWithPriority, pass, dueAt, stored }) => {
    const { services, ada, max, request } = world;
    const number = await openWithPriority('Critical');
    pass(30);
    await claimCase(services, max, number, request());
    await addNote(services, max, { number, text: 'A note is not a response.' }, request());
    await addPost(services, ada, { number, text: 'Hello?' }, request());
    expect(await dueAt(number)).toBe('16:00');
    await addPost(services, max, { number, text: 'I am on it.' }, request());
    expect(await dueAt(number)).toBe('17:30');
    pass(30);
    await askContact(services, max, { number, question: 'Which term?' }, request());
    expect(await stored(number)).toMatchObject({ slaDueAt: null, slaAlertAt: null });
    pass(60);
    await addPost(services, ada, { number, text: 'Term 2.' }, request());
    expect(await dueAt(number)).toBe('19:00');
    await resolveCase(services, max, { number, explanation: 'Open now.' }, request());
    expect(await dueAt(number)).toBeUndefined();
    pass(60);
    await addPost(services, ada, { number, text: 'Thank you, but one more thing.' }, request());
    expect(await dueAt(number)).toBe('20:00');
    await closeCase(services, max, { number, reason: 'Resolved' }, request());
    expect(await dueAt(number)).toBeUndefined();
    await reopenCase(services, ada, { number, details: 'It is back.' }, request());
    expect(readSla((await stored(number)).sla)).toMatchObject({
      firstResponse: { met: true },
      nextUpdate: { running: true, startedAt: world.at.now },
      resolution: { running: true, startedAt: world.at.now },
    });
  });

  it('are reconstructed for a case that was opened before SLAs existed', async ({
    world,
    openWithPriority,
    db,
    pass,
    dueAt,
    stored,
  }) => {
    const { services, max, request } = world;
    const number = await openWithPriority('Critical');
    await db.pool.query('update "case" set sla = null, sla_due_at = null, sla_alert_at = null where number = $1', [number]);
    pass(20);
    await claimCase(services, max, number, request());
    expect(await dueAt(number)).toBe('16:00');
    await addPost(services, max, { number, text: 'I am on it.' }, request());
    await db.pool.query('update "case" set sla = null where number = $1', [number]);
    pass(20);
    await askContact(services, max, { number, question: 'Which term?' }, request());
    expect(readSla((await stored(number)).sla)).toMatchObject({ firstResponse: { met: true }, resolution: { met: false } });
  });
});

describe('the warning and the breach', () => {
  it('come once each and mention the advisor, and at the breach the leads as well', async ({
    world,
    openWithPriority,
    pass,
    slaNotes,
    stored,
    alertAt,
  }) => {
    const { services, max, request } = world;
    const number = await openWithPriority('Critical');
    await claimCase(services, max, number, request());
    pass(47);
    expect(await warnSla(services)).toEqual({ warned: 0, breached: 0 });
    pass(1);
    await Promise.all([warnSla(services), warnSla(services)]);
    await warnSla(services);
    expect(await slaNotes(number)).toEqual([
      expect.stringMatching(
        /^Internal note · advisors only · Campus Support\n@Max\n> \*\*First response due soon\*\* \(80% elapsed\)\. Due Nov 2, 10:00 AM CT \(target: 1 hour\)\.$/,
      ),
    ]);
    pass(12);
    await Promise.all([warnSla(services), warnSla(services)]);
    const [, breach, ...more] = await slaNotes(number);
    expect(breach).toMatch(/> \*\*First response overdue\.\*\* It was due Nov 2, 10:00 AM CT/);
    expect(breach?.match(/@\w+/g)?.toSorted()).toEqual(['@Lea', '@Max']);
    expect(more).toEqual([]);
    const { history } = await stored(number);
    expect(history.slice(-2).map(({ actorName, action, to }) => [actorName, action, to])).toEqual([
      ['Casebridge', 'sla-warning', 'First response'],
      ['Casebridge', 'sla-breach', 'First response'],
    ]);
    expect(await alertAt(number)).toBe('16:36'); // of the next update
  });

  it('are checked every minute', () => {
    expect(jobs.find((job) => job.run === warnSla)?.expression).toBe('* * * * *');
  });

  it('mention nobody while the case is unassigned, and only users of the same workspace', async ({
    world,
    openWithPriority,
    pass,
    slaNotes,
  }) => {
    const { services, tia, max, request } = world;
    const number = await openWithPriority('Critical');
    pass(48);
    await warnSla(services);
    expect((await slaNotes(number))[0]).not.toContain('@');
    await assignCase(services, max, { number, to: tia.id }, request());
    expect((await slaNotes(number))[0]).not.toContain('@');
  });

  it('leave out warnings of goals that are already overdue after an outage', async ({
    world,
    openWithPriority,
    pass,
    slaNotes,
  }) => {
    const { services } = world;
    const number = await openWithPriority('Critical');
    pass(7 * 60);
    expect(await warnSla(services)).toEqual({ warned: 1, breached: 2 });
    const notes = await slaNotes(number);
    expect(notes.map((one) => /\*\*(.*?)\.?\*\*/.exec(one)?.[1])).toEqual([
      'First response overdue',
      'Next update overdue',
      'Resolution due soon',
    ]);
    expect(await warnSla(services)).toEqual({ warned: 0, breached: 0 });
  });

  it('pause with a clock and continue with the time that was left', async ({ world, openWithPriority, pass, slaNotes }) => {
    const { services, ada, max, request } = world;
    const number = await openWithPriority('Critical');
    pass(40);
    await askContact(services, max, { number, question: 'Which term?' }, request());
    pass(24 * 60);
    expect(await warnSla(services)).toEqual({ warned: 0, breached: 0 });
    await addPost(services, ada, { number, text: 'Term 2.' }, request());
    pass(96);
    expect(await warnSla(services)).toEqual({ warned: 1, breached: 0 });
    expect((await slaNotes(number))[0]).toContain('Next update due soon');
  });

  it('move when a holiday is added later', async ({ world, openWithPriority, db, pass, stored }) => {
    const { services } = world;
    const number = await openWithPriority('High');
    await db.prisma.account.updateMany({ where: { key: 'plainview' }, data: { closed: ['2026-11-02'] } });
    pass(4 * 60);
    expect(await warnSla(services)).toEqual({ warned: 0, breached: 0 });
    expect(await stored(number)).toMatchObject({ slaDueAt: new Date('2026-11-03T18:00:00Z') });
    await db.prisma.account.updateMany({ where: { key: 'plainview' }, data: { closed: [] } });
  });

  it('still come for other cases when one cannot be read', async ({ world, openWithPriority, db, pass, slaNotes }) => {
    const { services } = world;
    const broken = await openWithPriority('Critical');
    const number = await world.open({ priority: 'Critical' });
    await db.prisma.case.update({ where: { number: broken }, data: { sla: { countedTo: 'never' } } });
    pass(48);
    await expect(warnSla(services)).rejects.toThrow('1 failure: cases failed to send their SLA alerts');
    expect(await slaNotes(number)).toHaveLength(1);
    await db.prisma.case.update({ where: { number: broken }, data: { sla: {}, slaAlertAt: null, status: 'Closed' } });
  });
});

describe('a card', () => {
  it('shows advisors what is due, paused and overdue, and shows contacts nothing', async ({
    world,
    openWithPriority,
    cardOf,
    pass,
    db,
  }) => {
    const { services, ada, max, request } = world;
    const number = await openWithPriority('Critical');
    expect(await cardOf(number, 'advisor')).toContain(
      'SLA: First response due 2026-11-02T16:00:00.000Z · Resolution due 2026-11-02T23:00:00.000Z\n',
    );
    pass(61);
    await db.prisma.delivery.updateMany({
      where: { case: { number } },
      data: { state: 'sent', deliveredVersion: 1, desiredVersion: 1 },
    });
    await warnSla(services);
    const cards = await db.prisma.delivery.findMany({
      where: { case: { number }, kind: 'card' },
      include: { conversation: { select: { side: true } } },
    });
    expect(cards.map(({ conversation, state }) => [conversation?.side, state]).toSorted()).toEqual([
      ['advisor', 'pending'],
      ['contact', 'sent'],
    ]);
    const late = await cardOf(number, 'advisor');
    expect(late).toContain('(danger) SLA breached: first response was due 2026-11-02T16:00:00.000Z.');
    expect(late).toContain('SLA: First response overdue · Resolution due');
    await askContact(services, max, { number, question: 'Which term?' }, request());
    expect(await cardOf(number, 'advisor')).toContain('SLA: Paused: waiting on customer\n');
    expect(await cardOf(number, 'contact')).not.toMatch(/SLA|due|Breach/i);
    await closeCase(services, ada, { number, reason: 'Withdrawn' }, request());
    expect(await cardOf(number, 'advisor')).not.toContain('SLA');
  });
});

describe('the queue', () => {
  it('groups cases by when they are due, each group by priority, then by due time, then by age', async ({
    world,
    db,
    openWithPriority,
    pass,
  }) => {
    const { services, max, request } = world;
    await db.pool.query(`update "case" set status = 'Closed'`);
    const mediums = [await openWithPriority('Medium')];
    pass(5);
    mediums.push(await world.open({ priority: 'Medium' }));
    const high = await world.open({ priority: 'High' });
    const none = [await world.open({ priority: 'High' }), await world.open({ priority: 'High' })];
    await db.prisma.case.updateMany({ where: { number: { in: none } }, data: { slaDueAt: null } });
    const critical = await world.open({ priority: 'Critical' });
    // updating the older case moves it behind the newer one
    pass(120);
    await addPost(services, max, { number: mediums[0] ?? 0, text: 'Soon.' }, request());
    const read = (page: number, pageSize: number) => queue(services, max, { filters: [], page, pageSize }, 'UTC');
    const { rows, groups, total } = await read(1, 20);
    const order = [critical, high, mediums[1], mediums[0], ...none];
    expect(rows.map(({ number }) => number)).toEqual(order);
    expect({ total, ...groups }).toEqual({ total: 6, overdue: 1, today: 1, later: 2, none: 2 });
    const pages = await Promise.all([1, 2, 3, 4].map((page) => read(page, 2)));
    expect(pages.map((page) => page.rows.map(({ number }) => number))).toEqual([
      order.slice(0, 2),
      order.slice(2, 4),
      order.slice(4),
      order.slice(4),
    ]);
  });
});
