// Clusters of similar cases and the draft of an incident they lead to: when it is made, what joins it, who gets it and how it is decided.
import { describe, expect } from 'vitest';
import type { Advisor, Contact } from '../../../src/domain/person.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { linkCase } from '../../../src/usecases/notices/link-case.ts';
import { linkClusterCases } from '../../../src/usecases/notices/link-cluster-cases.ts';
import { clusterDraft, markClusterDeclared, dismissCluster } from '../../../src/usecases/notices/clusters.ts';
import { findClusters } from '../../../src/usecases/notices/find-clusters.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { newCase, vendor, isolatedTest as base } from '../fixtures.ts';

const it = base
  /** One contact of each of six districts. */
  .extend('contacts', async ({ db, world: _ }): Promise<Contact[]> => {
    const contacts: Contact[] = [];
    for (const name of ['Ash', 'Birch', 'Cedar', 'Elm', 'Fir', 'Oak']) {
      const key = name.toLowerCase();
      const account = await db.prisma.account.create({ data: { key, name: `${name} District`, timezone: 'UTC' } });
      const email = `ann@${key}.example`;
      const data = {
        name: `Ann ${name}`,
        email,
        kind: 'contact' as const,
        accountId: account.id,
        contactType: 'support' as const,
      };
      const { id } = await db.prisma.person.create({ data });
      contacts.push({ ...data, id });
    }
    return contacts;
  })
  .extend(
    'chats',
    ({ db, world }) =>
      (personId: number, directChannel: string) =>
        db.prisma.identity.create({
          data: {
            platform: 'slack',
            workspaceId: vendor,
            userId: `U${directChannel}`,
            homeWorkspace: vendor,
            name: '',
            directChannel,
            personId,
            checkedAt: world.at.now,
          },
        }),
  )
  .extend('lead', { auto: true }, async ({ db, world, chats }): Promise<Advisor> => {
    await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
    await chats(world.max.id, 'D0MAX');
    return { ...world.max, lead: true };
  })
  /** Opens a case for a contact of each of these districts, and returns the numbers. */
  .extend(
    'opened',
    ({ contacts, world }) =>
      async (districts: number[], over: Partial<typeof newCase> = {}): Promise<number[]> => {
        const numbers: number[] = [];
        for (const district of districts) {
          const contact = contacts[district];
          if (!contact) throw new Error(`no district ${district}`);
          const place = { workspaceId: vendor, directChannel: `D0ANN${district}` };
          const outcome = await openCase(
            world.services,
            contact,
            { ...newCase, module: 'Attendance', ...over },
            place,
            world.request(),
          );
          if (outcome !== 'repeat') numbers.push(outcome.number);
        }
        return numbers;
      },
  )
  .extend('later', ({ world }) => (minutes: number): void => {
    world.at.now = new Date(world.at.now.getTime() + minutes * 60_000);
  })
  .extend(
    'clusters',
    { scope: 'file' },
    ({ db }) =>
      () =>
        db.prisma.cluster.findMany({ orderBy: { id: 'asc' }, include: { cases: { orderBy: { number: 'asc' } } } }),
  )
  .extend(
    'numbersOf',
    { scope: 'file' },
    ({ clusters }) =>
      async () =>
        (await clusters()).map(({ cases }) => cases.map(({ number }) => number)),
  )
  /** Lists the channels with a draft, and its version in each. */
  .extend(
    'drafts',
    { scope: 'file' },
    ({ db }) =>
      async () =>
        (
          await db.prisma.delivery.findMany({
            where: { kind: 'cluster' },
            include: { destination: true },
            orderBy: { id: 'asc' },
          })
        ).map(({ destination, desiredVersion }) => `${destination.channelId} ${desiredVersion}`),
  )
  .extend(
    'found',
    ({ world }) =>
      () =>
        findClusters(world.services),
  )
  .extend('incident', ({ world, db, lead }) => async (modules: string[], accountIds: number[] | 'all'): Promise<number> => {
    const at = world.at.now;
    const { id } = await db.prisma.notice.create({
      data: {
        kind: 'incident',
        title: 'Attendance is slow',
        severity: 'major',
        state: 'Investigating',
        modules,
        everyAccount: accountIds === 'all',
        startsAt: at,
        declaredAt: at,
        announcedAt: at,
        ownerId: lead.id,
        accounts: { create: accountIds === 'all' ? [] : accountIds.map((accountId) => ({ accountId })) },
        updates: {
          create: { action: 'declare', state: 'Investigating', body: 'x', authorId: lead.id, authorName: lead.name, at },
        },
      },
    });
    return id;
  });

describe('a cluster', () => {
  it('forms when three accounts open cases on one module within an hour, and sends leads one draft', async ({
    opened,
    found,
    later,
    clusters,
    world,
    contacts,
    drafts,
  }) => {
    await opened([0, 0, 1]);
    await opened([2, 3], { module: 'Fees' });
    expect(await found()).toEqual({ found: 0, joined: 0 });
    later(59);
    await opened([2]);
    expect(await found()).toEqual({ found: 1, joined: 0 });
    const [cluster] = await clusters();
    expect(cluster).toMatchObject({ module: 'Attendance', lastCaseAt: world.at.now });
    expect(cluster?.cases.map(({ accountId }) => accountId)).toEqual([0, 0, 1, 2].map((n) => contacts[n]?.accountId));
    expect(await found()).toEqual({ found: 0, joined: 0 });
    expect(await drafts()).toEqual(['D0MAX 1']);
  });

  it('does not form when the first case is older than an hour', async ({ opened, later, found }) => {
    await opened([0]);
    later(60);
    await opened([1, 2]);
    expect(await found()).toEqual({ found: 0, joined: 0 });
  });

  it('does not count closed cases, contact changes or cases that an open incident explains', async ({
    opened,
    world,
    lead,
    contacts,
    incident,
    found,
    db,
  }) => {
    const [closed = 0] = await opened([0]);
    await closeCase(world.services, lead, { number: closed, reason: 'Withdrawn' }, world.request());
    await opened([1], { caseType: 'Modify Support Contacts' });
    await opened([2, 3, 4]);
    const concerned = [contacts[2]?.accountId ?? 0];
    const id = await incident(['Attendance'], concerned);
    await incident(['Fees'], 'all');
    expect(await found()).toEqual({ found: 0, joined: 0 });
    await db.prisma.notice.update({ where: { id }, data: { everyAccount: true } });
    await opened([5, 0]);
    expect(await found()).toEqual({ found: 0, joined: 0 });
    await db.prisma.notice.update({ where: { id }, data: { closedAt: world.at.now } });
    expect(await found()).toEqual({ found: 1, joined: 0 });
  });

  it('is found and announced once by two processes at the same moment', async ({ opened, found, drafts }) => {
    await opened([0, 1, 2, 3]);
    const runs = await Promise.all([found(), found(), found()]);
    expect(runs.map((run) => run.found).sort()).toEqual([0, 0, 1]);
    expect(await drafts()).toEqual(['D0MAX 1']);
  });

  it('is not created twice while another process is creating it', async ({ opened, db, world, found, clusters }) => {
    await opened([0, 1, 2]);
    await db.prisma.$transaction(async (tx) => {
      await findClusters({ ...world.services, db: { ...db, transaction: (run) => run(tx) } });
      await opened([3, 4, 5]);
      expect(await found()).toEqual({ found: 0, joined: 0 });
    });
    expect(await found()).toEqual({ found: 0, joined: 3 });
    expect(await clusters()).toHaveLength(1);
  });

  it('skips a locked case until the next run without waiting', async ({ opened, db, found }) => {
    const [first = 0] = await opened([0, 1, 2]);
    await db.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`select id from "case" where number = ${first} for no key update`;
      expect(await found()).toEqual({ found: 0, joined: 0 });
    });
    expect(await found()).toEqual({ found: 1, joined: 0 });
  });
});

describe('later cases', () => {
  it('join the cluster and extend its window; after a pause they form a new cluster', async ({
    opened,
    found,
    later,
    numbersOf,
    drafts,
  }) => {
    const first = await opened([0, 1, 2]);
    await found();
    later(50);
    const [second = 0] = await opened([3], { subject: 'Marks are late' });
    later(50);
    const [third = 0] = await opened([0]);
    expect(await found()).toEqual({ found: 0, joined: 2 });
    expect(await numbersOf()).toEqual([[...first, second, third]]);
    expect(await drafts()).toEqual(['D0MAX 2']);
    later(61);
    const wave = await opened([0, 1, 2]);
    expect(await found()).toEqual({ found: 1, joined: 0 });
    expect((await numbersOf())[1]).toEqual(wave);
  });

  it('join a dismissed cluster without notifying anyone; a second wave makes a new draft', async ({
    opened,
    found,
    clusters,
    world,
    lead,
    later,
    drafts,
  }) => {
    await opened([0, 1, 2]);
    await found();
    const [cluster] = await clusters();
    await dismissCluster(world.services, lead, cluster?.id ?? 0, world.request());
    later(30);
    await opened([3, 4, 5]);
    expect(await found()).toEqual({ found: 0, joined: 3 });
    expect(await drafts()).toEqual(['D0MAX 2']); // that it is dismissed
    later(61);
    await opened([3, 4, 5]);
    expect(await found()).toEqual({ found: 1, joined: 0 });
    expect(await drafts()).toEqual(['D0MAX 2', 'D0MAX 1']);
  });

  it('join a declared cluster without being linked to its incident', async ({
    opened,
    found,
    clusters,
    incident,
    contacts,
    db,
    drafts,
  }) => {
    await opened([0, 1, 2]);
    await found();
    const [cluster] = await clusters();
    const id = await incident(['Attendance'], [contacts[0]?.accountId ?? 0]);
    await db.prisma.$transaction((tx) => markClusterDeclared(tx, cluster?.id ?? 0, id));
    await opened([3, 0]);
    expect(await found()).toEqual({ found: 0, joined: 1 });
    expect(await db.prisma.case.count({ where: { incidentId: id } })).toBe(0);
    expect(await drafts()).toEqual(['D0MAX 2']);
  });
});

describe('the draft', () => {
  it('reaches every active lead in their newest conversation, and a new lead with the next case', async ({
    db,
    world,
    later,
    chats,
    lead,
    opened,
    found,
    drafts,
  }) => {
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: true } });
    later(1);
    await chats(lead.id, 'D0NEWER');
    await opened([0, 1, 2]);
    await found();
    expect(await drafts()).toEqual(['D0NEWER 1']);
    await chats(world.tia.id, 'D0TIA');
    await opened([3]);
    await found();
    expect(await drafts()).toEqual(['D0NEWER 2', 'D0TIA 1']);
  });

  it('is mailed to a lead without a conversation that works, once', async ({ db, world, chats, lead, opened, found, drafts }) => {
    await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: true } });
    await chats(world.tia.id, 'D0TIA');
    await db.prisma.identity.updateMany({ where: { personId: lead.id }, data: { directChannel: null } });
    world.services.mail = true;
    await opened([0, 1, 2]);
    await found();
    await opened([3]);
    await found();
    world.services.mail = false;
    expect((await drafts()).toSorted()).toEqual(['D0TIA 2', `${lead.email} 1`]);
  });

  it('goes to the queue of the module when no lead has a conversation with the bot', async ({
    db,
    lead,
    opened,
    found,
    drafts,
  }) => {
    await db.prisma.person.update({ where: { id: lead.id }, data: { active: false } });
    await opened([0, 1, 2], { module: 'Grade Book' });
    await found();
    await opened([3], { module: 'Grade Book' });
    await found();
    expect(await drafts()).toEqual(['C0GRADES 2']);
  });

  it('lists the keywords that half of the cases share, in their most frequent spelling', async ({ opened, found, clusters }) => {
    const says = (district: number, subject: string, description: string) => opened([district], { subject, description });
    await says(0, 'Attendance: marks are late', 'Marking is late at Ash District. Please help, error E4711');
    await says(1, 'Late marks', 'Teachers wait for marks; see https://ash.example/late');
    await says(2, 'Error E4711', `<b onclick="x">marks</b> ${'x'.repeat(5_000)} ${'yes '.repeat(1_000)}`);
    await says(2, 'Parents', 'parents parents ***');
    await found();
    expect((await clusters())[0]?.keywords).toEqual(['marks', 'error', 'late', 'e4711']);
  });

  it('leaves out what tells nothing, and what is common in earlier cases of the same accounts or of all', async ({
    opened,
    found,
    later,
    clusters,
  }) => {
    for (let n = 0; n < 10; n++) {
      await opened([0], { module: 'Fees', subject: `Invoice ${n}`, description: 'Our registrar asks about the ledger.' });
      await opened([5], { module: 'Fees', subject: `Number ${n}`, description: 'The portal lists it twice.' });
    }
    later(24 * 60);
    for (const district of [0, 1, 2])
      await opened([district], {
        subject: 'Blank page since this morning',
        description: 'It happens every morning: our registrar opens the portal and the rollover is frozen.',
      });
    await found();
    expect((await clusters()).at(-1)?.keywords).toEqual(['blank', 'rollover', 'frozen']);
  });

  it('keeps what a wave of cases shares, also where it is filed under other modules', async ({
    opened,
    found,
    later,
    clusters,
  }) => {
    for (let n = 0; n < 12; n++) await opened([n % 3], { module: 'Fees', subject: `Fee ${n}`, description: 'Wrong sum.' });
    later(24 * 60);
    for (const district of [0, 1, 2])
      await opened([district], { subject: 'Rollover frozen', description: 'The rollover is frozen.' });
    for (let n = 0; n < 12; n++)
      await opened([n % 3], { module: 'Fees', subject: 'Rollover frozen', description: 'The rollover is frozen.' });
    await found();
    expect((await clusters()).find(({ module }) => module === 'Attendance')?.keywords).toEqual(['rollover', 'frozen']);
  });

  it('lists no keywords when the cases have nothing in common', async ({ opened, found, clusters, world, lead }) => {
    for (const [n, subject] of ['Alpha', 'Bravo', 'Charlie'].entries()) await opened([n], { subject, description: '…' });
    await found();
    expect((await clusters())[0]?.keywords).toEqual([]);
    const draft = await clusterDraft(world.services, lead, (await clusters())[0]?.id ?? 0);
    expect(draft.title).toBe('Problems with Attendance');
  });
});

describe('a decision', () => {
  let id: number;
  let numbers: number[];
  it.beforeEach(async ({ opened, found, clusters }) => {
    numbers = await opened([2, 0, 1], { subject: 'Late marks', description: 'Late again.' });
    await found();
    id = (await clusters())[0]?.id ?? 0;
  });

  it('starts with what the cases have in common, and names no account to customers', async ({ world, lead, contacts }) => {
    expect(await clusterDraft(world.services, lead, id)).toEqual({
      title: 'Attendance: late, marks',
      message: "We've received several reports of problems with Attendance and are looking into it.",
      modules: ['Attendance'],
      accountIds: [0, 1, 2].map((n) => contacts[n]?.accountId),
    });
  });

  it('is made once, and names its author to a second lead', async ({ world, lead, incident, db, drafts }) => {
    const tia = { ...world.tia, lead: true };
    const request = world.request();
    await dismissCluster(world.services, lead, id, request);
    await dismissCluster(world.services, lead, id, request);
    await dismissCluster(world.services, lead, id, world.request());
    const refused = { code: 'cluster-decided', message: 'Max Reyes dismissed this draft.' };
    await expect(dismissCluster(world.services, tia, id, world.request())).rejects.toMatchObject(refused);
    await expect(clusterDraft(world.services, tia, id)).rejects.toMatchObject(refused);
    const notice = await incident([], 'all');
    await expect(db.prisma.$transaction((tx) => markClusterDeclared(tx, id, notice))).rejects.toMatchObject(refused);
    expect(await drafts()).toEqual(['D0MAX 2']);
  });

  it('links the open cases of affected accounts once when it is declared, after which it cannot be dismissed', async ({
    world,
    lead,
    incident,
    contacts,
    db,
  }) => {
    const [, first = 0, closed = 0] = numbers;
    await closeCase(world.services, lead, { number: closed, reason: 'Withdrawn' }, world.request());
    const notice = await incident(['Attendance'], [contacts[0]?.accountId ?? 0, contacts[1]?.accountId ?? 0]);
    await db.prisma.$transaction((tx) => markClusterDeclared(tx, id, notice));
    expect(await linkClusterCases(world.services)).toEqual({ linked: 1 });
    expect(await linkClusterCases(world.services)).toEqual({ linked: 0 });
    expect(await db.prisma.case.findMany({ where: { incidentId: notice }, select: { number: true } })).toEqual([
      { number: first },
    ]);
    // a case that a person unlinked must stay unlinked
    await linkCase(world.services, lead, { number: first, incidentId: null }, world.request());
    expect(await linkClusterCases(world.services)).toEqual({ linked: 0 });
    await expect(dismissCluster(world.services, lead, id, world.request())).rejects.toMatchObject({
      code: 'cluster-decided',
      message: 'Max Reyes already declared this incident as “Attendance is slow”.',
    });
  });

  it('can be made by leads only', async ({ world }) => {
    await expect(clusterDraft(world.services, world.tia, id)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(async () => dismissCluster(world.services, world.tia, id, world.request())).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });
});
