// An import may be killed at any time, and an export may come again with more in it: nothing is doubled, nothing is lost, and what people changed here
// stays.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Database } from '../../../src/db/client.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { dumpRows } from '../../database.ts';
import { newFolder, test } from './fixtures.ts';
import { csv, writeFiles } from './samples.ts';

const ticketColumns = [
  'Id',
  'Subject',
  'Description',
  'Status',
  'Priority',
  'Requester',
  'Requester email',
  'Assignee email',
  'Created at',
  'Updated at',
  'Organization',
];
const commentColumns = ['Id', 'Ticket id', 'Author email', 'Author', 'Body', 'Public', 'Created at'];

const ticket = (id: number, status = 'open'): string[] => [
  `${id}`,
  `Ticket ${id}`,
  'It does not work',
  status,
  'normal',
  'Ada Park',
  'ada@plainview.example',
  'max@campus.example',
  '2026-03-12T16:05:00Z',
  '2026-03-12T16:05:00Z',
  'plainview',
];
const comment = (id: number, of: number, text: string): string[] => [
  `${id}`,
  `${of}`,
  'max@campus.example',
  'Max Reyes',
  text,
  'true',
  `2026-03-13T10:00:${String(id % 60).padStart(2, '0')}Z`,
];

const withoutTimes = async (db: Database) => {
  const {
    person,
    case: cases,
    post,
    file,
    history_entry,
    imported_case,
    imported_post,
    search_document,
    recipient,
  } = await dumpRows(db.url);
  return { person, cases, post, file, history_entry, imported_case, imported_post, search_document, recipient };
};

test('changes nothing when the same export comes again', async ({ run, folder, db }) => {
  const dir = await newFolder(folder);
  await writeFiles(dir, {
    'tickets.csv': csv(ticketColumns, [ticket(1), ticket(2, 'solved')]),
    'comments.csv': csv(commentColumns, [comment(1, 1, 'ONEMARK'), comment(2, 2, 'TWOMARK')]),
  });
  const first = await run('--from', 'zendesk', dir);
  expect(first.out).toContain('Imported 2 cases from Zendesk, with 2 posts, 0 internal notes and 0 links to files.');
  const before = await withoutTimes(db);
  const second = await run('--from', 'zendesk', dir);
  expect(second.code).toBe(0);
  expect(second.out).toContain('Imported 0 cases');
  expect(second.out).toContain('2 cases and 2 comments had been imported before, and stayed as they are here.');
  expect(await withoutTimes(db)).toEqual(before);
});

test('adds the new comments of a newer export, also without its cases, and keeps what was changed here', async ({
  run,
  folder,
  db,
  world,
}) => {
  const { services, max, ada, request } = world;
  const row = await db.prisma.case.findFirstOrThrow({ where: { importedFrom: 'Zendesk #1' } });
  await addPost(services, max, { number: row.number, text: 'WRITTENHERE' }, request());
  await db.prisma.case.update({ where: { id: row.id }, data: { subject: 'Renamed here', priority: 'High' } });
  const dir = await newFolder(folder);
  await writeFiles(dir, {
    'tickets.csv': csv(ticketColumns, [ticket(1, 'closed')]),
    'comments.csv': csv(commentColumns, [
      comment(1, 1, 'ONEMARK'),
      comment(3, 1, 'THREEMARK'),
      comment(4, 2, 'FOURMARK'),
      comment(5, 99, 'LOSTMARK'),
    ]),
  });
  const { code, out } = await run('--from', 'zendesk', dir);
  expect(code).toBe(0);
  expect(out).toContain('2 comments are new on them');
  expect(out).toContain('look at 1 × status-changed-there');
  expect(out).toContain('skipped 1 × missing-case');
  const after = await db.prisma.case.findUniqueOrThrow({ where: { id: row.id }, include: { posts: true } });
  expect(after).toMatchObject({ subject: 'Renamed here', priority: 'High', status: 'Assigned' });
  expect(after.posts.map(({ body }) => body).filter((body) => /MARK|WRITTEN/.test(body))).toEqual([
    'ONEMARK',
    'WRITTENHERE',
    'THREEMARK',
  ]);
  const found = async (text: string) => (await searchCases(services, ada, parseQuery(text, services.settings), 'UTC')).total;
  expect(await found('THREEMARK')).toBe(1);
  expect(await found('FOURMARK')).toBe(1);
  expect(await found('WRITTENHERE')).toBe(1);
  expect(await found('LOSTMARK')).toBe(0);
});

test('does not bring back a case that was deleted here', async ({ run, folder, db }) => {
  const dir = await newFolder(folder);
  await writeFiles(dir, {
    'tickets.csv': csv(ticketColumns, [ticket(50)]),
    'comments.csv': csv(commentColumns, [comment(500, 50, 'x')]),
  });
  await run('--from', 'zendesk', dir);
  const { id } = await db.prisma.case.findFirstOrThrow({ where: { importedFrom: 'Zendesk #50' } });
  await db.pool.query('delete from history_entry where case_id = $1', [id]);
  await db.pool.query('delete from recipient where case_id = $1', [id]);
  await db.pool.query('delete from post where case_id = $1', [id]);
  await db.pool.query('delete from "case" where id = $1', [id]);
  expect((await run('--from', 'zendesk', dir)).out).toContain('Imported 0 cases');
  expect(await db.prisma.case.count({ where: { importedFrom: 'Zendesk #50' } })).toBe(0);
});

test('tells two instances of a product apart whose ids are the same', async ({ run, folder, db }) => {
  const dir = await newFolder(folder);
  await writeFiles(dir, { 'tickets.csv': csv(ticketColumns, [ticket(1)]) });
  expect((await run('--from', 'zendesk', dir, '--instance', 'north')).out).toContain('Imported 1 case ');
  expect(await db.prisma.case.count({ where: { importedFrom: 'Zendesk #1' } })).toBe(2);
});

test('continues after it was killed in the middle, twice', { timeout: 120_000 }, async ({ run, folder, db }) => {
  const count = 2000;
  const dir = await newFolder(folder);
  const ids = Array.from({ length: count }, (_, index) => 10_000 + index);
  await writeFiles(dir, {
    'tickets.csv': csv(ticketColumns, ids.map((id) => ticket(id))), // prettier-ignore
    'comments.csv': csv(commentColumns, ids.flatMap((id) => [comment(id * 10, id, `A of ${id}`), comment(id * 10 + 1, id, `B of ${id}`)])), // prettier-ignore
  });
  const imported = async (): Promise<number> =>
    db.prisma.importedCase.count({ where: { externalId: { gte: '10000', lte: '11999' } } });
  for (const killAt of [1, count / 2]) {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, ['src/cli/casebridge.js', 'import', 'cases', dir, '--from', 'zendesk'], {
      env: { PATH, HOME, DATABASE_URL: db.url },
      stdio: 'ignore',
    });
    const gone = once(child, 'exit');
    while (child.exitCode === null && (await imported()) < killAt) await wait(5);
    child.kill('SIGKILL');
    await gone;
  }
  expect(await imported()).toBeLessThan(count);
  const { code } = await run('--from', 'zendesk', dir);
  expect(code).toBe(0);
  const { rows } = await db.pool.query<{ cases: number; distinct: number; posts: number; bodies: number; documents: number }>(
    `select count(distinct c.id)::int cases, count(distinct c.imported_from)::int "distinct", count(p.id)::int posts, count(distinct p.body)::int bodies,
       (select count(*)::int from search_document d join "case" x on x.id = d.case_id where x.imported_from ~ '#1[01][0-9]{3}$') documents
     from "case" c left join post p on p.case_id = c.id and p.kind = 'public' where c.imported_from ~ '#1[01][0-9]{3}$'`,
  );
  expect(rows).toEqual([{ cases: count, distinct: count, posts: 2 * count, bodies: 2 * count, documents: count }]);
});

test('lets an advisor claim an imported case, whose SLA starts then', async ({ db, world, run, folder }) => {
  const { services, tia, at, request } = world;
  const dir = await newFolder(folder);
  await writeFiles(dir, { 'tickets.csv': csv(ticketColumns, [[...ticket(70).slice(0, 7), '', ...ticket(70).slice(8)]]) });
  await run('--from', 'zendesk', dir);
  const before = await db.prisma.case.findFirstOrThrow({
    where: { importedFrom: 'Zendesk #70' },
    include: { deliveries: true, conversations: true },
  });
  expect(before).toMatchObject({
    status: 'New',
    sla: null,
    slaDueAt: null,
    slaAlertAt: null,
    pageAt: null,
    deliveries: [],
    conversations: [],
  });
  await claimCase(services, tia, before.number, request());
  const after = await db.prisma.case.findUniqueOrThrow({
    where: { id: before.id },
    include: { conversations: { include: { destination: true } }, deliveries: { orderBy: { id: 'asc' } } },
  });
  expect(after.conversations.map(({ side, destination }) => [side, destination.channelId])).toEqual([['advisor', 'C0QUEUE']]);
  expect(after.deliveries.map(({ kind }) => kind)).toEqual(['card', 'post']);
  expect(after.slaDueAt?.getTime()).toBeGreaterThan(at.now.getTime());
});
