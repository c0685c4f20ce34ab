// Records requests: what is in the archive of an account, what must never be, and that an interrupted export continues.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, vi } from 'vitest';
import { runCli } from '../../../src/cli/index.ts';
import { writeCase } from '../../../src/cli/records/write-case.ts';
import { readBounds, readCases, type CaseRecords, type RecordsRequest } from '../../../src/usecases/access/read-records.ts';
import { writeAccesses } from '../../../src/usecases/access-log.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { deleteTypedPost } from '../../../src/usecases/cases/delete-post.ts';
import { editPost } from '../../../src/usecases/cases/edit-post.ts';
import { openCase } from '../../../src/usecases/cases/open-case.ts';
import { createStore } from '../../../src/files/index.ts';
import { newCase, plainviewSpace, test as base, vendor } from '../../usecases/fixtures.ts';

/** Cases of Plainview beside the one that the tests look at: enough for progress in the middle. */
const many = 150;

const typed = (messageId: string) => ({ platform: 'slack' as const, workspaceId: plainviewSpace, channelId: 'D0ADA', messageId });

const it = base
  .extend('folder', { scope: 'file' }, async ({}, { onCleanup }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-records-'));
    onCleanup(() => rm(folder, { recursive: true }));
    return folder;
  })
  .extend('run', { scope: 'file' }, ({ db, folder }) => async (...args: string[]) => {
    const printed = { out: '', err: '' };
    const code = await runCli(['export', 'account', ...args], {
      environment: { DATABASE_URL: db.url, CASEBRIDGE_DATA_DIR: path.join(folder, 'data') },
      out: (text) => void (printed.out += `${text}\n`),
      err: (text) => void (printed.err += `${text}\n`),
    });
    return { code, ...printed };
  })
  .extend('number', { scope: 'file', auto: true }, async ({ db, world, folder }) => {
    const { services, ada, rosa, max, request } = world;
    const number = await world.open({ subject: 'PLAINVIEWMARK <script>alert(1)</script>', description: 'First line' });
    await addPost(services, ada, { number, text: 'OLDMARK before' }, request(typed('1.1')));
    await editPost(services, ada, typed('1.1'), 'NEWMARK **after** <img src=x onerror=alert(2)>', 'edit:1');
    await addPost(services, ada, { number, text: 'DELETEDMARK soon' }, request(typed('1.2')));
    await deleteTypedPost(services, typed('1.2'), 'delete:1');
    await addNote(services, max, { number, text: 'INTERNALMARK note' }, request());
    const place = { workspaceId: vendor, directChannel: 'D0ROSA' };
    await openCase(services, rosa, { ...newCase, subject: 'RIVERTOWNMARK', description: 'RIVERTOWNMARK' }, place, request());
    const store = createStore({ dataDir: path.join(folder, 'data'), attachments: { bucket: null, scanner: null } });
    const content = async (text: string) => store.put((async function* () { yield Buffer.from(text); })(), { maxBytes: 100 }); // prettier-ignore
    const of = await db.prisma.case.findUniqueOrThrow({ where: { number }, include: { posts: { orderBy: { id: 'asc' } } } });
    const fileOf = async (kind: string, name: string, text: string) => {
      const { checksum, size, mediaType } = await content(text);
      const postId = of.posts.find((post) => post.kind === kind && post.deletedAt === null)?.id ?? null;
      const data = { caseId: of.id, postId, position: 0, name, state: 'stored' as const, checksum, size, mediaType };
      return db.prisma.file.create({ data: { ...data, uploadedByName: 'Ada Park', createdAt: world.at.now } });
    };
    const file = await fileOf('public', 'grades 1.txt', 'FILEMARK');
    const noteFile = await fileOf('note', 'INTERNALMARK.txt', 'INTERNALMARK content');
    const entry = { source: 'slack', at: world.at.now } as const;
    await writeAccesses(db, [
      { ...entry, action: 'view', personId: ada.id, caseNumber: number },
      { ...entry, action: 'search', personId: max.id, caseNumber: number, detail: 'INTERNALMARK word' },
      { ...entry, action: 'download', source: 'web', personId: ada.id, fileId: file.id },
      { ...entry, action: 'download', source: 'web', personId: max.id, fileId: noteFile.id },
      { ...entry, action: 'search', personId: rosa.id, accountId: rosa.accountId, detail: 'RIVERTOWNMARK' },
      { ...entry, action: 'access', personId: max.id, caseNumber: number, detail: 'person:RIVERTOWNMARK' },
    ]);
    await db.pool.query(
      `insert into "case" (account_id, contact_id, priority, subject, description, module, case_type, category, source, created_at, updated_at)
       select $1, $2, 'Low', 'Filler ' || i, 'x', 'Fees', 'Question', 'Question', 'teams', $3, $3 from generate_series(1, ${many}) i`,
      [ada.accountId, ada.id, world.at.now],
    );
    return number;
  });

/** Reads all files of a folder, by their paths. */
async function contentsOf(folder: string): Promise<Map<string, Buffer>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
  return new Map(await Promise.all(files.map(async (file) => [path.relative(folder, file), await readFile(file)] as const)));
}

async function lengthOf(rows: CaseRecords['posts']): Promise<number> {
  let count = 0;
  for await (const _ of rows) count += 1;
  return count;
}

const since = ['--since', '2026-11-01', '--until', '2026-11-10'];

describe('export account', () => {
  it('writes the account’s records without internal notes, and nothing of another account', async ({
    run,
    folder,
    number,
    db,
  }) => {
    const out = path.join(folder, 'plain');
    const { code, out: printed, err } = await run('plainview', ...since, '--out', out);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(printed).toContain(`Wrote ${many + 1} cases, `);
    const files = await contentsOf(out);
    const everything = [...files].map(([name, content]) => `${name}\n${String(content)}`).join('\n');
    for (const mark of ['PLAINVIEWMARK', 'OLDMARK', 'NEWMARK', 'FILEMARK']) expect(everything).toContain(mark);
    for (const mark of ['RIVERTOWNMARK', 'INTERNALMARK', 'DELETEDMARK']) expect(everything).not.toContain(mark);

    const page = String(files.get(`cases/CB-${number}.html`));
    expect(page).toContain('Deleted 2026-11-02 15:00 UTC by Ada Park');
    expect(page).toContain('<strong>after</strong>');
    expect(page).toContain(`href="../files/CB-${number}/`);
    for (const [name, content] of files)
      if (name.endsWith('.html')) expect(String(content), name).not.toMatch(/<script|<img|<[^>]*\son\w+=/i);
    const json = JSON.parse(String(files.get(`cases/CB-${number}.json`))) as Record<string, Record<string, unknown>[]>;
    expect(json.posts?.filter(({ kind }) => kind === 'public')).toMatchObject([
      { body: expect.stringContaining('NEWMARK') as string, revisions: [{ body: 'OLDMARK before' }] },
      { body: null, deletedBy: 'Ada Park', revisions: [] },
    ]);
    expect(json.files).toMatchObject([
      { name: 'grades 1.txt', path: expect.stringMatching(/^files\/CB-\d+\/\d+-grades_1\.txt$/) as string },
    ]);
    expect(String(files.get('index.html'))).toContain(`cases/CB-${number}.html`);
    expect(String(files.get('access.html'))).toContain('Ada Park viewed the case CB-');
    const index = JSON.parse(String(files.get('index.json'))) as { cases: object[]; totals: object };
    expect(index.cases).toHaveLength(many + 1);
    expect(index.totals).toMatchObject({ cases: many + 1, files: 1, missing: 0, accesses: 5 });

    const manifest = JSON.parse(String(files.get('manifest.json'))) as { path: string; bytes: number; sha256: string }[];
    expect(manifest.map((one) => one.path).sort()).toEqual([...files.keys()].filter((name) => name !== 'manifest.json').sort());
    for (const one of manifest) {
      const content = files.get(one.path) ?? Buffer.alloc(0);
      expect({ bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }).toEqual({
        bytes: one.bytes,
        sha256: one.sha256,
      });
    }
    const logged = await db.prisma.accessEntry.findMany({ where: { action: { startsWith: 'records' } } });
    expect(logged).toMatchObject([{ action: 'records', detail: 'since:2026-11-01 until:2026-11-10', source: 'command-line' }]);
    expect((await stat(path.join(out, 'index.html'))).mode & 0o077).toBe(0);
  });

  it('writes internal notes with the flag alone, and the access log says so', async ({ run, folder, db }) => {
    const out = path.join(folder, 'notes');
    expect((await run('plainview', ...since, '--internal-notes', '--out', out)).code).toBe(0);
    const everything = [...(await contentsOf(out)).values()].join('\n');
    expect(everything).toContain('INTERNALMARK note');
    expect(everything).toContain('INTERNALMARK content');
    for (const mark of ['RIVERTOWNMARK', 'DELETEDMARK']) expect(everything).not.toContain(mark);
    expect(await db.prisma.accessEntry.count({ where: { action: 'records-with-notes' } })).toBe(1);
  });

  it('leaves out cases in which nothing happened in the time', async ({ run, folder }) => {
    const out = path.join(folder, 'later');
    expect((await run('plainview', '--since', '2026-11-20', '--until', '2026-11-25', '--out', out)).out).toContain(
      'Wrote 0 cases',
    );
    expect(String((await contentsOf(out)).get('index.html'))).toContain('None.');
  });

  it('continues after kill -9 with the same result', async ({ run, folder, db }) => {
    const [whole, killed] = [path.join(folder, 'whole'), path.join(folder, 'killed')];
    const args = ['export', 'account', 'plainview', ...since, '--out', killed];
    const environment = { ...process.env, DATABASE_URL: db.url, CASEBRIDGE_DATA_DIR: path.join(folder, 'data') };
    const child = spawn(process.execPath, ['src/cli/casebridge.js', ...args], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    child.stdout.once('data', () => child.kill('SIGKILL')); // the first line says that 100 cases are written
    expect(await ended).toBe('SIGKILL');
    const left = await contentsOf(killed);
    expect(left.has('.journal.jsonl')).toBe(true);
    expect(left.has('manifest.json')).toBe(false);

    expect((await run('plainview', '--since', '2026-11-02', '--out', killed)).err).toContain('holds another request');
    const continued = await run('plainview', ...since, '--out', killed);
    expect(continued.out).toContain('Continuing an export that was interrupted.');
    // the entries that these exports are in the access log are not of this time
    expect((await run('plainview', ...since, '--out', whole)).code).toBe(0);
    const [first, second] = [await contentsOf(killed), await contentsOf(whole)];
    expect([...first.keys()].sort()).toEqual([...second.keys()].sort());
    for (const [name, content] of second) expect(first.get(name)?.equals(content), name).toBe(true);
    expect((await run('plainview', ...since, '--out', whole)).err).toContain('is not empty');
  });

  it('reads a long case in batches, whatever its length', async ({ db, world, folder, number }) => {
    const { id, accountId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    await db.pool.query(
      `insert into post (case_id, kind, author_name, body, created_at) select $1, 'public', 'Ada Park', 'post ' || i, $2 from generate_series(1, 3000) i`,
      [id, world.at.now],
    );
    const bounds = await readBounds(db);
    const request: RecordsRequest = {
      accountId,
      since: '2026-11-01T00:00:00Z',
      until: '2026-12-01T00:00:00Z',
      notes: false,
      bounds,
    };
    await db.prisma.file.updateMany({ where: { caseId: id }, data: { deletedAt: world.at.now } });
    const sizes: number[] = [];
    const query = db.pool.query.bind(db.pool) as (...args: unknown[]) => Promise<{ rows: unknown[] }>;
    const counted = (...args: unknown[]): unknown =>
      query(...args).then((result) => {
        sizes.push(result.rows.length);
        return result;
      });
    const spy = vi.spyOn(db.pool, 'query').mockImplementation(counted);
    const store = { open: () => Promise.reject(new Error('no file here')) };
    const { value: cases } = (await readCases(db, request, id - 1).next()) as { value: CaseRecords[] };
    expect(cases).toHaveLength(1);
    const [long] = cases;
    if (!long) throw new Error('no case');
    const done = await writeCase({ store, folder: path.join(folder, 'long') }, long);
    spy.mockRestore();
    expect(done.counts.posts).toBeGreaterThan(3000);
    expect(Math.max(...sizes)).toBe(500);
    expect(sizes.length).toBeGreaterThan(6);
  });

  it('reads cases together only while they have few posts', async ({ db, number, world }) => {
    const { accountId } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    const fillers = await db.prisma.case.findMany({ where: { subject: { startsWith: 'Filler' } }, orderBy: { id: 'asc' } });
    const posts = [300, 150, 50, 1, 600, 500];
    for (const [index, count] of posts.entries())
      await db.pool.query(
        `insert into post (case_id, kind, author_name, body, created_at)
         select $1, 'public', 'Ada Park', 'post ' || i, $3 from generate_series(1, $2::int) i`,
        [fillers[index]?.id, count, world.at.now],
      );
    const period = { since: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z' };
    const request: RecordsRequest = { accountId, ...period, notes: false, bounds: await readBounds(db) };
    const groups: { posts: number[] }[] = [];
    for await (const cases of readCases(db, request, (fillers[0]?.id ?? 0) - 1))
      groups.push({ posts: await Promise.all(cases.map((one) => lengthOf(one.posts))) });
    const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
    expect(groups.slice(0, 4)).toEqual([
      { posts: [300, 150, 50] },
      { posts: [1] },
      { posts: [600] },
      { posts: [500, ...zeros(99)] },
    ]);
    expect(groups.flatMap((group) => group.posts)).toHaveLength(many);
  });
});
