// A redaction on a real database: a word in every place that can hold one, and nowhere afterwards.
import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { SecretKeys } from '../../../src/ports.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { caseHistory } from '../../../src/usecases/cases/case-history.ts';
import { editPost } from '../../../src/usecases/cases/edit-post.ts';
import { mergeCases } from '../../../src/usecases/cases/merge-cases.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { prepareRedaction, type RedactionInput } from '../../../src/usecases/privacy/prepare-redaction.ts';
import { readRedaction } from '../../../src/usecases/privacy/read-redaction.ts';
import { processRedactions, runRedaction, startRedaction } from '../../../src/usecases/privacy/redact.ts';
import { unreachedLines } from '../../../src/domain/redaction-result.ts';
import { dispatchWaitingEvents } from '../../../src/usecases/webhooks/dispatch.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { parseSearch } from '../../../src/domain/search/parse-query.ts';
import type { Advisor } from '../../../src/domain/person.ts';
import { dumpRows } from '../../database.ts';
import { isolatedTest as test, newCase, plainviewSpace, vendor, type World } from '../fixtures.ts';
import { asLead } from './planted.ts';

const keys: SecretKeys = [randomBytes(32)];
const word = 'Zephyrina Quill';

async function redact(world: World, input: Partial<RedactionInput> & Pick<RedactionInput, 'in'>) {
  const lead = await asLead(world.services.db, world.max);
  const by = { lead, name: lead.name, source: 'slack' };
  const { id, ...prepared } = await prepareRedaction(world.services, by, {
    what: { kind: 'passage', text: word, insideWords: false },
    reason: 'A student was named.',
    ...input,
  });
  const record = await startRedaction(world.services, by, id, world.request());
  if (record === 'repeat') throw new Error('a new request was taken for a repeat');
  // what fails at first is tried again by the clock, in silence
  await runRedaction(world.services, id);
  return { id, prepared, facts: await readRedaction(world.services, lead, record) };
}

/** Where a text is in the database, table by table. */
async function tablesWith({ services }: World, text = word): Promise<string[]> {
  const pattern = new RegExp(text.split(' ').join('|'), 'i');
  return Object.entries(await dumpRows(services.db.url)).flatMap(([table, rows]) => (pattern.test(rows) ? [table] : []));
}

const answers = {
  disruption: 'minor',
  blocked: 'no',
  workaround: 'partial',
  schools: 'one school',
  users: 'one',
  regression: 'no',
};
const triage = { answers, suggested: 'Low', chosen: 'High', by: 'Max Reyes', at: '2026-11-02T15:00:00Z' };

const typedAt = (messageId: string) => ({
  platform: 'slack' as const,
  workspaceId: plainviewSpace,
  channelId: 'D0ADA',
  messageId,
});

/** Puts the word in every place: where people put it, and otherwise in the rows themselves. */
async function everywhere(world: World): Promise<{ number: number; merged: number }> {
  const { services, ada, max, request, db } = { ...world, db: world.services.db };
  const { prisma } = db;
  const number = await world.open({
    subject: `Grade of ${word}`,
    description: `The grade of **Zephyrina** Quill is wrong.`,
    replicationSteps: `Open ${word}`,
    expected: word,
    actual: word.toUpperCase(),
    environment: word,
    impact: `${word} cannot graduate`,
    dueDate: '2026-12-24',
    dueReason: `Report card of ${word}`,
  });
  const merged = await world.open({ subject: `Again ${word}`, description: 'Same.' });
  await addPost(services, ada, { number: merged, text: `It is ${word}.` }, request(typedAt('1.1')));
  await editPost(services, ada, typedAt('1.1'), `It is\n> ${word} again.`, 'edit 1');
  await addNote(services, max, { number, text: `Called the parent of zéphyrina quill.` }, request());
  await mergeCases(services, max, { number: merged, into: number }, request());
  const { id: caseId, accountId } = await prisma.case.findUniqueOrThrow({ where: { number } });
  const at = services.clock.now();
  await prisma.case.update({
    where: { id: caseId },
    data: { scheduledWork: word, closeReason: word, triage: { ...triage, why: word }, contactChange: { do: 'add', name: word, email: 'x@y.example', type: 'support', reason: word } },
  });
  await prisma.replication.create({ data: { caseId, environment: word, steps: word, result: word, byId: max.id, byName: max.name, at } });
  await prisma.satisfaction.create({ data: { caseId, personId: ada.id, askedAt: at, comment: word } });
  await prisma.historyEntry.create({ data: { caseId, at, actorName: 'Max Reyes', action: 'correct', from: word, to: word, why: word } });
  await prisma.draft.create({ data: { personId: ada.id, text: word, link: `https://a.example/Zephyrina%20Quill` } });
  for (const name of [word, `${word}!`])
    await prisma.savedView.create({ data: { personId: max.id, name, nameFolded: name.toLowerCase(), query: `"${word}"` } });
  await prisma.handover.create({
    data: { fromId: max.id, requestedById: max.id, reason: word, total: 1, remaining: [number], createdAt: at },
  });
  await prisma.bulkRun.create({
    data: { personId: max.id, plan: { action: 'close', reason: word, comment: word }, createdAt: at, items: { create: { number, problem: word } } },
  });
  const mail = { fromAddress: 'kim@mail.example', fromName: word, subject: word, text: word, whole: word, receivedAt: at };
  await prisma.incomingMail.create({ data: { ...mail, key: 'k1', state: 'posted', caseId, files: [{ name: `${word}.pdf` }] } });
  await prisma.incomingMail.create({ data: { ...mail, key: 'k2', state: 'waiting' } });
  const defect = await prisma.defect.create({
    data: { number: 'DEV-1', summary: word, releaseNote: word, module: 'Grade Book', severity: 'Low', createdAt: at },
  });
  const cluster = await prisma.cluster.create({ data: { module: 'Grade Book', keywords: ['zephyrina quill', 'grade'], foundAt: at, lastCaseAt: at } });
  await prisma.case.update({ where: { id: caseId }, data: { defectId: defect.id, clusterId: cluster.id } });
  await db.pool.query(
    `insert into access_entry (at, action, source, person_id, account_id, case_id, detail) values ($1, 'search', 'slack', $2, $3, null, $4), ($1, 'search', 'slack', $2, null, null, $4)`,
    [at, max.id, accountId, `text:"${word}"`],
  );
  await prisma.legalHold.create({
    data: { accountId, reason: `Suit of ${word}`, placedBy: 'Max', placedAt: at, liftedBy: 'Max', liftedAt: at },
  });
  await prisma.privacyRecord.create({ data: { at, kind: 'erasure', accountId, subject: word, byName: 'op', reason: word } });
  const post = await prisma.post.findFirstOrThrow({ where: { caseId } });
  await prisma.file.create({
    data: {
      ...{ caseId, postId: post.id, position: 0, name: 'Zephyrina_Quill report.pdf', uploadedByName: 'Ada Park', createdAt: at },
      ...{ state: 'stored', checksum: 'c1', size: 3, mediaType: 'application/pdf' },
    },
  });
  await prisma.file.create({
    data: { caseId, postId: post.id, position: 1, name: 'x.pdf', link: 'https://a.example/Zephyrina%20Quill.pdf', state: 'refused', problem: 'elsewhere', uploadedByName: 'Ada Park', createdAt: at },
  });
  return { number, merged };
} // prettier-ignore

test.beforeEach(async ({ db }) => {
  await db.prisma.$executeRaw`truncate legal_hold, privacy_record, redaction cascade`;
  await db.prisma.$executeRaw`delete from access_entry where set_config('casebridge.access_log', 'clean-up', true) = 'clean-up'`;
});

describe('a redacted passage', () => {
  test('is nowhere in the database, whatever held it, and nothing finds it', async ({ world }) => {
    const { services, max } = world;
    if (services.files) services.files.secretKeys = keys;
    const { number } = await everywhere(world);
    expect((await tablesWith(world)).length).toBeGreaterThan(17);
    const { facts, prepared } = await redact(world, { in: { caseNumber: number } });
    expect(await tablesWith(world)).toEqual([]);
    expect(prepared.cases).toBe(2);
    // the preview shows the counts of what is done
    const { cases, typedMessages, ...done } = facts.result;
    expect(done).toMatchObject(
      Object.fromEntries(Object.entries(prepared.counts).filter(([key]) => !['posts', 'revisions'].includes(key))),
    );
    expect([cases, typedMessages]).toEqual([2, 1]);
    expect(facts).toMatchObject({ subject: `CB-${number}`, byName: 'Max Reyes', reason: 'A student was named.', left: 0 });
    expect(facts.finishedAt).not.toBeNull();
    const search = parseSearch('zephyrina', services.settings);
    if (search.kind === 'feed') throw new Error('not a search');
    expect((await searchCases(services, max, search.query, 'UTC')).rows).toEqual([]);
    // the row with what was looked for stays for a minute, encrypted, and goes with the second look
    expect(await services.db.prisma.redaction.count()).toBe(1);
    world.at.now = new Date(world.at.now.getTime() + 61_000);
    expect(await processRedactions(services)).toEqual({ continued: 0, repeated: 1 });
    expect(await services.db.prisma.redaction.count()).toBe(0);
  });

  test('stays in another account, and in what every account reads, which is named', async ({ world }) => {
    const { services, rosa, request } = world;
    const number = await world.open({ subject: word });
    const other = await openCase(
      services,
      rosa,
      { ...newCase, subject: word },
      { workspaceId: vendor, directChannel: 'D0ROSA' },
      request(),
    );
    await services.db.prisma.cannedAnswer.create({
      data: { key: '0 x', name: 'x', text: word, updatedAt: world.at.now, updatedByName: 'Max' },
    });
    await services.db.prisma.person.update({ where: { id: world.ben.id }, data: { name: `${word} Senior` } });
    const { facts } = await redact(world, { in: { caseNumber: number, wholeAccount: true } });
    expect(facts.result).toMatchObject({ cases: 1, cannedAnswers: 1, directory: 1 });
    const rows = await services.db.prisma.case.findMany({ orderBy: { id: 'asc' }, select: { subject: true, number: true } });
    expect(rows).toEqual([
      { subject: '█████', number },
      { subject: word, number: other === 'repeat' ? 0 : other.number },
    ]);
    expect((await tablesWith(world)).sort()).toEqual(['"case"', 'canned_answer', 'person', 'search_document']);
  });

  test('does not come back with a later edit of the message, and its author learns why', async ({ world }) => {
    const { services, ada, request } = world;
    const number = await world.open();
    await addPost(services, ada, { number, text: `It is ${word}.` }, request(typedAt('2.1')));
    const { facts } = await redact(world, { in: { caseNumber: number } });
    expect(facts.typed).toMatchObject([{ authorName: 'Ada Park', platform: 'slack', caseNumber: number }]);
    expect(await editPost(services, ada, typedAt('2.1'), `It is ${word}!`, 'edit 2')).toMatchObject({ refused: 'redacted' });
    expect(await tablesWith(world)).toEqual([]);
    const post = await services.db.prisma.post.findFirstOrThrow({ where: { originMessageId: '2.1' } });
    expect(post).toMatchObject({ body: 'It is █████.', redactedAt: world.at.now });
  });

  test('is in the history without the text; its reason is for advisors', async ({ world }) => {
    const { services, ada, max } = world;
    const number = await world.open({ subject: word });
    await redact(world, { in: { caseNumber: number } });
    expect((await caseHistory(services, max, number)).entries[0]).toMatchObject({
      action: 'redact',
      actor: 'Max Reyes',
      why: 'A student was named.',
    });
    expect((await caseHistory(services, ada, number)).entries[0]).toMatchObject({ action: 'redact', why: null });
    const { rows } = await services.db.pool.query(`select action, source, person_id from access_entry where action = 'redact'`);
    expect(rows).toEqual([{ action: 'redact', source: 'slack', person_id: max.id }]);
  });

  test('is counted and left where it is a part of longer words, unless that is asked for', async ({ world }) => {
    const number = await world.open({ subject: 'Jon', description: 'Jonathan and Jon' });
    const what = { kind: 'passage' as const, text: 'jon', insideWords: false };
    const { facts } = await redact(world, { in: { caseNumber: number }, what });
    expect(facts.result).toMatchObject({ insideWords: 1 });
    const stored = () => world.services.db.prisma.case.findUniqueOrThrow({ where: { number } });
    expect(await stored()).toMatchObject({ subject: '█████', description: 'Jonathan and █████' });
    await redact(world, { in: { caseNumber: number }, what: { ...what, insideWords: true } });
    expect(await stored()).toMatchObject({ description: '█████athan and █████' });
  });
});

describe('a redaction', () => {
  test('has one effect, and a second one finds nothing and says so', async ({ world }) => {
    const { services, request } = world;
    const number = await world.open({ subject: word });
    const lead = await asLead(world.services.db, world.max);
    const by = { lead, name: lead.name, source: 'slack' };
    const what = { kind: 'passage' as const, text: word, insideWords: false };
    const input = { in: { caseNumber: number }, what, reason: 'Named.' };
    const { id } = await prepareRedaction(services, by, input);
    const pressed = request();
    await startRedaction(services, by, id, pressed);
    expect(await startRedaction(services, by, id, pressed)).toBe('repeat');
    await expect(startRedaction(services, by, id, request())).rejects.toMatchObject({ code: 'redaction-gone' });
    expect(await services.db.prisma.privacyRecord.count()).toBe(1);
    await expect(prepareRedaction(services, by, input)).rejects.toMatchObject({
      code: 'not-found',
      fields: { text: expect.any(String) as string },
    });
  });

  test('is refused for contacts, for advisors who are no leads, for a reason that tells, and for a single letter', async ({
    world,
  }) => {
    const { services, max, tia } = world;
    const number = await world.open({ subject: word });
    const lead = await asLead(world.services.db, world.max);
    const input = (over: Partial<RedactionInput>): RedactionInput => ({
      in: { caseNumber: number },
      what: { kind: 'passage', text: word, insideWords: false },
      reason: 'Named.',
      ...over,
    });
    const asked = (by: Advisor, over: Partial<RedactionInput>) =>
      prepareRedaction(services, { lead: by, name: by.name, source: 'slack' }, input(over));
    await expect(asked(max, {})).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(asked(tia, {})).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(asked(lead, { reason: `About ${word.toUpperCase()}` })).rejects.toMatchObject({ code: 'tells' });
    await expect(asked(lead, { reason: ' ' })).rejects.toMatchObject({ code: 'empty' });
    await expect(asked(lead, { what: { kind: 'passage', text: '**a**', insideWords: true } })).rejects.toMatchObject({
      code: 'too-short',
    });
    await expect(asked(lead, { in: { caseNumber: 99_999 } })).rejects.toMatchObject({ code: 'unknown-case' });
    await expect(asked(lead, { in: { accountKey: 'nowhere' } })).rejects.toMatchObject({ code: 'unknown-account' });
    await expect(asked(lead, { what: { kind: 'file', fileId: 1 } })).rejects.toMatchObject({ code: 'unknown-file' });
    await expect(asked(lead, { what: { kind: 'post', postId: 1 } })).rejects.toMatchObject({ code: 'unknown-post' });
    expect(await services.db.prisma.redaction.count()).toBe(0);
  });

  test('is refused under a legal hold of the case, its account, its contact or an author', async ({ world }) => {
    const { services, ada, ben, request } = world;
    const number = await world.open({ subject: word });
    await addPost(services, ben, { number, text: 'Me too' }, request());
    const { id: caseId } = await services.db.prisma.case.findUniqueOrThrow({ where: { number } });
    for (const subject of [{ caseId }, { accountId: ada.accountId }, { personId: ada.id }, { personId: ben.id }]) {
      const hold = await services.db.prisma.legalHold.create({
        data: { ...subject, reason: 'Suit 12', placedBy: 'Tia Holm', placedAt: world.at.now },
      });
      for (const wholeAccount of [false, true])
        await expect(redact(world, { in: { caseNumber: number, wholeAccount } })).rejects.toMatchObject({
          code: 'on-hold',
          message: expect.stringContaining(`under legal hold ${hold.id} (Suit 12)`) as string,
          next: expect.stringContaining('Tia Holm') as string,
        });
      await services.db.prisma.legalHold.update({ where: { id: hold.id }, data: { liftedAt: world.at.now, liftedBy: 'x' } });
    }
    expect((await redact(world, { in: { caseNumber: number } })).facts.result).toMatchObject({ cases: 1 });
  });

  test('that was killed goes on with the cases that are left', async ({ world }) => {
    const { services, request } = world;
    for (let count = 0; count < 5; count += 1) await world.open({ subject: `${word} ${count}` });
    const lead = await asLead(world.services.db, world.max);
    const by = { lead, name: lead.name, source: 'slack' };
    const input = {
      in: { accountKey: 'plainview' },
      what: { kind: 'passage' as const, text: word, insideWords: false },
      reason: 'Named.',
    };
    const { id } = await prepareRedaction(services, by, input);
    const record = await startRedaction(services, by, id, request(), 2);
    if (record === 'repeat') throw new Error('a new request was taken for a repeat');
    expect(await readRedaction(services, lead, record)).toMatchObject({ finishedAt: null, left: 3, result: { cases: 2 } });
    // two processes at once share what is left
    await Promise.all([runRedaction(services, id), processRedactions(services)]);
    expect(await readRedaction(services, lead, record)).toMatchObject({ left: 0, result: { cases: 5, fields: 5 } });
    expect(await tablesWith(world)).toEqual([]);
  });

  test('takes out a thousand posts and their versions at once', async ({ world }) => {
    const { services, ada } = world;
    const number = await world.open();
    const { id: caseId } = await services.db.prisma.case.findUniqueOrThrow({ where: { number } });
    const row = { caseId, kind: 'public' as const, authorId: ada.id, authorName: ada.name, createdAt: world.at.now };
    await services.db.prisma.post.createMany({
      data: Array.from({ length: 1_200 }, (_, index) => ({ ...row, body: `${index} ${word}` })),
    });
    const { facts } = await redact(world, { in: { caseNumber: number } });
    expect(facts.result).toMatchObject({ posts: 1_200 });
    expect(await tablesWith(world)).toEqual([]);
  });

  test('forgets a preview after an hour', async ({ world }) => {
    const { services } = world;
    const number = await world.open({ subject: word });
    const lead = await asLead(world.services.db, world.max);
    const what = { kind: 'passage' as const, text: word, insideWords: false };
    await prepareRedaction(services, { lead, name: 'x', source: 'slack' }, { in: { caseNumber: number }, what, reason: 'r' });
    world.at.now = new Date(world.at.now.getTime() + 3_700_000);
    await processRedactions(services);
    expect(await services.db.prisma.redaction.count()).toBe(0);
  });
});

describe('a redacted file', () => {
  test('loses its content here and in merged cases, and stays where another account has it', async ({ world }) => {
    const { services, rosa, request, files } = world;
    const put = async (text: string) => files.store.put((async function* () { yield Buffer.from(text); })(), { maxBytes: 100 }); // prettier-ignore
    const content = await put('secret');
    const shared = await put('shared');
    const number = await world.open();
    const merged = await world.open();
    const filesOf = (...all: (typeof content)[]) =>
      all.map((one, index) => ({ name: `report ${index}.txt`, result: { content: one } }));
    await addPost(services, world.ada, { number, text: 'See' }, { ...request(), files: filesOf(content, shared) });
    await addPost(services, world.ada, { number: merged, text: 'See again' }, { ...request(), files: filesOf(content) });
    await mergeCases(services, world.max, { number: merged, into: number }, request());
    const other = await openCase(services, rosa, newCase, { workspaceId: vendor, directChannel: 'D0ROSA' }, request());
    if (other === 'repeat') throw new Error('a new request was taken for a repeat');
    await addPost(services, rosa, { number: other.number, text: 'Mine' }, { ...request(), files: filesOf(shared) });
    const rows = await services.db.prisma.file.findMany({ where: { case: { number } }, orderBy: { id: 'asc' } });
    const { facts } = await redact(world, { in: { caseNumber: number }, what: { kind: 'file', fileId: rows[0]?.id ?? 0 } });
    expect(facts.result).toMatchObject({ files: 2 });
    expect([...files.store.contents.values()].map(String)).toEqual(['shared']);
    const { facts: second } = await redact(world, {
      in: { caseNumber: number },
      what: { kind: 'file', fileId: rows[1]?.id ?? 0 },
    });
    expect(second.result).toMatchObject({ files: 1, otherFiles: 1 });
    expect(await services.db.prisma.file.findMany({ where: { case: { number } } })).toEqual(
      rows.map((): unknown =>
        expect.objectContaining({ name: 'Redacted file', state: 'refused', problem: 'redacted', checksum: null, link: null }),
      ),
    );
    expect((await services.db.prisma.file.findFirstOrThrow({ where: { case: { number: other.number } } })).state).toBe('stored');
  });
});

describe('a redacted post', () => {
  test('loses its text, versions, files and email, and so does what repeats it', async ({ world }) => {
    const { services, ada, max, request } = world;
    const number = await world.open();
    const text = 'My daughter has a peanut allergy.';
    await addPost(services, ada, { number, text: `First ${text}` }, request(typedAt('3.1')));
    await editPost(services, ada, typedAt('3.1'), text, 'edit 3');
    await addNote(services, max, { number, text: `She wrote: ${text}` }, request());
    const { id } = await services.db.prisma.post.findFirstOrThrow({ where: { originMessageId: '3.1' } });
    const { facts } = await redact(world, { in: { caseNumber: number }, what: { kind: 'post', postId: id } });
    expect(facts.result).toMatchObject({ posts: 2, typedMessages: 1 });
    expect(await tablesWith(world, 'peanut')).toEqual([]);
    expect(await services.db.prisma.postRevision.count()).toBe(0);
    const bodies = (
      await services.db.prisma.post.findMany({ where: { case: { number }, kind: { not: 'event' } }, orderBy: { id: 'asc' } })
    ).map(({ body }) => body);
    expect(bodies).toEqual(['█████', 'She wrote: █████']);
  });
});

describe('what other systems took', () => {
  test('is counted in the preview and in the certificate', async ({ world }) => {
    const { services, ada, at, request } = world;
    const { prisma } = services.db;
    const endpoint = { name: 'CRM', nameFolded: 'crm', url: 'https://crm.example/', secret: 'x', createdByName: 'root' };
    await prisma.webhookEndpoint.create({
      data: { ...endpoint, events: [], modules: [], accountIds: [], createdAt: at.now },
    });
    const number = await world.open({ subject: 'A question' });
    await addPost(services, ada, { number, text: `It is ${word}.` }, request());
    await addPost(services, ada, { number, text: 'Thank you.' }, request());
    const defect = { number: 'DEV-1', summary: 'Terms', module: 'Grade Book', severity: 'High' as const, createdAt: at.now };
    const { id: caseId } = await prisma.case.findUniqueOrThrow({ where: { number } });
    const issue = { tracker: 'jira', externalId: '20001', marker: 'cb1', caseId, createdAt: at.now };
    await prisma.case.update({
      where: { number },
      data: { defect: { create: { ...defect, issue: { create: issue } } } },
    });
    await dispatchWaitingEvents(services);
    await prisma.$executeRaw`update delivery set state = 'sent', delivered_version = desired_version, external_id = '200' where kind = 'webhook'`;
    const { prepared, facts } = await redact(world, { in: { caseNumber: number } });
    // the event of the post alone: those of the case and of the other post had nothing of it
    expect(prepared.counts).toMatchObject({ issueCases: 1, webhookEvents: 1 });
    expect(facts.result).toMatchObject({ issueCases: 1, webhookEvents: 1 });
    expect(unreachedLines(facts.result)).toEqual(
      expect.arrayContaining([
        'Development issue that we created from 1 case. Edit it in the tracker.',
        '1 event that webhooks sent to other systems. Ask the people who run those systems.',
      ]),
    );
  });
});

describe('messages that were sent', () => {
  test('are edited, deleted where they cannot be rendered again, and named where nobody can change them', async ({ world }) => {
    const { services, ada, max, request } = world;
    const { prisma } = services.db;
    services.mail = true;
    const number = await world.open({ subject: 'A question' });
    const { id: caseId, accountId } = await prisma.case.findUniqueOrThrow({ where: { number } });
    await addPost(services, max, { number, text: `It is ${word}.` }, request());
    await addPost(services, max, { number, text: 'Another one.' }, request());
    await prisma.$executeRaw`update delivery set state = 'sent', delivered_version = desired_version, started_at = now(), external_id = 'm' || id`;
    const { facts } = await redact(world, { in: { caseNumber: number } });
    const rows = await prisma.delivery.findMany({
      where: { caseId, kind: { in: ['card', 'post'] } },
      include: { destination: true, post: true },
      orderBy: { id: 'asc' },
    });
    const of = (channelId: string, text?: string) =>
      rows
        .filter(({ destination, post }) => destination.channelId === channelId && (text === undefined || post?.body === text))
        .map(({ state, withdrawn, desiredVersion }) => ({ state, withdrawn, desiredVersion }));
    expect(of('D0ADA', 'It is █████.')).toEqual([{ state: 'pending', withdrawn: false, desiredVersion: 2 }]);
    expect(of('D0ADA', 'Another one.')).toEqual([{ state: 'sent', withdrawn: false, desiredVersion: 1 }]);
    // mail that was sent stays, and is counted with its addresses
    expect(of(ada.email, 'It is █████.')).toEqual([{ state: 'sent', withdrawn: false, desiredVersion: 1 }]);
    expect(facts.result).toMatchObject({ mailsOutOfReach: 1, mailAddressees: 1 });
    expect(facts.result['slack']).toBeGreaterThanOrEqual(4);
    expect(unreachedLines(facts.result)[0]).toBe('1 email to 1 address, already sent. Ask the readers to delete it.');

    // years later, the records of the messages of a closed case are gone
    await addPost(services, max, { number, text: `Again ${word}.` }, request());
    await prisma.conversation.updateMany({ where: { caseId }, data: { threadRef: 't' } });
    await prisma.delivery.deleteMany({ where: { post: { body: { contains: 'Again' } } } });
    await prisma.case.update({ where: { id: caseId }, data: { status: 'Closed', closedAt: world.at.now } });
    expect((await redact(world, { in: { caseNumber: number } })).facts.result).toMatchObject({ forgottenMessages: 1 });
    expect(await prisma.privacyRecord.count({ where: { accountId, kind: 'redaction' } })).toBe(2);

    // Ada left, so nothing can be rendered for her
    const second = await world.open({ subject: word });
    await prisma.$executeRaw`update delivery set state = 'sent', delivered_version = desired_version, started_at = now(), external_id = 'm' || id`;
    await prisma.person.update({ where: { id: ada.id }, data: { active: false } });
    await redact(world, { in: { caseNumber: second } });
    const where = { case: { number: second }, destination: { channelId: 'D0ADA' } };
    expect(await prisma.delivery.findMany({ where })).toMatchObject([{ kind: 'card', state: 'pending', withdrawn: true }]);
  });

  test('of a file with the word in its name are deleted and sent again under another name', async ({ world }) => {
    const { services, max, request } = world;
    const { prisma } = services.db;
    if (services.files) services.files.native = { slack: 'everywhere' };
    const number = await world.open();
    await addPost(services, max, { number, text: 'See' }, request());
    const post = await prisma.post.findFirstOrThrow({ where: { case: { number }, body: 'See' } });
    const about = { caseId: post.caseId, postId: post.id, uploadedByName: max.name, createdAt: world.at.now };
    const { id: fileId } = await prisma.file.create({
      data: { ...about, position: 0, name: `${word}.pdf`, state: 'stored', checksum: 'c', size: 1, mediaType: 'application/pdf' },
    });
    const [shown] = await prisma.delivery.findMany({ where: { postId: post.id, kind: 'post' } });
    if (!shown) throw new Error('no delivery');
    const { destinationId, conversationId, caseId, postId } = shown;
    await prisma.delivery.create({
      data: {
        destinationId,
        conversationId,
        caseId,
        postId,
        fileId,
        kind: 'file',
        state: 'sent',
        externalId: 'F1',
        deliveredVersion: 1,
      },
    });
    const { facts } = await redact(world, { in: { caseNumber: number } });
    expect(facts.result).toMatchObject({ fileNames: 1 });
    const files = await prisma.file.findMany({ where: { postId }, orderBy: { id: 'asc' } });
    expect(files).toMatchObject([
      { id: fileId, name: '█████.pdf', deletedBy: 'redaction' },
      { name: '█████.pdf', state: 'stored', checksum: 'c', deletedAt: null },
    ]);
    const sent = await prisma.delivery.findMany({ where: { postId, kind: 'file' }, orderBy: { id: 'asc' } });
    expect(sent[0]).toMatchObject({ fileId, withdrawn: true, state: 'pending' });
    expect(new Set(sent.slice(1).map((one) => one.fileId))).toEqual(new Set([files[1]?.id]));
  });
});
