import { describe, expect } from 'vitest';
import { parseQualification } from '../../../src/domain/qualification.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { checkDefects } from '../../../src/usecases/defects/check-defects.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { peekDefect, viewDefect } from '../../../src/usecases/defects/defects.ts';
import { qualifyCase } from '../../../src/usecases/defects/qualify-case.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { test as base } from '../fixtures.ts';

const it = base
  /** Tia sends the form. */
  .extend('qualify', { scope: 'file' }, ({ world }) => (number: number, values: Record<string, string>) => {
    const { services, tia, request } = world;
    return qualifyCase(services, tia, { ...parseQualification(values, services.settings), number }, request());
  })
  .extend(
    'stored',
    { scope: 'file' },
    ({ db }) =>
      (number: number) =>
        db.prisma.case.findUniqueOrThrow({
          where: { number },
          include: { defect: true, history: { orderBy: { id: 'asc' } }, posts: { orderBy: { id: 'asc' } }, replications: true },
        }),
  )
  .extend('moment', { scope: 'file' }, ({ world }) => async (time: string) => {
    world.at.now = new Date(time);
    return checkDefects(world.services);
  })
  .extend(
    'notes',
    { scope: 'file' },
    ({ stored }) =>
      async (number: number) =>
        (await stored(number)).posts.filter(({ kind }) => kind === 'note').map(({ body }) => body),
  );

const tried = { environment: 'Staging', steps: 'Open the grade book of term 2', result: 'Term 1 is shown' };

const asDefect = (number: string, more: Record<string, string> = {}) => ({
  ...tried,
  finding: 'defect',
  'defect-number': number,
  summary: 'Term filter ignores the session (seen at Plainview School District)',
  ...more,
});

describe('a product defect', () => {
  it('requires an attempt to replicate it', async ({ world, qualify, stored }) => {
    const number = await world.open();
    const values = asDefect('DEV-1', { steps: '', result: '' });
    await expect(qualify(number, values)).rejects.toMatchObject({
      code: 'no-replication',
      fields: { steps: expect.any(String) as string },
    });
    expect(await stored(number)).toMatchObject({ status: 'New', defectId: null, replications: [] });
  });

  it('requires a summary for a new number, and is stored with severity, module and a due time of its own', async ({
    world,
    qualify,
    stored,
  }) => {
    const number = await world.open();
    await expect(qualify(number, asDefect('DEV-2', { summary: '' }))).rejects.toMatchObject({ code: 'no-summary' });
    await qualify(number, asDefect('dev-2', { severity: 'Critical' }));
    const now = await stored(number);
    expect(now).toMatchObject({
      status: 'AssignedToDevelopment',
      defect: { number: 'DEV-2', module: 'Grade Book', severity: 'Critical' },
    });
    expect(now.replications).toMatchObject([{ ...tried, byName: 'Tia Holm' }]);
    expect(now.history.at(-1)).toMatchObject({
      actorName: 'Tia Holm',
      action: 'qualify',
      to: 'AssignedToDevelopment',
      why: 'DEV-2',
    });
    // Monday 15:00 UTC; two business days of nine hours, UTC
    expect(now.defect?.dueAt).toEqual(new Date('2026-11-04T15:00:00Z'));
  });

  it('shows the contact its number and nothing of the summary', async ({ world, qualify }) => {
    const { services, ada } = world;
    const number = await world.open();
    await qualify(number, asDefect('DEV-3'));
    const seen = await viewCase(services, ada, number);
    expect(seen.posts[0]).toMatchObject({ kind: 'event', action: 'qualify' });
    expect(seen.posts[0]?.body).toBe('linked this case to product defect DEV-3. Development is working on it');
    expect(seen.case.defect).toEqual({ number: 'DEV-3', state: 'Open', release: null });
    expect(JSON.stringify(seen)).not.toContain('Term filter');
    expect(JSON.stringify(seen)).not.toContain('Term 1 is shown');
  });

  it('is joined when its number is known, ignores a new summary, and counts other cases without naming them', async ({
    world,
    qualify,
    stored,
  }) => {
    const { services, tia } = world;
    const [first, second] = [await world.open(), await world.open()];
    await qualify(first, asDefect('DEV-4'));
    expect(await peekDefect(services, tia, 'DEV-4', second)).toMatchObject({
      summary: expect.stringContaining('Term filter') as string,
      otherCases: 1,
    });
    await qualify(second, asDefect('DEV-4', { summary: 'Something else' }));
    const [one, two] = [await stored(first), await stored(second)];
    expect(two.defectId).toBe(one.defectId);
    expect(two.defect?.summary).toContain('Term filter');
    const viewed = await viewDefect(services, tia, 'DEV-4');
    expect(viewed.cases).toMatchObject({ total: 2, rows: [{ accountName: 'Plainview School District' }, {}] });
  });

  it('is created once when two people enter the same new number at the same moment', async ({ world, qualify, db }) => {
    const numbers = [await world.open(), await world.open(), await world.open()];
    await Promise.all(numbers.map((number) => qualify(number, asDefect('DEV-5'))));
    expect(await db.prisma.case.count({ where: { defect: { number: 'DEV-5' }, number: { in: numbers } } })).toBe(3);
  });

  it('can be replaced by another one later, with a reason that only advisors see', async ({ world, qualify, stored }) => {
    const { services, ada, request } = world;
    const number = await world.open();
    await qualify(number, asDefect('DEV-6'));
    await expect(qualify(number, asDefect('DEV-6'))).rejects.toMatchObject({ code: 'already-linked' });
    await expect(qualify(number, asDefect('DEV-7'))).rejects.toMatchObject({
      code: 'no-reason',
      fields: { reason: expect.any(String) as string },
    });
    await qualify(number, asDefect('DEV-7', { reason: 'DEV-6 is about another screen' }));
    const now = await stored(number);
    expect(now.defect?.number).toBe('DEV-7');
    expect(now.history.map(({ action, from, to, why }) => [action, from, to, why]).slice(-2)).toEqual([
      ['relink', 'DEV-6', 'DEV-7', 'DEV-6 is about another screen'],
      ['qualify', 'AssignedToDevelopment', 'AssignedToDevelopment', 'DEV-7'],
    ]);
    await addPost(services, ada, { number, text: 'Thank you' }, request());
    expect((await stored(number)).status).toBe('AssignedToDevelopment');
  });

  it('is visible to advisors only', async ({ world }) => {
    const { services, ada } = world;
    await expect(viewDefect(services, ada as never, 'DEV-4')).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(peekDefect(services, ada as never, 'DEV-4', 1)).rejects.toMatchObject({ code: 'not-allowed' });
  });
});

describe('an isolated incident, or an attempt without a finding', () => {
  it('is an internal note that leaves no trace on what the contact sees', async ({ world, qualify, stored }) => {
    const { services, ada, at } = world;
    const number = await world.open();
    const before = await viewCase(services, ada, number);
    at.now = new Date(at.now.getTime() + 60_000);
    await qualify(number, { ...tried, finding: 'undecided' });
    await qualify(number, { finding: 'incident', reason: 'A cached page' });
    expect(await viewCase(services, ada, number)).toEqual(before);
    const now = await stored(number);
    expect(now.posts.map(({ kind, body }) => [kind, body.split('\n')[0]])).toEqual([
      ['note', 'Tried to reproduce in Staging.'],
      ['note', 'Qualified as an isolated incident.'],
    ]);
    expect(now.history.slice(1).map(({ action, why }) => [action, why])).toEqual([
      ['replicate', null],
      ['qualify-incident', 'A cached page'],
    ]);
    expect(now).toMatchObject({ status: 'New', defectId: null });
  });
});

describe("a defect's own SLA", () => {
  it('warns at 80% and announces the breach, once each, on the first open case of the defect', async ({
    db,
    world,
    qualify,
    moment,
    notes,
  }) => {
    await db.prisma.defect.updateMany({ data: { state: 'Fixed' } });
    world.at.now = new Date('2026-11-09T08:00:00Z'); // a Monday
    const [closed, first, second] = [await world.open(), await world.open(), await world.open()];
    for (const number of [closed, first, second]) await qualify(number, asDefect('DEV-8', { severity: 'Critical' }));
    await closeCase(world.services, world.max, { number: closed, reason: 'Withdrawn' }, world.request());

    // 18 business hours: 80 % are 14 h 24 min, on Tuesday at 13:24
    expect(await moment('2026-11-10T13:23:00Z')).toEqual({ warned: 0, breached: 0 });
    const both = await Promise.all([moment('2026-11-10T13:24:00Z'), moment('2026-11-10T13:24:00Z')]);
    expect(both.map(({ warned }) => warned).sort()).toEqual([0, 1]);
    expect(await notes(first)).toEqual([
      expect.stringContaining('Defect DEV-8 is due soon (80% elapsed).** Severity Critical, due Nov 10, 2026, 11:00 AM CT.'),
    ]);

    expect(await moment('2026-11-10T17:00:00Z')).toEqual({ warned: 0, breached: 1 });
    expect(await moment('2026-11-20T17:00:00Z')).toEqual({ warned: 0, breached: 0 });
    expect((await notes(first))[1]).toContain('Defect DEV-8 is overdue.** Severity Critical, due Nov 10, 2026, 11:00 AM CT.');
    expect([await notes(closed), await notes(second)]).toEqual([[], []]);
    expect((await viewDefect(world.services, world.tia, 'DEV-8')).defect.breachedAt).toEqual(new Date('2026-11-10T17:00:00Z'));
  });

  it('sets no target for a low severity and stops with the fix', async ({ world, qualify, db, moment }) => {
    world.at.now = new Date('2026-11-09T08:00:00Z');
    const [low, fixed] = [await world.open(), await world.open()];
    await qualify(low, asDefect('DEV-9', { severity: 'Low' }));
    await qualify(fixed, asDefect('DEV-10', { severity: 'Critical' }));
    await db.prisma.defect.update({ where: { number: 'DEV-10' }, data: { state: 'Fixed' } });
    expect(await moment('2027-11-09T08:00:00Z')).toEqual({ warned: 0, breached: 0 });
  });

  it('only marks the breach when the defect has no open cases', async ({ world, qualify, moment, notes }) => {
    world.at.now = new Date('2026-11-09T08:00:00Z');
    const number = await world.open();
    await claimCase(world.services, world.max, number, world.request());
    await qualify(number, asDefect('DEV-11', { severity: 'High' }));
    await closeCase(world.services, world.max, { number, reason: 'Withdrawn' }, world.request());
    expect(await moment('2027-11-09T08:00:00Z')).toEqual({ warned: 0, breached: 1 });
    expect(await notes(number)).toEqual([]);
  });
});
