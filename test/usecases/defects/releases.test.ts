import { describe, expect } from 'vitest';
import type { Advisor } from '../../../src/domain/person.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { declineResolution } from '../../../src/usecases/cases/decline-resolution.ts';
import { markFixed } from '../../../src/usecases/defects/mark-fixed.ts';
import { moveFixedCases } from '../../../src/usecases/defects/move-fixed-cases.ts';
import { publishRelease } from '../../../src/usecases/defects/publish-release.ts';
import { qualifyCase } from '../../../src/usecases/defects/qualify-case.ts';
import { listReleases, viewRelease } from '../../../src/usecases/defects/releases.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { newCase, test as base } from '../fixtures.ts';

const it = base
  .extend('lead', { scope: 'file' }, async ({ db, world }): Promise<Advisor> => {
    await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
    return { ...world.max, lead: true };
  })
  .extend(
    'stored',
    { scope: 'file' },
    ({ db }) =>
      (number: number) =>
        db.prisma.case.findUniqueOrThrow({
          where: { number },
          include: { history: { orderBy: { id: 'asc' } }, posts: { orderBy: { id: 'asc' } }, recipients: true, followUp: true },
        }),
  )
  .extend('link', { scope: 'file' }, ({ world }) => (number: number, defect: string, reason: string | null = null) => {
    const attempt = { environment: 'Staging', steps: 'As described', result: 'The same' };
    const found = {
      attempt,
      finding: 'defect' as const,
      reason,
      defect: { number: defect, summary: 'Internal', severity: 'High' as const },
    };
    return qualifyCase(world.services, world.tia, { ...found, number }, world.request());
  })
  /** A case of Ada's that is with development. */
  .extend('withDevelopment', { scope: 'file' }, ({ world, link }) => async (defect: string): Promise<number> => {
    const number = await world.open();
    await link(number, defect);
    return number;
  })
  .extend(
    'fix',
    { scope: 'file' },
    ({ world, lead }) =>
      (defects: string[], release: string, more: { date?: string; notes?: Record<string, string> } = {}) =>
        markFixed(
          world.services,
          lead,
          { defects, release, date: more.date ?? '2026-12-01', notes: more.notes ?? {} },
          world.request(),
        ),
  )
  /** Publishes by name, each defect with a note. */
  .extend('publish', { scope: 'file' }, ({ world, lead }) => async (name: string, notes: Record<string, string> = {}) => {
    const { id, defects } = await viewRelease(world.services, lead, name);
    const written = Object.fromEntries(defects.map(({ number }) => [number, `${number} works again.`]));
    return publishRelease(world.services, lead, { releaseId: id, notes: { ...written, ...notes } }, world.request());
  })
  .extend(
    'events',
    { scope: 'file' },
    ({ stored }) =>
      async (number: number, action: string) =>
        (await stored(number)).posts.filter((post) => post.action === action),
  );

describe('a fix', () => {
  it("moves its cases to Available in Release with release and date, in the lead's name, including one with an open question", async ({
    world,
    withDevelopment,
    db,
    fix,
    stored,
  }) => {
    const { services, tia, request } = world;
    const [plain, asked, closed, resolved] = [
      await withDevelopment('DEV-1'),
      await withDevelopment('DEV-1'),
      await withDevelopment('DEV-1'),
      await withDevelopment('DEV-1'),
    ];
    await askContact(services, tia, { number: asked, question: 'Which browser?' }, request());
    await closeCase(services, tia, { number: closed, reason: 'Withdrawn' }, request());
    await askContact(services, tia, { number: resolved, question: 'Still?' }, request());
    await db.prisma.case.update({ where: { number: resolved }, data: { askedFrom: 'Assigned' } });

    await fix(['DEV-1'], 'Rx 2026.11.3');
    expect(await moveFixedCases(services)).toEqual({ moved: 2, notified: 0 });
    const now = await stored(plain);
    expect(now).toMatchObject({ status: 'AvailableInRelease', releaseNotifiedAt: null, followUp: null });
    expect(now.history.at(-1)).toMatchObject({
      actorName: 'Max Reyes',
      action: 'fixed',
      from: 'AssignedToDevelopment',
      to: 'AvailableInRelease',
      why: 'DEV-1 in Rx 2026.11.3',
    });
    expect(now.posts.at(-1)).toMatchObject({
      kind: 'event',
      authorName: 'Max Reyes',
      body: 'marked DEV-1 fixed in Rx 2026.11.3, dated Dec 1, 2026',
    });
    expect(await stored(asked)).toMatchObject({ status: 'AvailableInRelease', pendingPostId: null, askedFrom: null });
    expect((await stored(closed)).status).toBe('Closed');
    expect((await stored(resolved)).status).toBe('PendingCustomerInput');
    expect((await viewCase(services, world.ada, plain)).case.defect).toEqual({
      number: 'DEV-1',
      state: 'Fixed',
      release: { name: 'Rx 2026.11.3', date: '2026-12-01', published: false },
    });
  });

  it('adds contacts who posted as recipients', async ({ world, withDevelopment, db, stored, fix }) => {
    const { services, ben, ada, request } = world;
    const number = await withDevelopment('DEV-2');
    await db.prisma.identity.create({
      data: {
        ...{ platform: 'slack', workspaceId: 'T0PLAIN', homeWorkspace: 'T0PLAIN', userId: 'U0BEN', name: 'Ben Ode' },
        ...{ email: ben.email, directChannel: 'D0BEN', personId: ben.id, checkedAt: services.clock.now() },
      },
    });
    await addPost(services, ben, { number, text: 'Here, too' }, request());
    expect((await stored(number)).recipients.map(({ personId }) => personId)).toEqual([ada.id]);
    await fix(['DEV-2'], 'Release 2026.12');
    await moveFixedCases(services);
    expect((await stored(number)).recipients.map(({ personId }) => personId).sort()).toEqual([ada.id, ben.id].sort());
    const notified = await db.prisma.delivery.findMany({
      where: { case: { number }, post: { action: 'fixed' }, conversation: { side: 'contact' } },
      include: { destination: true },
    });
    expect(notified.map(({ destination }) => destination.channelId).sort()).toEqual(['D0ADA', 'D0BEN']);
  });

  it('is marked by leads only, for known defects, in an unpublished release with a date', async ({
    world,
    withDevelopment,
    fix,
    lead,
    db,
    publish,
  }) => {
    const { services, tia, request } = world;
    await withDevelopment('DEV-3');
    const marked = { defects: ['DEV-3'], release: 'Release 3', date: '', notes: {} };
    expect(() => markFixed(services, tia, marked, request())).toThrow(/Only leads/);
    await expect(fix(['DEV-3', 'DEV-404'], ' ', { date: '2026-02-31' })).rejects.toMatchObject({
      fields: { defects: 'No case is linked to DEV-404.', release: expect.any(String) as string, date: 'Choose a valid date.' },
    });
    await expect(markFixed(services, lead, marked, request())).rejects.toMatchObject({
      fields: { date: expect.any(String) as string },
    });
    await fix(['DEV-3'], 'Release 3');
    // the same release by another letter case: its date stays
    await markFixed(services, lead, { ...marked, release: 'release  3' }, request());
    expect(await db.prisma.release.count({ where: { name: { contains: 'elease 3' } } })).toBe(1);
    await publish('Release 3');
    await withDevelopment('DEV-4');
    await expect(fix(['DEV-4'], 'Release 3')).rejects.toMatchObject({
      fields: { release: expect.stringContaining('is already') as string },
    });
    await expect(fix(['DEV-3'], 'Release 5')).rejects.toMatchObject({
      fields: { defects: expect.stringContaining('is already') as string },
    });
  });

  it('is refused at the field of a note that names an account', async ({ withDevelopment, fix, db }) => {
    await withDevelopment('DEV-5');
    const notes = { 'DEV-5': 'As reported by  rivertown\nSCHOOLS, it works' };
    await expect(fix(['DEV-5'], 'Release 5', { notes })).rejects.toMatchObject({
      code: 'bad-release-note',
      fields: { 'note-DEV-5': expect.stringContaining('Rivertown Schools') as string },
    });
    expect(await db.prisma.release.findUnique({ where: { name: 'Release 5' } })).toBeNull();
  });

  it('notifies the cases when the fix moves to another release, and moves no case twice', async ({
    withDevelopment,
    fix,
    world,
    events,
  }) => {
    const number = await withDevelopment('DEV-6');
    await fix(['DEV-6'], 'Release 6');
    await moveFixedCases(world.services);
    await fix(['DEV-6'], 'Release 6b');
    expect(await moveFixedCases(world.services)).toEqual({ moved: 1, notified: 0 });
    expect(await moveFixedCases(world.services)).toEqual({ moved: 0, notified: 0 });
    expect((await events(number, 'fixed')).map(({ body }) => body)).toEqual([
      'marked DEV-6 fixed in Release 6, dated Dec 1, 2026',
      'marked DEV-6 fixed in Release 6b, dated Dec 1, 2026',
    ]);
  });
});

describe('publishing', () => {
  it('requires a note for every defect', async ({ withDevelopment, fix, publish, world, lead }) => {
    await withDevelopment('DEV-10');
    await fix(['DEV-10'], 'Release 10');
    await expect(publish('Release 10', { 'DEV-10': ' \u200b ' })).rejects.toMatchObject({
      fields: { 'note-DEV-10': expect.any(String) as string },
    });
    expect(await viewRelease(world.services, lead, 'Release 10')).toMatchObject({ published: false });
    expect(() => publishRelease(world.services, world.tia, { releaseId: 1, notes: {} }, world.request())).toThrow(/Only leads/);
  });

  it('notifies its cases, asks whether the issue is resolved and starts the follow-up, even for cases linked later', async ({
    world,
    withDevelopment,
    fix,
    publish,
    stored,
    events,
    link,
  }) => {
    const { services, at } = world;
    const [early, late] = [await withDevelopment('DEV-11'), await world.open()];
    await fix(['DEV-11'], 'Release 11');
    await moveFixedCases(services);
    at.now = new Date('2026-12-01T15:00:00Z');
    await publish('Release 11');
    await expect(publish('Release 11')).rejects.toMatchObject({
      code: 'published-already',
      message: expect.stringContaining('Max Reyes') as string,
    });
    await moveFixedCases(services);
    await moveFixedCases(services);
    const notified = await stored(early);
    expect(notified).toMatchObject({ status: 'AvailableInRelease', releaseNotifiedAt: at.now, followUp: { startedAt: at.now } });
    expect(notified.posts.at(-1)).toMatchObject({ id: notified.pendingPostId, body: 'published Release 11, which fixes DEV-11' });
    expect(await events(early, 'release')).toHaveLength(1);

    await link(late, 'DEV-11');
    expect((await stored(late)).status).toBe('AssignedToDevelopment');
    expect(await moveFixedCases(services, { number: late })).toEqual({ moved: 1, notified: 1 });
    expect(await stored(late)).toMatchObject({
      status: 'AvailableInRelease',
      releaseNotifiedAt: at.now,
      followUp: { attempts: 0 },
    });
  });

  it('posts the notes once to every active notices channel, by module and without account names', async ({
    world,
    db,
    withDevelopment,
    fix,
    lead,
  }) => {
    const { services, request } = world;
    const channel = { platform: 'slack' as const, workspaceId: 'T0PLAIN', purposes: ['notices' as const] };
    await db.prisma.channel.createMany({
      data: [
        { ...channel, channelId: 'C0NEWS' },
        { ...channel, channelId: 'C0OLD', active: false },
        { ...channel, platform: 'teams', workspaceId: 'tenant', channelId: '19:news' },
      ],
    });
    await withDevelopment('DEV-12');
    await fix(['DEV-12'], 'Release 12');
    const { id } = await viewRelease(services, lead, 'Release 12');
    const publishing = request();
    const input = { releaseId: id, notes: { 'DEV-12': 'Grades show the right term.' } };
    const answers = await Promise.all([1, 2].map(() => publishRelease(services, lead, input, publishing)));
    expect(answers.filter((answer) => answer === 'repeat')).toHaveLength(1);
    const sent = await db.prisma.delivery.findMany({
      where: { releaseId: id },
      include: { destination: true },
      orderBy: { destinationId: 'asc' },
    });
    expect(sent.map(({ kind, caseId, destination }) => [kind, caseId, destination.channelId])).toEqual([
      ['release', null, 'C0NEWS'],
      ['release', null, '19:news'],
    ]);
  });

  it('skips contacts who declined, and never moves their cases again', async ({
    world,
    withDevelopment,
    fix,
    publish,
    events,
    stored,
    link,
    db,
  }) => {
    const { services, ada, tia, request } = world;
    const [before, after] = [await withDevelopment('DEV-13'), await withDevelopment('DEV-13')];
    await fix(['DEV-13'], 'Release 13');
    await moveFixedCases(services);
    await declineResolution(services, ada, { number: before, stillHappens: 'Still' }, request());
    await publish('Release 13');
    await moveFixedCases(services);
    await declineResolution(services, ada, { number: after, stillHappens: 'Still' }, request());
    expect(await moveFixedCases(services)).toEqual({ moved: 0, notified: 0 });
    expect(await events(before, 'release')).toEqual([]);
    for (const number of [before, after]) {
      expect(await stored(number)).toMatchObject({ status: 'New', followUp: null });
      expect((await viewCase(services, tia, number)).case.defect?.number).toBe('DEV-13');
      await expect(link(number, 'DEV-13')).rejects.toMatchObject({ code: 'fix-declined' });
      // whatever brought it back to development: this fix it has had
      await db.prisma.case.update({ where: { number }, data: { status: 'AssignedToDevelopment' } });
    }
    await db.prisma.idempotencyKey.deleteMany();
    expect(await moveFixedCases(services)).toEqual({ moved: 0, notified: 0 });
  });

  it('brings the fix again to a case that was unlinked by mistake, unless its contact had declined it', async ({
    world,
    withDevelopment,
    fix,
    events,
    stored,
    link,
  }) => {
    const { services, ada, tia, request } = world;
    const [number, declined] = [await withDevelopment('DEV-14'), await withDevelopment('DEV-14')];
    await fix(['DEV-14'], 'Release 14');
    await moveFixedCases(services);
    await declineResolution(services, ada, { number: declined, stillHappens: 'Still' }, request());
    for (const one of [number, declined]) {
      const found = { attempt: null, finding: 'undecided' as const, unlinks: true, reason: 'Wrong case', defect: null };
      await qualifyCase(services, tia, { ...found, number: one }, request());
      expect(await stored(one)).toMatchObject({ status: 'New', defectId: null });
    }
    await expect(link(declined, 'DEV-14')).rejects.toMatchObject({ code: 'fix-declined' });
    await link(number, 'DEV-14');
    expect(await moveFixedCases(services)).toEqual({ moved: 1, notified: 0 });
    expect(await moveFixedCases(services)).toEqual({ moved: 0, notified: 0 });
    expect(await stored(number)).toMatchObject({ status: 'AvailableInRelease' });
    expect(await events(number, 'fixed')).toHaveLength(2);
  });

  it('brings the fix again to a case that was linked to another defect by mistake', async ({
    world,
    withDevelopment,
    fix,
    stored,
    link,
  }) => {
    const { services } = world;
    const [number] = [await withDevelopment('DEV-15'), await withDevelopment('DEV-16')];
    await fix(['DEV-15'], 'Release 15');
    await moveFixedCases(services);
    await link(number, 'DEV-16', 'Another defect');
    expect(await moveFixedCases(services)).toEqual({ moved: 0, notified: 0 });
    await link(number, 'DEV-15', 'The first was right');
    expect(await moveFixedCases(services)).toEqual({ moved: 1, notified: 0 });
    expect(await stored(number)).toMatchObject({ status: 'AvailableInRelease' });
  });
});

describe('300 cases of three accounts', () => {
  it('are moved and notified once each when the process is killed and two others continue, without mixing accounts', async ({
    world,
    db,
    fix,
    lead,
    publish,
  }) => {
    const { services, ada, rosa } = world;
    await db.prisma.case.updateMany({ data: { defectId: null } });
    const lake = await db.prisma.account.create({ data: { key: 'lake', name: 'Lake Unified', timezone: 'America/Denver' } });
    const lena = await db.prisma.person.create({
      data: { name: 'Lena Moss', email: 'lena@lake.example', kind: 'contact', accountId: lake.id, contactType: 'support' },
    });
    const now = services.clock.now();
    const defect = await db.prisma.defect.create({
      data: { number: 'DEV-300', summary: 'Seen at Lake Unified', module: 'Fees', severity: 'Critical', createdAt: now },
    });
    const owners = [
      { accountId: ada.accountId, contactId: ada.id },
      { accountId: rosa.accountId, contactId: rosa.id },
      { accountId: lake.id, contactId: lena.id },
    ];
    await db.prisma.case.createMany({
      data: Array.from({ length: 300 }, (_, index) => ({
        ...newCase,
        ...(owners[index % 3] ?? owners[0]!),
        ...{ status: 'AssignedToDevelopment' as const, defectId: defect.id, category: 'Question', source: 'slack' as const },
        ...{ createdAt: now, updatedAt: now },
      })),
    });
    await fix(['DEV-300'], 'Rx 2026.12.1');
    expect(await moveFixedCases(services, { max: 70 })).toEqual({ moved: 70, notified: 0 });
    expect((await listReleases(services, lead, 1)).rows.find(({ name }) => name === 'Rx 2026.12.1')).toMatchObject({
      defects: 1,
      progress: { moved: 70, waiting: 230, notified: 0 },
    });
    const done = await Promise.all([moveFixedCases(services), moveFixedCases(services)]);
    expect(done.reduce((sum, { moved }) => sum + moved, 0)).toBe(230);
    const all = { where: { defectId: defect.id }, include: { posts: true, history: true } };
    const counted = (await db.prisma.case.findMany(all)).map(({ status, posts, history }) =>
      [status, ...posts.map(({ action }) => action), history.filter(({ action }) => action === 'fixed').length].join(' '),
    );
    expect(new Set(counted)).toEqual(new Set(['AvailableInRelease fixed 1']));

    // contacts closed most of them before it was published
    const open = await db.prisma.case.findMany({ where: { defectId: defect.id }, take: 20, orderBy: { id: 'desc' } });
    const closed = { defectId: defect.id, id: { notIn: open.map(({ id }) => id) } };
    await db.prisma.case.updateMany({ where: closed, data: { status: 'Closed', closedAt: now, closeReason: 'Resolved' } });
    await publish('Rx 2026.12.1');
    expect(await moveFixedCases(services, { max: 7 })).toEqual({ moved: 0, notified: 7 });
    await Promise.all([moveFixedCases(services), moveFixedCases(services)]);
    expect((await viewRelease(services, lead, 'Rx 2026.12.1')).progress).toMatchObject({
      moved: 300,
      waiting: 0,
      notified: 20,
      toNotify: 0,
    });
    const cases = await db.prisma.case.findMany(all);
    const notified = cases.filter(({ posts }) => posts.some(({ action }) => action === 'release'));
    expect(notified.map(({ posts }) => posts.length)).toEqual(open.map(() => 2));
    const request = JSON.stringify(cases.map(({ posts }) => posts.map(({ body }) => body)));
    expect(request).not.toMatch(/Lake|Rivertown|Plainview/);
  }, 60_000);
});
