// What a redaction counts, however many cases share it and however often it is looked through, and how many statements it takes.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { countOfAccount, countOfCases } from '../../../src/usecases/privacy/other-systems.ts';
import { qualifyCase } from '../../../src/usecases/defects/qualify-case.ts';
import { prepareRedaction } from '../../../src/usecases/privacy/prepare-redaction.ts';
import { readRedaction } from '../../../src/usecases/privacy/read-redaction.ts';
import { casePlaces, type Area } from '../../../src/usecases/privacy/redact-places.ts';
import { passage } from '../../../src/usecases/privacy/redact-plan.ts';
import { sightInCases } from '../../../src/usecases/privacy/redact-sort.ts';
import { processRedactions, runRedaction, startRedaction } from '../../../src/usecases/privacy/redact.ts';
import { dispatchWaitingEvents } from '../../../src/usecases/webhooks/dispatch.ts';
import type { Services } from '../../../src/usecases/context.ts';
import { statementsOf } from '../../statements.ts';
import { isolatedTest as test, newCase, plainviewSpace, vendor, type World } from '../fixtures.ts';
import { asLead } from './planted.ts';

const word = 'Zephyrina Quill';

test.beforeEach(async ({ db, world }) => {
  await db.prisma.$executeRaw`truncate legal_hold, privacy_record, redaction cascade`;
  if (world.services.files) world.services.files.secretKeys = [randomBytes(32)];
});

/** Starts a redaction of the word in every case of the account, without carrying anything out. */
async function started({ services, max, request }: World) {
  const lead = await asLead(services.db, max);
  const by = { lead, name: lead.name, source: 'slack' };
  const what = { kind: 'passage' as const, text: word, insideWords: false };
  const { id } = await prepareRedaction(services, by, { in: { accountKey: 'plainview' }, what, reason: 'Named.' });
  const record = Number(await startRedaction(services, by, id, request(), 0));
  return { id, facts: () => readRedaction(services, lead, record) };
}

async function lookAgain({ services, at }: World): Promise<void> {
  at.now = new Date(at.now.getTime() + 61_000);
  expect(await processRedactions(services)).toEqual({ continued: 0, repeated: 1 });
}

test('events, issues and messages that both looks come across are counted once', async ({ world }) => {
  const { services, ada, max, at, request } = world;
  const { prisma } = services.db;
  services.mail = true;
  const endpoint = { name: 'CRM', nameFolded: 'crm', url: 'https://crm.example/', secret: 'x', createdByName: 'root' };
  await prisma.webhookEndpoint.create({ data: { ...endpoint, events: [], modules: [], accountIds: [], createdAt: at.now } });
  const number = await world.open({ subject: word });
  const typed = { platform: 'slack' as const, workspaceId: plainviewSpace, channelId: 'D0ADA', messageId: '7.1' };
  await addPost(services, ada, { number, text: `It is ${word}.` }, request(typed));
  await addPost(services, max, { number, text: `About ${word}` }, request());
  const defect = { number: 'DEV-1', summary: 'Terms', module: 'Grade Book', severity: 'High' as const, createdAt: at.now };
  const { id: caseId } = await prisma.case.findUniqueOrThrow({ where: { number } });
  const issue = { tracker: 'jira', externalId: '20001', marker: 'cb1', caseId, createdAt: at.now };
  await prisma.case.update({ where: { number }, data: { defect: { create: { ...defect, issue: { create: issue } } } } });
  await dispatchWaitingEvents(services);
  await prisma.$executeRaw`
    update delivery set state = 'sent', delivered_version = desired_version, started_at = now(), external_id = 'm' || id`;
  const { id, facts } = await started(world);
  await runRedaction(services, id);
  const first = (await facts()).result;
  expect(first).toMatchObject({ cases: 1, issueCases: 1, typedMessages: 1 });
  expect(first['webhookEvents']).toBeGreaterThan(1);
  expect(first['mailsOutOfReach']).toBeGreaterThan(0);
  expect(first['slack']).toBeGreaterThan(0);

  // forms that were open with the text
  await prisma.case.update({ where: { number }, data: { subject: word } });
  await prisma.post.updateMany({ where: { originMessageId: '7.1' }, data: { body: word } });
  await lookAgain(world);
  expect((await prisma.case.findUniqueOrThrow({ where: { number } })).subject).toBe('█████');
  const { fields, posts, ...rest } = (await facts()).result;
  const { fields: _fields, posts: _posts, ...before } = first;
  expect(rest).toEqual(before);
  expect([fields, posts]).toEqual([2, 3]);
  expect(await prisma.redactionCount.count()).toBe(0);
});

test('an issue is counted for the case it was created from, not for the other cases of its defect', async ({ world }) => {
  const { services, rosa, at, request } = world;
  const { prisma } = services.db;
  const numbers = [await world.open({ subject: word }), await world.open({ subject: word }), await world.open()];
  const place = { workspaceId: vendor, directChannel: 'D0ROSA' };
  const opened = await openCase(services, rosa, { ...newCase, subject: word }, place, request());
  if (opened === 'repeat') throw new Error('a new case was taken for a repeat');
  const idOf = async (number = 0) => (await prisma.case.findUniqueOrThrow({ where: { number } })).id;
  const defect = { number: 'DEV-1', summary: 'Terms', module: 'Grade Book', severity: 'High' as const, createdAt: at.now };
  const issue = { tracker: 'jira', externalId: '20001', marker: 'cb1', caseId: await idOf(numbers[1]), createdAt: at.now };
  const { id: defectId } = await prisma.defect.create({ data: { ...defect, issue: { create: issue } } });
  await prisma.case.updateMany({ data: { defectId } });

  const counted = async (what: Promise<{ issueCases: number }>) => (await what).issueCases;
  const ids = await Promise.all(numbers.map(idOf));
  expect(await counted(countOfCases(prisma, ids))).toBe(1);
  expect(await counted(countOfCases(prisma, ids.slice(2)))).toBe(0);
  expect(await counted(countOfAccount(prisma, rosa.accountId))).toBe(0);
  // its case was linked elsewhere since, which takes nothing back from the tracker
  await prisma.case.update({ where: { number: numbers[1] }, data: { defectId: null } });
  expect(await counted(countOfCases(prisma, ids))).toBe(1);
  const { id, facts } = await started(world);
  await runRedaction(services, id);
  expect((await facts()).result).toMatchObject({ cases: 2, issueCases: 1 });
});

test('a run that is killed before it writes its progress loses nothing, and counts nothing twice', async ({ world }) => {
  const { services } = world;
  const { db } = services;
  for (const subject of [word, `${word} and ${word}ian`, `${word}ian`, 'Other']) await world.open({ subject });
  const { id, facts } = await started(world);
  const killed: Services = {
    ...services,
    db: {
      ...db,
      // cases have a time limit of their own, the progress has not
      transaction: (run, limits) => (limits ? db.transaction(run, limits) : Promise.reject(new Error('killed'))),
    },
  };
  await expect(runRedaction(killed, id)).rejects.toThrow('killed');
  expect(await facts()).toMatchObject({ left: 4, result: { cases: 2, fields: 2 } });
  await runRedaction(services, id);
  expect(await facts()).toMatchObject({ left: 0, result: { cases: 2, fields: 2, insideWords: 2 } });
});

test('a case that cannot be changed does not hold up the others, and is tried again', async ({ world }) => {
  const { services } = world;
  const { pool } = services.db;
  const numbers: number[] = [];
  for (let count = 0; count < 4; count += 1) numbers.push(await world.open({ subject: word }));
  const { id, facts } = await started(world);
  await pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
    create trigger refuse before update on "case" for each row when (old.number = ${numbers[2]}) execute function refuse()`);
  await expect(runRedaction(services, id)).rejects.toThrow('cases could not be redacted');
  expect(await facts()).toMatchObject({ left: 1, result: { cases: 3, fields: 3 } });
  await pool.query('drop trigger refuse on "case"; drop function refuse()');
  await runRedaction(services, id);
  expect(await facts()).toMatchObject({ left: 0, result: { cases: 4, fields: 4 } });
});

test('cases without the text take a few statements together, and those with it a transaction each', async ({ world }) => {
  for (let count = 0; count < 40; count += 1) await world.open({ subject: `Question ${count}` });
  await world.open({ subject: word });
  const { id, facts } = await started(world);
  const statements = await statementsOf(() => runRedaction(world.services, id));
  expect(await facts()).toMatchObject({ left: 0, result: { cases: 1 } });
  expect(statements.length).toBeLessThan(120);
  expect(statements.filter((one) => /update .*redaction"? set/i.test(one))).toHaveLength(1);
  expect(statements.filter((one) => one.startsWith('BEGIN')).length).toBeLessThan(20);
});

test('a case is found by each place alone that can have the text', async ({ world }) => {
  const { services, max } = world;
  const { prisma } = services.db;
  const [number, other] = [await world.open(), await world.open()];
  const { id: caseId, accountId } = await prisma.case.findUniqueOrThrow({ where: { number } });
  const { id: otherId } = await prisma.case.findUniqueOrThrow({ where: { number: other } });
  const at = world.at.now;
  const post = await prisma.post.create({ data: { caseId, kind: 'public', authorName: word, body: word, originMessageId: 'k2', createdAt: at } });
  await prisma.postRevision.create({ data: { postId: post.id, body: word, at } });
  await prisma.historyEntry.create({ data: { caseId, at, actorName: word, action: 'correct', why: word } });
  await prisma.replication.create({ data: { caseId, environment: word, steps: word, result: word, byId: max.id, byName: max.name, at } });
  await prisma.file.create({ data: { caseId, position: 0, name: 'a.pdf', state: 'refused', uploadedByName: word, createdAt: at } });
  await prisma.satisfaction.create({ data: { caseId, personId: world.ada.id, askedAt: at, comment: word } });
  const mail = { fromAddress: 'kim@mail.example', fromName: 'x', subject: word, text: 'x', whole: 'x', receivedAt: at, state: 'posted' as const };
  // one that belongs to the case, and one that a post of it was
  await prisma.incomingMail.create({ data: { ...mail, key: 'k1', caseId } });
  await prisma.incomingMail.create({ data: { ...mail, key: 'k2' } });
  const defect = await prisma.defect.create({
    data: { number: 'DEV-1', summary: word, module: 'Grade Book', severity: 'Low', createdAt: at, issue: { create: { tracker: 'jira', title: word, createdAt: at } } },
  });
  const cluster = await prisma.cluster.create({ data: { module: 'Grade Book', keywords: [word], foundAt: at, lastCaseAt: at } });
  await prisma.case.update({ where: { id: caseId }, data: { subject: word, defectId: defect.id, clusterId: cluster.id } });
  await prisma.bulkRun.create({ data: { personId: max.id, plan: { reason: word }, createdAt: at, items: { create: { number, problem: word } } } });
  const area: Area = { accountId, caseIds: [caseId, otherId] };
  const sought = passage(word, false);
  if (!sought) throw new Error('the word is too short');
  for (const place of casePlaces) {
    const seen = await sightInCases(prisma, place, area, sought);
    expect([place.table, seen.map(({ caseIds, isHit }) => [caseIds, isHit])]).toEqual([
      place.table,
      (place.table === 'incoming_mail' ? [caseId, caseId] : [caseId]).map((one) => [[one], true]),
    ]);
  }
}); // prettier-ignore

test('the defect that a case was unlinked from, and the issue that was to be created from it, are found as well', async ({ world }) => {
  const { services, tia, at, request } = world;
  const { prisma } = services.db;
  const [number, other] = [await world.open(), await world.open()];
  const attempt = { environment: 'Staging', steps: 'Open it', result: 'Wrong' };
  const found = { attempt, finding: 'defect' as const, reason: null };
  await qualifyCase(services, tia, { ...found, number, defect: { number: 'DEV-1', summary: `Terms of ${word}`, severity: 'Low' } }, request());
  await qualifyCase(services, tia, { ...found, finding: 'undecided', attempt: null, unlinks: true, reason: 'No', number, defect: null }, request());
  const { id: caseId } = await prisma.case.findUniqueOrThrow({ where: { number: other } });
  const issue = { tracker: 'jira', marker: 'cb1', title: word, body: word, caseId, createdAt: at.now };
  const created = { number: 'DEV-2', summary: word, module: 'Grade Book', severity: 'Low' as const, createdAt: at.now };
  await prisma.defect.create({ data: { ...created, issue: { create: issue } } });
  const { id, facts } = await started(world);
  await runRedaction(services, id);
  expect(await prisma.defect.findMany({ orderBy: { number: 'asc' }, include: { issue: true } })).toMatchObject([
    { summary: 'Terms of █████', issue: null },
    { summary: '█████', issue: { title: '█████', body: '█████' } },
  ]);
  expect((await facts()).result).toMatchObject({ defects: 3, cases: 2 });
}); // prettier-ignore
