// Development issues on a real database, with the strict fake of each product: created once whatever happens to the answer, followed by webhook
// and poll, and never in the way of the case.
import { describe, expect, onTestFinished } from 'vitest';
import { parseQualification } from '../../../src/domain/qualification.ts';
import type { TrackerSetting } from '../../../src/domain/tracker-setting.ts';
import { createTracker } from '../../../src/trackers/index.ts';
import type { NewIssue } from '../../../src/domain/qualification.ts';
import { createDevIssue } from '../../../src/usecases/defects/create-dev-issue.ts';
import { followDevIssues, noticeIssue } from '../../../src/usecases/defects/follow-dev-issues.ts';
import { linkDevIssue } from '../../../src/usecases/defects/link-dev-issue.ts';
import { markFixed } from '../../../src/usecases/defects/mark-fixed.ts';
import { moveFixedCases } from '../../../src/usecases/defects/move-fixed-cases.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { exportRows } from '../../../src/usecases/search/export-rows.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import type { FakeTracker } from '../../fake-trackers/fake-tracker.ts';
import { fakes } from '../../fake-trackers/fakes.ts';
import { until } from '../../outbox/harness.ts';
import { isolatedTest as it, storedCase, type World } from '../fixtures.ts';

const minutes = (count: number): number => count * 60_000;
const tried = { environment: 'Staging', steps: 'Open the grade book', result: 'Term 1 is shown' };

/** A world with one tracker, and what people and the clock do in it. */
async function followed(world: World, fake: FakeTracker, over: Partial<TrackerSetting> = {}) {
  await fake.start();
  onTestFinished(() => fake.stop());
  const { services, at, tia, request } = world;
  const config = fake.config(over);
  services.settings = { ...services.settings, trackers: [config.setting] };
  services.trackers = { list: [createTracker(config, { timeoutMs: 400, now: () => at.now })] };
  const { name, prefix } = config.setting;
  const qualification = (values: Record<string, string>) =>
    parseQualification({ ...tried, finding: 'defect', severity: 'High', ...values }, services.settings);
  return {
    name,
    first: `${prefix}-1`,
    create: async (number: number, key?: string, title = 'Terms are mixed up') => {
      const { issue, ...rest } = qualification({ issue: 'create', 'issue-title': title, 'issue-text': `1. Open\n2. ${title}` });
      const sent = key === undefined ? request() : { ...request(), idempotencyKey: key };
      return createDevIssue(services, tia, { ...rest, issue: issue as NewIssue, number }, sent);
    },
    unlink: (number: number, reason = 'It is something else') =>
      linkDevIssue(
        services,
        tia,
        { ...parseQualification({ finding: 'undecided', link: 'remove', reason }, services.settings), number },
        request(),
      ),
    link: (number: number, text: string, summary = '') =>
      linkDevIssue(services, tia, { ...qualification({ issue: 'link', 'defect-number': text, summary }), number }, request()),
    /** Lets some time pass and has the clock follow issues. */
    later: (ms: number) => {
      at.now = new Date(at.now.getTime() + ms);
      fake.now = new Date(Math.max(fake.now.getTime(), at.now.getTime()));
      return followDevIssues(services);
    },
    stored: (number: number) =>
      services.db.prisma.case.findUniqueOrThrow({
        where: { number },
        include: { defect: { include: { issue: true } }, posts: { orderBy: { id: 'asc' } } },
      }),
    notes: async (number: number) =>
      (await storedCase(services.db, number)).posts.filter(({ kind }) => kind === 'note').map(({ body }) => body),
    creations: () => fake.calls.filter((call) => /^POST .*(\/issue|\/issues|\/\$Bug|%24Bug)$/.test(call)).length,
  };
}

describe.each(fakes)('%s', (kind, make) => {
  it('creates an issue after the case has moved on, and gives the defect its number', async ({ world }) => {
    const { create, later, stored, first, notes } = await followed(world, make());
    const number = await world.open();
    await create(number);
    expect(await stored(number)).toMatchObject({
      status: 'AssignedToDevelopment',
      defect: { number: `PENDING-${number}`, summary: 'Terms are mixed up', severity: 'High' },
    });
    // an export goes to customers, for whom there is no number yet
    const exported: unknown[] = [];
    for await (const row of exportRows(world.services, 'cases', {})) exported.push(row['defect']);
    expect(exported).toEqual([null]);
    expect(await later(0)).toMatchObject({ created: 1, failed: 0 });
    const { id: caseId, defect } = await stored(number);
    expect(defect).toMatchObject({ number: first, issue: { caseId, title: null, body: null, failingAt: null, fixed: false } });
    expect(defect?.issue?.state).toBeTruthy();
    expect((await notes(number))[0]).toContain(`Created [${first}](`);
  });

  it('does not create an issue twice when the answer is lost, or never comes', async ({ world }) => {
    for (const fault of ['lose', 'hold'] as const) {
      const fake = make();
      const { create, later, stored, creations, first } = await followed(world, fake);
      const number = await world.open();
      await create(number);
      fake.faults.push(fault);
      // the search of the product does not know the issue at once
      fake.unindexed = 1;
      await later(0);
      expect(await stored(number)).toMatchObject({ status: 'AssignedToDevelopment', defect: { number: `PENDING-${number}` } });
      await later(minutes(1) - 1000);
      fake.unindexed = 0;
      await later(minutes(2));
      await later(minutes(2));
      expect((await stored(number)).defect?.number).toBe(first);
      expect([fake.issues.length, creations()]).toEqual([1, 1]);
      await world.services.db.prisma.$executeRaw`truncate defect cascade`;
    }
  });

  it('creates the issue later when the tracker is down, asks to wait or refuses', async ({ world }) => {
    const fake = make();
    const { create, later, stored, first, creations } = await followed(world, fake);
    const number = await world.open();
    await create(number);
    await fake.stop();
    expect(await later(0)).toMatchObject({ created: 0, failed: 1 });
    const { services, tia, ada } = world;
    const shown = await viewCase(services, tia, number);
    expect(shown.case.devIssue).toMatchObject({ pending: true, trouble: { since: world.at.now, code: 'econnrefused' } });
    expect((await viewCase(services, ada, number)).case).toMatchObject({ devIssue: null, status: 'AssignedToDevelopment' });
    await fake.start();
    fake.faults.push({ status: 429, headers: { 'retry-after': '600' } });
    await later(minutes(1));
    expect(creations()).toBe(1);
    // not before the time that the tracker asked for
    await later(minutes(9));
    expect(creations()).toBe(1);
    fake.faults.push({ status: 400 });
    await later(minutes(2));
    expect((await viewCase(services, tia, number)).case.devIssue?.trouble?.code).toBe('http_400');
    await later(minutes(60));
    expect((await stored(number)).defect?.number).toBe(first);
    expect((await viewCase(services, tia, number)).case.devIssue).toMatchObject({ pending: false, trouble: null });
  });

  it('creates one issue for a form that is sent twice', async ({ world }) => {
    const fake = make();
    const { create, later } = await followed(world, fake);
    const number = await world.open();
    await create(number, 'the same form');
    expect(await create(number, 'the same form')).toBe('repeat');
    await expect(create(number)).rejects.toMatchObject({ code: 'already-linked' });
    await Promise.all([later(0), later(0)]);
    expect(fake.issues).toHaveLength(1);
  });

  it('is not followed any longer once no case is linked to it, until one is again', async ({ world }) => {
    const fake = make();
    const { create, link, unlink, later, stored, first, notes, name } = await followed(world, fake);
    const { services, ada } = world;
    const [number, other] = [await world.open(), await world.open()];
    await create(number);
    await later(0);
    await link(other, first);
    await unlink(number);
    expect(await stored(number)).toMatchObject({ status: 'New', defectId: null, defect: null });
    // the other case still waits for it
    await later(minutes(16));
    expect((await stored(other)).defect?.issue?.nextAt).not.toBeNull();
    await unlink(other);
    const calls = fake.calls.length;
    const [issue] = fake.issues;
    if (!issue) throw new Error('no issue was created');
    fake.comment(issue, 'dev', fake.written('#support It is fixed'));
    expect(await noticeIssue(services, { tracker: name, id: '', number: first, comments: true })).toBe(false);
    expect(await later(minutes(60))).toEqual({ created: 0, changed: 0, comments: 0, failed: 0 });
    expect(fake.calls).toHaveLength(calls);
    expect((await viewCase(services, ada, number)).case).toMatchObject({ defect: null, status: 'New' });

    await link(number, first);
    await later(0);
    expect(fake.calls.length).toBeGreaterThan(calls);
    expect((await notes(number)).join('\n')).toContain('It is fixed');
    // and then to another one
    await unlink(number);
    fake.add('Another screen');
    const second = first.replace(/1$/, '2');
    await link(number, second);
    await later(0);
    expect((await stored(number)).defect).toMatchObject({ number: second, summary: 'Another screen' });
  });

  it('is not created for a case that was unlinked meanwhile, not even after an answer was lost', async ({ world }) => {
    const fake = make();
    const { create, unlink, later, creations } = await followed(world, fake);
    const number = await world.open();
    await create(number);
    await unlink(number);
    await later(0);
    expect([fake.issues.length, creations(), await world.services.db.prisma.defect.count()]).toEqual([0, 0, 0]);
    await create(number);
    fake.faults.push({ status: 503 });
    await later(0);
    await unlink(number, 'A cached page');
    await later(minutes(10));
    await later(minutes(10));
    expect([fake.issues.length, await world.services.db.prisma.defect.count()]).toEqual([0, 0]);
  });

  it('is created as it was entered last, when the case was unlinked and the issue asked for again before', async ({ world }) => {
    const fake = make();
    const { create, unlink, later, stored } = await followed(world, fake);
    const number = await world.open();
    await create(number);
    await unlink(number);
    await create(number, undefined, 'Fees are mixed up');
    expect((await stored(number)).defect).toMatchObject({ summary: 'Fees are mixed up' });
    await later(0);
    expect(fake.issues.map(({ title }) => title)).toEqual(['Fees are mixed up']);
    // one that may exist already is not changed
    const other = await world.open();
    await create(other);
    fake.faults.push('lose');
    await later(0);
    await unlink(other);
    await expect(create(other, undefined, 'Something else')).rejects.toMatchObject({ code: 'issue-in-doubt' });
  });

  it('links an issue by its number, with its title as the summary, and refuses one that does not exist', async ({ world }) => {
    const fake = make();
    fake.add('Terms of last year');
    const { link, later, stored, first } = await followed(world, fake);
    const number = await world.open();
    await expect(link(number, first.replace('1', '99'))).rejects.toMatchObject({ code: 'no-issue' });
    await link(number, first);
    await later(0);
    expect((await stored(number)).defect).toMatchObject({
      number: first,
      summary: 'Terms of last year',
      issue: { state: fake.openState },
    });
  });

  it('keeps the number while the tracker does not answer', async ({ world }) => {
    const fake = make();
    fake.add('Terms');
    const { link, later, stored, first } = await followed(world, fake);
    const number = await world.open();
    await fake.stop();
    await expect(link(number, first)).rejects.toMatchObject({
      code: 'no-summary',
      fields: { summary: expect.any(String) as string },
    });
    await link(number, first, 'Terms');
    expect(await later(0)).toMatchObject({ failed: 1 });
    expect(await stored(number)).toMatchObject({ status: 'AssignedToDevelopment', defect: { number: first } });
    expect((await viewCase(world.services, world.tia, number)).case.devIssue?.trouble).not.toBeNull();
    await fake.start();
    await later(minutes(2));
    expect((await viewCase(world.services, world.tia, number)).case.devIssue).toMatchObject({
      state: fake.openState,
      trouble: null,
    });
  });

  it('follows state, developer and target by webhook, and by poll when no webhook comes', async ({ world }) => {
    const fake = make();
    const issue = fake.add('Terms');
    const { link, later, first, name } = await followed(world, fake);
    const number = await world.open();
    await link(number, first);
    await later(0);
    const facts = async () => (await viewCase(world.services, world.tia, number)).case.devIssue;
    fake.change(issue, { assignee: 'Dana Cole', target: { name: '2026.12', date: '2026-12-15' } });
    expect(await later(minutes(1))).toMatchObject({ changed: 0 });
    const id = kind.startsWith('jira') ? '20001' : '1';
    expect(await noticeIssue(world.services, { tracker: name, id, number: first })).toBe(true);
    expect(await noticeIssue(world.services, { tracker: name, id: '404', number: null })).toBe(false);
    await later(0);
    expect(await facts()).toMatchObject({ assignee: 'Dana Cole', target: { name: '2026.12', date: '2026-12-15' } });
    // a repeat of the webhook changes nothing
    await noticeIssue(world.services, { tracker: name, id, number: first });
    expect(await later(0)).toMatchObject({ changed: 0, comments: 0 });
    fake.change(issue, { assignee: 'Eli Moss' });
    await later(minutes(15));
    expect(await facts()).toMatchObject({ assignee: 'Eli Moss' });
  });

  it('brings comments for support back once, as notes that contacts never see', async ({ world }) => {
    const fake = make();
    const issue = fake.add('Terms');
    const { link, later, first, notes } = await followed(world, fake);
    const [one, other] = [await world.open(), await world.open()];
    await link(one, first);
    await link(other, first);
    await later(0);
    fake.comment(issue, 'Dana Cole', fake.written('Only for developers'));
    fake.comment(issue, 'Dana Cole', fake.written('Which term is it? #support'));
    expect(await later(minutes(15))).toMatchObject({ comments: 1 });
    for (const number of [one, other]) {
      const [note, ...more] = await notes(number);
      expect(note).toContain('**Dana Cole** commented on');
      expect(note).toMatch(/Which term is it\?$/);
      expect(more).toEqual([]);
      expect((await viewCase(world.services, world.ada, number)).posts.map(({ body }) => body).join()).not.toContain(
        'Which term',
      );
    }
    fake.comment(issue, 'Dana Cole', fake.written('More talk'));
    expect(await later(minutes(15))).toMatchObject({ comments: 0 });
    expect(await notes(one)).toHaveLength(1);
  });

  it('takes a comment that is edited to be for support, also when the time of the issue stays the same', async ({ world }) => {
    const fake = make();
    const issue = fake.add('Terms');
    const { link, later, first, name, notes } = await followed(world, fake);
    const number = await world.open();
    await link(number, first);
    await later(0);
    fake.comment(issue, 'Dana Cole', fake.written('Which term is it?'));
    await later(minutes(15));
    expect(await notes(number)).toEqual([]);
    fake.editComment(issue, 0, fake.written('Which term is it? #support'), false);
    const id = kind.startsWith('jira') ? '20001' : '1';
    await noticeIssue(world.services, { tracker: name, id, number: first, comments: true });
    expect(await later(0)).toMatchObject({ comments: 1 });
    expect(await notes(number)).toEqual([expect.stringMatching(/Which term is it\?$/)]);
    // a note is not written again when its comment is edited again
    fake.editComment(issue, 0, fake.written('#support: which term?'));
    expect(await later(minutes(15))).toMatchObject({ comments: 0 });
  });

  it('proposes a fix to the leads once, and says when the issue is open again', async ({ world }) => {
    const fake = make();
    const issue = fake.add('Terms');
    const { link, later, first, notes, stored } = await followed(world, fake);
    const { db } = world.services;
    await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
    const number = await world.open();
    await link(number, first);
    await later(0);
    fake.change(issue, { state: fake.fixedState, target: { name: '2026.12', date: '2026-12-15' } });
    await later(minutes(15));
    await later(minutes(15));
    expect(await notes(number)).toEqual([expect.stringContaining(`**${first} is fixed in`)]);
    expect(await stored(number)).toMatchObject({ status: 'AssignedToDevelopment', defect: { state: 'Open' } });
    fake.change(issue, { state: fake.openState });
    await later(minutes(15));
    expect((await notes(number))[1]).toContain(`**${first} is no longer fixed in`);
    fake.change(issue, { state: fake.fixedState });
    await later(minutes(15));
    expect(await notes(number)).toHaveLength(3);
    const lead = { ...world.max, lead: true };
    const fix = { defects: [first], release: '2026.12', date: '2026-12-15', notes: {} };
    await markFixed(world.services, lead, fix, world.request());
    await moveFixedCases(world.services);
    expect(await stored(number)).toMatchObject({ status: 'AvailableInRelease' });
  });

  it('marks the defect fixed in the target release where that is configured', async ({ world }) => {
    const fake = make();
    const [dated, undated] = [fake.add('Terms'), fake.add('Fees')];
    const { link, later, first, stored, notes } = await followed(world, fake, { onFixed: 'mark' });
    const [one, other] = [await world.open(), await world.open()];
    await link(one, first);
    await link(other, first.replace('1', '2'));
    await later(0);
    fake.change(dated, { state: fake.fixedState, target: { name: 'Release 2026.12', date: '2026-12-15' } });
    fake.change(undated, { state: fake.fixedState });
    await later(minutes(15));
    await moveFixedCases(world.services);
    expect(await stored(one)).toMatchObject({ status: 'AvailableInRelease', defect: { state: 'Fixed', fixedById: null } });
    expect(await stored(other)).toMatchObject({ status: 'AssignedToDevelopment', defect: { state: 'Open' } });
    expect((await notes(other))[0]).toContain("It wasn't marked fixed automatically: The issue has no release.");
  });
});

describe('a defect whose issue is created', () => {
  const [, jira] = fakes[0] ?? [];
  const make = (): FakeTracker => {
    if (!jira) throw new Error('no fake of Jira');
    return jira();
  };

  it('is marked fixed while somebody unlinks its case, without a deadlock', async ({ world }) => {
    const fake = make();
    const issue = fake.add('Terms');
    const { link, later, first, stored } = await followed(world, fake, { onFixed: 'mark' });
    const number = await world.open();
    await link(number, first);
    await later(0);
    fake.change(issue, { state: fake.fixedState, target: { name: 'Release 2026.12', date: '2026-12-15' } });
    const { pool } = world.services.db;
    const holder = await pool.connect();
    onTestFinished(() => holder.release(true));
    await holder.query('begin');
    await holder.query('select from defect where number = $1 for no key update', [first]);
    const read = later(minutes(15));
    await until(async () => {
      const { rows } = await pool.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });
    await holder.query('update dev_issue set next_at = next_at');
    await holder.query('commit');
    expect(await read).toMatchObject({ changed: 1, failed: 0 });
    expect((await stored(number)).defect).toMatchObject({ state: 'Fixed' });
  });

  it('becomes one with the defect that has its number already', async ({ world }) => {
    const fake = make();
    const { create, link, later, stored } = await followed(world, fake);
    const [one, other] = [await world.open(), await world.open()];
    await create(one);
    fake.faults.push('lose');
    await later(0);
    // an advisor sees the new issue in Jira and links another case to it
    await link(other, 'DEV-1');
    await later(minutes(3));
    await later(minutes(3));
    const [first, second] = [await stored(one), await stored(other)];
    expect(first.defect?.number).toBe('DEV-1');
    expect(first.defectId).toBe(second.defectId);
    expect(await world.services.db.prisma.defect.count()).toBe(1);
  });

  it('is not created when its case was linked to another issue first', async ({ world }) => {
    const fake = make();
    fake.add('Known');
    const { create, later, services } = { ...(await followed(world, fake)), services: world.services };
    const number = await world.open();
    await create(number);
    const values = { ...tried, finding: 'defect', issue: 'link', 'defect-number': 'DEV-1', reason: 'Found it' };
    await linkDevIssue(services, world.tia, { ...parseQualification(values, services.settings), number }, world.request());
    await later(0);
    expect(fake.issues).toHaveLength(1);
    expect((await services.db.prisma.defect.findMany()).map((one) => one.number)).toEqual(['DEV-1']);
  });

  it('is followed as well when its number was typed before the tracker was configured, and no longer once it is released', async ({
    world,
  }) => {
    const fake = make();
    fake.add('Known');
    const { later, services } = { ...(await followed(world, fake)), services: world.services };
    const data = { summary: 's', module: 'Fees', severity: 'Low' as const, createdAt: world.at.now };
    const { id } = await services.db.prisma.defect.create({ data: { ...data, number: 'DEV-1' } });
    await services.db.prisma.defect.create({ data: { ...data, number: 'OPS-1' } });
    await services.db.prisma.case.update({ where: { number: await world.open() }, data: { defectId: id } });
    expect(await later(0)).toMatchObject({ changed: 1, failed: 0 });
    expect(await services.db.prisma.devIssue.findMany()).toMatchObject([{ defectId: id, state: 'To Do' }]);
    await services.db.prisma.defect.update({ where: { id }, data: { state: 'Released' } });
    await later(minutes(15));
    expect(await services.db.prisma.devIssue.findMany()).toMatchObject([{ nextAt: null }]);
  });

  it('leaves no notes on closed cases', async ({ world }) => {
    const fake = make();
    const issue = fake.add('Known');
    const { link, later, notes } = await followed(world, fake);
    const number = await world.open();
    await link(number, `${fake.url}/browse/DEV-1`);
    await later(0);
    await closeCase(world.services, world.tia, { number, reason: 'Withdrawn' }, world.request());
    fake.comment(issue, 'Dana Cole', fake.written('#support anybody?'));
    fake.change(issue, { state: 'Done' });
    await later(minutes(15));
    expect(await notes(number)).toEqual([]);
  });
});
