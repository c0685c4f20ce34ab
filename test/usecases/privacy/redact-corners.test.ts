// Redactions as a lead under pressure uses them: what happens meanwhile, what is typed badly, and what must stay.
import { describe, expect } from 'vitest';
import { openDatabase } from '../../../src/db/client.ts';
import type { Advisor } from '../../../src/domain/person.ts';
import { unreachedLines } from '../../../src/domain/redaction-result.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { prepareRedaction, type RedactionInput } from '../../../src/usecases/privacy/prepare-redaction.ts';
import { readRedaction } from '../../../src/usecases/privacy/read-redaction.ts';
import { processRedactions, runRedaction, startRedaction } from '../../../src/usecases/privacy/redact.ts';
import { dumpRows } from '../../database.ts';
import { isolatedTest as test, newCase, plainviewSpace, vendor, type World } from '../fixtures.ts';
import { asLead } from './planted.ts';

const word = 'Zephyrina Quill';

async function prepared(world: World, input: Partial<RedactionInput> & Pick<RedactionInput, 'in'>) {
  const lead = await asLead(world.services.db, world.max);
  const by = { lead, name: lead.name, source: 'slack' };
  const what = { kind: 'passage' as const, text: word, insideWords: false };
  return { by, preview: await prepareRedaction(world.services, by, { what, reason: 'A student was named.', ...input }) };
}

async function redact(world: World, input: Partial<RedactionInput> & Pick<RedactionInput, 'in'>) {
  const { by, preview } = await prepared(world, input);
  const record = await startRedaction(world.services, by, preview.id, world.request());
  if (record === 'repeat') throw new Error('a new request was taken for a repeat');
  await runRedaction(world.services, preview.id);
  return { preview, facts: await readRedaction(world.services, by.lead, record) };
}

async function tablesWith({ services }: World): Promise<string[]> {
  return Object.entries(await dumpRows(services.db.url)).flatMap(([table, rows]) => (/zephyrina/i.test(rows) ? [table] : []));
}

const typedAt = (messageId: string) => ({
  platform: 'slack' as const,
  workspaceId: plainviewSpace,
  channelId: 'D0ADA',
  messageId,
});

test.beforeEach(async ({ db }) => {
  await db.prisma.$executeRaw`truncate legal_hold, privacy_record, redaction cascade`;
});

describe('between the preview and the button', () => {
  test('a legal hold stops it', async ({ world }) => {
    const number = await world.open({ subject: word });
    const { by, preview } = await prepared(world, { in: { caseNumber: number } });
    const { id: caseId } = await world.services.db.prisma.case.findUniqueOrThrow({ where: { number } });
    await world.services.db.prisma.legalHold.create({
      data: { caseId, reason: 'Suit 12', placedBy: 'Tia Holm', placedAt: world.at.now },
    });
    await expect(startRedaction(world.services, by, preview.id, world.request())).rejects.toMatchObject({ code: 'on-hold' });
    expect(await world.services.db.prisma.privacyRecord.count()).toBe(0);
    expect((await world.services.db.prisma.case.findUniqueOrThrow({ where: { number } })).subject).toBe(word);
  });

  test('a hold on one case of an account leaves the others redacted, and the certificate says so', async ({ world }) => {
    const { services } = world;
    const [first, second] = [await world.open({ subject: word }), await world.open({ subject: word })];
    const { by, preview } = await prepared(world, { in: { accountKey: 'plainview' } });
    const record = await startRedaction(services, by, preview.id, world.request(), 0);
    const { id: caseId } = await services.db.prisma.case.findUniqueOrThrow({ where: { number: first } });
    await services.db.prisma.legalHold.create({ data: { caseId, reason: 'x', placedBy: 'Tia', placedAt: world.at.now } });
    await runRedaction(services, preview.id);
    const facts = await readRedaction(services, by.lead, Number(record));
    expect(facts.result).toMatchObject({ skipped: 1, cases: 1 });
    expect(unreachedLines(facts.result).join('\n')).toContain('1 case under a legal hold.');
    const subjects = await services.db.prisma.case.findMany({
      where: { number: { in: [first, second] } },
      orderBy: { id: 'asc' },
    });
    expect(subjects.map(({ subject }) => subject)).toEqual([word, '█████']);
  });

  test('somebody who is not a lead anymore, and another lead, cannot press it', async ({ world }) => {
    const { services, tia } = world;
    const number = await world.open({ subject: word });
    const { by, preview } = await prepared(world, { in: { caseNumber: number } });
    const start = (lead: Advisor) => startRedaction(services, { lead }, preview.id, world.request());
    await expect(start({ ...by.lead, lead: false })).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(start({ ...tia, lead: true })).rejects.toMatchObject({ code: 'redaction-gone' });
    expect(await services.db.prisma.privacyRecord.count()).toBe(0);
  });

  test('posts that are written meanwhile are redacted as well, for a minute', async ({ world }) => {
    const { services, ada, request } = world;
    if (services.files) services.files.secretKeys = [Buffer.alloc(32, 1)];
    const number = await world.open({ subject: word });
    const { by, preview } = await prepared(world, { in: { caseNumber: number } });
    await addPost(services, ada, { number, text: `As ${word} said` }, request());
    await startRedaction(services, by, preview.id, request());
    // a form that was open with the text
    await addPost(services, ada, { number, text: `Once more: ${word}` }, request());
    world.at.now = new Date(world.at.now.getTime() + 61_000);
    await processRedactions(services);
    expect(await tablesWith(world)).toEqual([]);
    expect(await services.db.prisma.redaction.count()).toBe(0);
    if (services.files) services.files.secretKeys = null;
  });
});

describe('a redaction in an account', () => {
  test('leaves the same text in another account, also of a contact of both', async ({ world }) => {
    const { services, rosa, ada, request } = world;
    const { prisma } = services.db;
    const number = await world.open({ subject: word });
    await prisma.membership.create({ data: { personId: ada.id, accountId: rosa.accountId, contactType: 'support' } });
    const other = await openCase(
      services,
      rosa,
      { ...newCase, subject: word },
      { workspaceId: vendor, directChannel: 'D0ROSA' },
      request(),
    );
    if (other === 'repeat') throw new Error('a new request was taken for a repeat');
    const at = world.at.now;
    await prisma.savedView.create({ data: { personId: rosa.id, name: word, nameFolded: word.toLowerCase(), query: 'x' } });
    const mail = {
      fromAddress: 'x@y.example',
      fromName: 'x',
      text: word,
      whole: word,
      receivedAt: at,
      state: 'waiting' as const,
    };
    await prisma.incomingMail.create({ data: { ...mail, key: 'other', subject: 'x', personId: rosa.id } });
    await redact(world, { in: { caseNumber: number, wholeAccount: true } });
    expect(await prisma.case.findMany({ orderBy: { id: 'asc' }, select: { subject: true } })).toEqual([
      { subject: '█████' },
      { subject: word },
    ]);
    expect((await tablesWith(world)).sort()).toEqual(['"case"', 'incoming_mail', 'saved_view', 'search_document']);
  });
});

describe('a redaction of a case', () => {
  test('names the messages whose files had the text in their names, and takes no later edit of them', async ({ world }) => {
    const { services, ada, request } = world;
    const { prisma } = services.db;
    const number = await world.open();
    await addPost(services, ada, { number, text: 'See' }, request(typedAt('9.1')));
    const post = await prisma.post.findFirstOrThrow({ where: { originMessageId: '9.1' } });
    const about = { caseId: post.caseId, postId: post.id, uploadedByName: ada.name, createdAt: world.at.now };
    const stored = { state: 'stored' as const, checksum: 'c', size: 1, mediaType: 'application/pdf' };
    await prisma.file.create({ data: { ...about, ...stored, position: 0, name: `${word}.pdf` } });
    const { facts } = await redact(world, { in: { caseNumber: number } });
    expect(facts.result).toMatchObject({ fileNames: 1, typedMessages: 1, unreadFiles: 1 });
    expect(facts.typed).toMatchObject([{ authorName: 'Ada Park', caseNumber: number }]);
    expect(unreachedLines(facts.result).join('\n')).toContain('1 file was not opened.');
  });

  test('changes the names of imported authors, who are in no directory, and counts addresses of strangers', async ({ world }) => {
    const { services } = world;
    const { prisma } = services.db;
    const number = await world.open({ subject: word });
    const { id: caseId } = await prisma.case.findUniqueOrThrow({ where: { number } });
    const at = world.at.now;
    await prisma.post.create({ data: { caseId, kind: 'public', authorName: word, body: 'Hi', createdAt: at } });
    await prisma.historyEntry.create({ data: { caseId, at, actorName: word, action: 'post' } });
    await prisma.file.create({
      data: {
        caseId,
        position: 0,
        name: 'a.pdf',
        link: 'https://a.example/a',
        state: 'refused',
        problem: 'elsewhere',
        uploadedByName: word,
        createdAt: at,
      },
    });
    await prisma.incomingMail.create({
      data: {
        key: 'stranger',
        fromAddress: 'zephyrina.quill@a.example',
        fromName: 'x',
        subject: 'x',
        text: 'x',
        whole: 'x',
        receivedAt: at,
        state: 'waiting',
      },
    });
    const { preview, facts } = await redact(world, { in: { caseNumber: number } });
    expect(facts.result).toMatchObject({ authors: 3, senders: 1 });
    expect(preview.counts).toMatchObject({ authors: 3, senders: 1 });
    expect(await tablesWith(world)).toEqual(['incoming_mail']);
  });

  test('uses one connection at a time, so that it never waits for itself', async ({ world }) => {
    const { services } = world;
    const number = await world.open({ subject: word });
    await services.db.prisma
      .$executeRaw`update delivery set state = 'sent', delivered_version = desired_version, started_at = now(), external_id = 'm' || id`;
    // a quarter is for searches, which leaves one
    const db = openDatabase(services.db.url, { connections: 2, scope: 'operator' });
    try {
      const narrow = { ...world, services: { ...services, db } };
      const { facts } = await redact(narrow, { in: { caseNumber: number } });
      expect(facts.result).toMatchObject({ fields: 1 });
      expect(facts.result['slack']).toBeGreaterThan(0);
    } finally {
      await db.close();
    }
  });

  test('of a word that is everywhere takes ten thousand posts', { timeout: 120_000 }, async ({ world }) => {
    const { services, ada } = world;
    const { prisma } = services.db;
    const number = await world.open();
    const { id: caseId } = await prisma.case.findUniqueOrThrow({ where: { number } });
    const row = { caseId, kind: 'public' as const, authorId: ada.id, authorName: ada.name, createdAt: world.at.now };
    await prisma.post.createMany({
      data: Array.from({ length: 10_000 }, (_, index) => ({ ...row, body: `${index} in the end` })),
    });
    // each is shown in two conversations
    await prisma.$executeRaw`
      insert into delivery (destination_id, conversation_id, case_id, post_id, kind, state, external_id, delivered_version, started_at)
      select k.destination_id, k.id, ${caseId}, p.id, 'post', 'sent', 'x' || k.id || '.' || p.id, 1, now()
      from post p, conversation k where p.case_id = ${caseId} and k.case_id = ${caseId} and p.body like '% in the end'`;
    const what = { kind: 'passage' as const, text: 'the', insideWords: false };
    const { preview, facts } = await redact(world, { in: { caseNumber: number }, what });
    expect(preview.counts).toMatchObject({ posts: 10_000 });
    expect(facts.result).toMatchObject({ posts: 10_000 });
    expect(facts.result['slack']).toBeGreaterThanOrEqual(20_000);
  });
});
