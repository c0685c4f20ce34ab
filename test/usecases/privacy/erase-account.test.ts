// Erasing an account: no text, name, file or message of it is left, and nothing of other accounts changes.
import { describe, expect } from 'vitest';
import { dumpRows } from '../../database.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { emptyDirectory } from '../../../src/usecases/people/directory.ts';
import { readCertificate } from '../../../src/usecases/privacy/certificate.ts';
import { previewAccountErasure, startAccountErasure } from '../../../src/usecases/privacy/erase-account-start.ts';
import { dispatchWaitingEvents } from '../../../src/usecases/webhooks/dispatch.ts';
import { prepareRedaction } from '../../../src/usecases/privacy/prepare-redaction.ts';
import { startRedaction } from '../../../src/usecases/privacy/redact.ts';
import { continueErasure } from '../../../src/usecases/privacy/erase-continue.ts';
import { placeHold } from '../../../src/usecases/privacy/legal-hold.ts';
import type { Database } from '../../../src/db/client.ts';
import { newCase, plainviewSpace, vendor, type World } from '../fixtures.ts';
import { it, plant, planted } from './planted.ts';

const operator = { operator: 'ops' };
const input = { key: 'plainview', reason: 'The contract ended' };

/** Makes the platforms delete what is to be deleted. */
async function deleteMessages(db: Database): Promise<void> {
  await db.pool.query(
    `update delivery set state = 'sent', delivered_version = desired_version where withdrawn and state in ('pending', 'sending')`,
  );
}

/** A case of another account, and a file that both accounts have. */
async function others(db: Database, { services, rosa, request, files }: World, number: number): Promise<void> {
  const place = { workspaceId: vendor, directChannel: 'D0ROSA' };
  const opened = await openCase(
    services,
    rosa,
    { ...newCase, subject: 'Rivertown case', description: 'Another text.' },
    place,
    request(),
  );
  if (opened === 'repeat') throw new Error('a repeat');
  await addPost(services, rosa, { number: opened.number, text: 'Secret of Rivertown' }, request());
  const of = async (text: string) =>
    files.store.put([Buffer.from(text)] as unknown as AsyncIterable<Uint8Array>, { maxBytes: 100 });
  const [shared, own] = [await of('shared content'), await of('own content')];
  const file = async (caseNumber: number, { checksum, size, mediaType }: typeof shared) => {
    const { id: caseId } = await db.prisma.case.findUniqueOrThrow({ where: { number: caseNumber } });
    const { id: postId } = await db.prisma.post.findFirstOrThrow({ where: { caseId }, orderBy: { id: 'asc' } });
    const more = { uploadedByName: 'x', createdAt: new Date(0) };
    await db.prisma.file.create({
      data: { caseId, postId, position: 0, name: 'a.txt', state: 'stored', checksum, size, mediaType, ...more },
    });
  };
  await file(number, shared);
  await file(number, own);
  await file(opened.number, shared);
}

/** Ada wrote on a case of Rivertown once, and an import and a redaction are remembered. */
async function traces(db: Database, { services, ada, rosa, at }: World, number: number): Promise<void> {
  const of = await db.prisma.case.findFirstOrThrow({ where: { accountId: rosa.accountId } });
  const written = { caseId: of.id, kind: 'public' as const, authorSide: 'contact' as const, createdAt: at.now };
  await db.prisma.post.create({ data: { ...written, authorId: ada.id, authorName: 'Ada Park', body: 'I help out.' } });
  const { id: caseId } = await db.prisma.case.update({ where: { number }, data: { importedFrom: 'Zendesk 4711' } });
  const post = await db.prisma.post.findFirstOrThrow({ where: { caseId } });
  const imported = { origin: 'zendesk', externalId: '4711' };
  await db.prisma.importedCase.create({ data: { ...imported, caseId, status: 'closed', importedAt: at.now } });
  await db.prisma.importedPost.create({ data: { ...imported, postId: post.id } });
  const by = { lead: null, name: 'ops', source: 'command-line' };
  const what = { kind: 'passage' as const, text: 'Please help', insideWords: false };
  const prepared = { in: { accountKey: 'plainview' }, what, reason: 'Named' };
  await prepareRedaction(services, by, prepared);
  const { id } = await prepareRedaction(services, by, prepared);
  await startRedaction(services, by, id, undefined, 0);
}

/** Rows of the dump that belong to Rivertown. */
async function ofRivertown(db: Database, accountId: number): Promise<Record<string, unknown[]>> {
  const read = async (sql: string): Promise<unknown[]> => (await db.pool.query<object>(sql, [accountId])).rows;
  const cases = `(select id from "case" where account_id = $1)`;
  return {
    cases: await read(`select * from "case" where account_id = $1 order by id`),
    people: await read(`select * from person where account_id = $1 order by id`),
    ...Object.fromEntries(
      await Promise.all(
        ['post', 'history_entry', 'file', 'recipient', 'conversation', 'delivery', 'search_document'].map(
          async (table) => [table, await read(`select * from ${table} where case_id in ${cases} order by 1`)] as const,
        ),
      ),
    ),
  };
}

const secrets = [
  ...planted.names,
  ...planted.emails,
  'Plainview School District',
  'Ben Ode',
  'Teachers see last term',
  plainviewSpace,
  'plainview',
  'Zendesk 4711',
  'quuxington',
];

describe('what is left of an account', () => {
  it('are facts without texts and names, and other accounts are as they were', async ({ db, world }) => {
    const { services, files, ada, rosa } = world;
    const endpoint = { name: 'CRM', nameFolded: 'crm', url: 'https://crm.example/', secret: 'x', createdByName: 'root' };
    await db.prisma.webhookEndpoint.create({
      data: { ...endpoint, events: [], modules: [], accountIds: [], createdAt: world.at.now },
    });
    const { number } = await plant(db, world);
    await others(db, world, number);
    await traces(db, world, number);
    await dispatchWaitingEvents(services);
    await db.pool.query("update delivery set state = 'sent', external_id = '200' where kind = 'webhook'");
    const preview = await previewAccountErasure(services, operator, 'plainview');
    expect(preview.others.webhookEvents).toBeGreaterThan(2);
    const before = await ofRivertown(db, rosa.accountId);
    const id = await startAccountErasure(services, operator, input);
    expect(await continueErasure(services, id)).toBe('waiting');
    await deleteMessages(db);
    expect(await continueErasure(services, id)).toBe('done');
    const after = await ofRivertown(db, rosa.accountId);
    // the cards of the case that she wrote on are shown again, with the pseudonym
    const { rows } = await db.pool.query<object>('select 1 from delivery where case_id = $1 and desired_version > 2', [
      (after['cases']?.[0] as { id: number }).id,
    ]);
    expect(rows).toHaveLength(2);
    const renamed = JSON.stringify(before).replaceAll('Ada Park', `Former contact ${ada.id}`);
    const withoutVersion = (text: string): unknown =>
      JSON.parse(text.replaceAll(/"desired_version":\d+/g, '"desired_version":0'));
    expect(withoutVersion(JSON.stringify(after))).toEqual(withoutVersion(renamed));
    const dump = await dumpRows(db.url);
    const left = Object.entries(dump).filter(([, rows]) => secrets.some((one) => rows.toLowerCase().includes(one.toLowerCase())));
    expect(left).toEqual([]);
    expect([...files.store.contents.values()].map(String)).toEqual(['shared content']);
    expect(await db.prisma.redaction.count()).toBe(0);
    expect(await db.prisma.privacyRecord.count({ where: { finishedAt: null } })).toBe(0);
    // the next import of the same export brings nothing back
    expect(await db.prisma.importedCase.findFirstOrThrow()).toMatchObject({ externalId: '4711', caseId: null });
    expect(await db.prisma.importedPost.findFirstOrThrow()).toMatchObject({ externalId: '4711', postId: null });
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({
      ...{
        subject: 'Erased',
        description: '',
        status: 'Closed',
        priority: 'Medium',
        module: 'Grade Book',
        accountId: ada.accountId,
      },
    });
    for (const count of [
      await db.prisma.delivery.count({ where: { case: { accountId: ada.accountId } } }),
      await db.prisma.file.count({ where: { case: { accountId: ada.accountId } } }),
      await db.prisma.conversation.count({ where: { case: { accountId: ada.accountId } } }),
      await db.prisma.workspace.count({ where: { externalId: plainviewSpace } }),
      await db.prisma.channel.count({ where: { workspaceId: plainviewSpace } }),
    ])
      expect(count).toBe(0);
    const { text } = await readCertificate(services, operator, id, String);
    expect(text).toContain('The contract ended');
    expect(text).toMatch(/\d+ messages to be deleted in Slack and Teams/);
    expect(text).toMatch(/\d+ emails? that (was|were) sent/);
    expect(text).toMatch(/- \d+ events that webhooks sent to other systems\./);
    expect(text).toContain('- What other systems read through the API.');
    expect(secrets.filter((one) => text.toLowerCase().includes(one.toLowerCase()))).toEqual([]);
    const accounts = {
      listed: [{ key: 'plainview', name: 'Plainview', timezone: 'UTC', holidays: null, closed: [], worked: [], line: 1 }],
      removed: [],
    };
    const imported = await importDirectory(services, { ...emptyDirectory(), accounts });
    expect(imported.accounts).toMatchObject({ added: [], erased: ['plainview'] });
  });

  it('is the same when it is killed after every batch and step', { timeout: 120_000 }, async ({ db, world }) => {
    const { number } = await plant(db, world);
    const id = await startAccountErasure(world.services, operator, input);
    const seen = new Set<string>();
    for (let runs = 0; runs < 200; runs++) {
      await deleteMessages(db);
      const ended = await continueErasure(world.services, id, (step) => {
        seen.add(step);
        throw new Error('killed');
      }).catch((error: unknown) => String(error));
      if (ended === 'done') break;
    }
    expect(seen.has('cases') && seen.has('contents') && seen.has('finish')).toBe(true);
    const dump = await dumpRows(db.url);
    const left = Object.entries(dump).filter(([, rows]) => secrets.some((one) => rows.toLowerCase().includes(one.toLowerCase())));
    expect(left).toEqual([]);
    expect(await db.prisma.case.findUniqueOrThrow({ where: { number } })).toMatchObject({ subject: 'Erased' });
  });
});

it('leaves a case for later that somebody is changing, and erases the others meanwhile', async ({ db, world }) => {
  const { services, ada } = world;
  const first = await world.open();
  for (let more = 0; more < 3; more += 1) await world.open();
  const somebody = await db.pool.connect();
  await somebody.query('begin');
  await somebody.query('select from "case" where number = $1 for update', [first]);
  const id = await startAccountErasure(services, operator, input);
  expect(await continueErasure(services, id)).toBe('waiting');
  const left = (): Promise<{ number: number }[]> =>
    db.prisma.case.findMany({ where: { accountId: ada.accountId, erasedAt: null }, select: { number: true } });
  expect(await left()).toEqual([{ number: first }]);
  await somebody.query('commit');
  somebody.release();
  await continueErasure(services, id);
  expect(await left()).toEqual([]);
  await deleteMessages(db);
  expect(await continueErasure(services, id)).toBe('done');
});

it('erases a case as well whose opening had begun before, and ended while the account was erased', async ({ db, world }) => {
  const { services, ada } = world;
  await world.open();
  const id = await startAccountErasure(services, operator, input);
  const killed = continueErasure(services, id, (step) => {
    if (step === 'destinations') throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  await db.pool.query(
    `insert into "case" (account_id, contact_id, status, priority, subject, description, module, case_type, category, source, created_at, updated_at)
     values ($1, $2, 'New', 'Low', 'Late', 'x', 'Fees', 'Question', 'Question', 'teams', $3, $3)`,
    [ada.accountId, ada.id, world.at.now],
  );
  await deleteMessages(db);
  expect(await continueErasure(services, id)).toBe('done');
  expect(await db.prisma.case.count({ where: { accountId: ada.accountId, erasedAt: null } })).toBe(0);
  const { result } = await db.prisma.privacyRecord.findUniqueOrThrow({ where: { id } });
  expect(result).toMatchObject({ done: { cases: 2 } });
});

it('is refused while a hold is on the account, a case or a person of it', async ({ db, world }) => {
  const { number, zelda } = await plant(db, world);
  for (const subject of ['plainview', `CB-${number}`, zelda.email]) {
    const { id } = await placeHold(world.services, operator, { subject, reason: 'Smith v. District' });
    await expect(startAccountErasure(world.services, operator, input)).rejects.toMatchObject({ code: 'on-hold' });
    await db.prisma.legalHold.delete({ where: { id } });
  }
  for (const person of [world.tia, world.ben])
    await expect(startAccountErasure(world.services, { person, source: 'slack' }, input)).rejects.toMatchObject({
      code: 'not-allowed',
    });
});
