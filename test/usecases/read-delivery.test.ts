// The one statement that reads a delivery returns what Prisma returns for the same relations, with every column filled in.
import { expect } from 'vitest';
import { readDelivery, withFacts } from '../../src/usecases/read-delivery.ts';
import { test } from '../chat/harness.ts';

const at = new Date('2026-11-03T16:20:30.123Z');
const day = new Date('2026-12-01');

test('reads what Prisma reads, whatever a case has', async ({ db, world, max }) => {
  const { prisma } = db;
  const former = await prisma.case.findUniqueOrThrow({ where: { number: await world.open() } });
  const number = await world.open();
  await max.command(`watch CB-${number}`);
  await max.command(`claim CB-${number}`);
  await (await max.command(`ask CB-${number}`)).submit({ question: 'Which **term**?' });
  await max.command(`note CB-${number} Only *we* read this.`);
  const { id: caseId, accountId } = await prisma.case.findUniqueOrThrow({ where: { number } });
  const release = await prisma.release.create({ data: { name: '26.4', date: day, publishedAt: at } });
  const defect = await prisma.defect.create({
    data: {
      number: 'DEV-4711',
      summary: 'x',
      module: 'Fees',
      severity: 'High',
      createdAt: at,
      releaseId: release.id,
      state: 'Released',
      fixedAt: at,
      dueAt: at,
      warnedAt: at,
      breachedAt: at,
    },
  });
  const notice = await prisma.notice.create({
    data: {
      kind: 'incident',
      title: 'Grades are late',
      state: 'Investigating',
      severity: 'major',
      startsAt: at,
      declaredAt: at,
      everyAccount: true,
      modules: [],
      ownerId: world.max.id,
    },
  });
  await prisma.account.update({
    where: { id: accountId },
    data: { holidays: 'US-MN', closed: ['2026-12-24'], worked: ['2026-11-27'] },
  });
  await prisma.case.update({
    where: { id: caseId },
    data: {
      ...{
        dueDate: day,
        dueReason: 'Report cards',
        scheduledFor: day,
        scheduledAt: at,
        scheduledWork: 'Update',
        releaseNotifiedAt: at,
      },
      ...{
        triage: { reasons: [{ at: '2026-11-03T16:20:30+00:00' }] },
        pageAt: at,
        paged: [1, 2],
        contactChangedAt: at,
        closedAt: at,
      },
      ...{
        incidentId: notice.id,
        incidentLinkedAt: at,
        defectId: defect.id,
        previousCaseId: former.id,
        snoozes: { '1': at.toISOString() },
        snoozeDueAt: at,
      },
      ...{ subject: '2026-11-03T16:20:30+00:00', closeReason: 'Duplicate of CB-7' },
    },
  });
  await prisma.satisfaction.create({
    data: { caseId, personId: world.ada.id, askedAt: at, answeredAt: at, score: 'okay', comment: 'It took *long*.' },
  });
  const post = await prisma.post.findFirstOrThrow({ where: { caseId, action: 'ask' } });
  await prisma.post.update({ where: { id: post.id }, data: { editedAt: at, platform: 'slack', authorId: world.ada.id } });
  const file = {
    ...{ caseId, postId: post.id, name: 'grades.csv', mediaType: 'text/csv', size: 7, checksum: 'ab', width: 1, height: 2 },
    ...{
      link: 'https://files.example/1',
      problem: 'too-large',
      nextAt: at,
      leaseUntil: at,
      createdAt: at,
      uploadedByName: 'Ada Park',
    },
  };
  const second = await prisma.file.create({ data: { ...file, position: 1, state: 'stored' } });
  await prisma.file.create({ data: { ...file, position: 0, state: 'refused' } });
  const shown = await prisma.delivery.findFirstOrThrow({ where: { postId: post.id, kind: 'post' } });
  const { conversationId, destinationId } = shown;
  await prisma.delivery.create({
    data: { kind: 'file', caseId, postId: post.id, fileId: second.id, conversationId, destinationId },
  });
  await prisma.delivery.create({ data: { kind: 'snooze', caseId, personId: world.max.id, destinationId } });
  const digest = await prisma.digest.create({ data: { personId: world.ada.id, from: at, until: at } });
  await prisma.delivery.create({ data: { kind: 'digest', digestId: digest.id, destinationId } });
  const outage = await prisma.outage.create({
    data: { platform: 'slack', workspaceId: 'T1', channelId: 'C1', code: 'is_archived' },
  });
  await prisma.destination.update({ where: { id: destinationId }, data: { outageId: outage.id } });
  await prisma.delivery.update({
    where: { id: shown.id },
    data: { state: 'dead', errorCode: 'msg_too_long', externalId: '1.2', startedAt: at, sentAt: at, heldUntil: at },
  });

  const ids = await prisma.delivery.findMany({ select: { id: true, kind: true }, orderBy: { id: 'asc' } });
  expect(new Set(ids.map(({ kind }) => kind))).toEqual(new Set(['card', 'post', 'file', 'snooze', 'digest']));
  for (const { id } of ids) {
    const { isUsable, pictures, separateFiles, users, ...row } =
      (await readDelivery({ db }, id)) ?? expect.fail(`no delivery ${id}`);
    expect(row).toEqual(await prisma.delivery.findUniqueOrThrow({ where: { id }, include: withFacts }));
    expect([isUsable, pictures, users].every((one) => one !== undefined)).toBe(true);
    expect(separateFiles).toEqual(row.postId === post.id && row.conversationId === conversationId ? [second.id] : []);
  }
  // columns that hold lists may be null, which Prisma reads as an empty list
  await db.pool.query('update account set closed = null, worked = default; update "case" set paged = default, closed_at = null');
  const card = ids.find(({ kind }) => kind === 'card')?.id ?? 0;
  expect(await readDelivery({ db }, card)).toMatchObject(
    await prisma.delivery.findUniqueOrThrow({ where: { id: card }, include: withFacts }),
  );
  expect(await readDelivery({ db }, 0)).toBeNull();
});
