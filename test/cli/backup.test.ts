// The drill: a backup while people write, the machine lost, and everything there again.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { openDatabase, type Database } from '../../src/db/client.ts';
import { eraseHome } from '../../src/db/embedded/home.ts';
import { startEmbedded } from '../../src/db/embedded/index.ts';
import { migrate } from '../../src/db/migrate.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { addEndpoint } from '../../src/usecases/webhooks/endpoints.ts';
import { createWorld, type World } from '../usecases/fixtures.ts';
import { startFakeEndpoint } from '../webhooks/fake-endpoint.ts';
import { operator, secretKeys, startWebhookWorker } from '../webhooks/fixtures.ts';
import { openFolder } from '../open-folder.ts';

let folder: string;
let data: string;
let copy: string;

beforeEach(async () => {
  folder = await openFolder('backup');
  data = path.join(folder, 'data');
  copy = path.join(folder, 'backup');
});
afterEach(async () => {
  for (const one of ['data', 'other']) await eraseHome(path.join(folder, one));
  await rm(folder, { recursive: true });
});

async function run(args: string[], environment: Record<string, string> = { CASEBRIDGE_DATA_DIR: data }) {
  const printed = { out: '', err: '' };
  const code = await runCli(args, {
    environment,
    out: (text) => void (printed.out += `${text}\n`),
    err: (text) => void (printed.err += `${text}\n`),
  });
  return { code, ...printed };
}

/** Runs with the embedded database of a data folder, as the bot does. */
async function withBot<T>(dataDir: string, work: (db: Database) => Promise<T>): Promise<T> {
  const server = await startEmbedded(dataDir, { fsync: 'off' });
  await migrate(server.ownerUrl, { role: 'casebridge_app' });
  const db = openDatabase(server.url, { scope: 'operator' });
  try {
    return await work(db);
  } finally {
    await db.close();
    await server.stop();
  }
}

const post = (world: World, number: number, text: string) =>
  addPost(world.services, world.ada, { number, text }, world.request());

const bodies = async (db: Database): Promise<string[]> =>
  (await db.prisma.post.findMany({ where: { kind: 'public' }, orderBy: { id: 'asc' } })).map(({ body }) => body);

/** A command that takes seconds, as on a busy machine, says how far it is. */
const onlyProgress = expect.stringMatching(/^((backed up|restored) \d+ of \d+ tables, [\d,]+ rows\n)*$/) as unknown;

test('brings back every case, post and file that was there when the backup began, and numbers go on', async () => {
  const before: string[] = [];
  await withBot(data, async (db) => {
    const world = await createWorld(db);
    const number = await world.open();
    for (let index = 0; index < 20; index++) {
      before.push(`Post ${index}: tab\there, backslash \\N, “quotes”,\nand a line.`);
      await post(world, number, before.at(-1) ?? '');
    }
    await mkdir(path.join(data, 'attachments/ab/cd'), { recursive: true });
    await mkdir(path.join(data, 'attachments/incoming'), { recursive: true });
    await writeFile(path.join(data, 'attachments/ab/cd/abcd'), 'a file');
    await writeFile(path.join(data, 'attachments/incoming/half'), 'half of one');
    let writing = true;
    const load = (async () => {
      for (let index = 0; writing; index++) {
        await post(world, number, `Meanwhile ${index}`);
        await world.open();
      }
    })();
    const done = await run(['backup', copy]);
    writing = false;
    await load;
    expect(done).toMatchObject({ code: 0, err: onlyProgress });
    expect(done.out).toMatch(/^Backed up \d+ cases?, \d+ posts and 1 file in .*backup\.$/m);
  });
  await eraseHome(data);
  await rm(data, { recursive: true });

  const restored = await run(['restore', copy]);
  expect(restored).toMatchObject({ code: 0, err: onlyProgress });
  expect(await readFile(path.join(data, 'attachments/ab/cd/abcd'), 'utf8')).toBe('a file');
  await expect(readFile(path.join(data, 'attachments/incoming/half'))).rejects.toThrow('ENOENT');
  await withBot(data, async (db) => {
    const all = await bodies(db);
    expect(all.slice(0, before.length)).toEqual(before);
    // the snapshot is one moment: what was written meanwhile is there up to a point, without a gap
    expect(all.slice(before.length)).toEqual(all.slice(before.length).map((_, index) => `Meanwhile ${index}`));
    const { rows } = await db.pool.query<{ orphans: number }>(
      'select count(*)::int orphans from delivery d where d.case_id is not null and not exists (select from "case" c where c.id = d.case_id)',
    );
    expect(rows).toEqual([{ orphans: 0 }]);
    const next = await db.pool.query<{ next: string }>(`select nextval(pg_get_serial_sequence('"case"', 'number')) "next"`);
    const numbers = await db.prisma.case.aggregate({ _max: { number: true } });
    expect(Number(next.rows[0]?.next)).toBeGreaterThan(Number(numbers._max.number));
  });
});

test('refuses a folder in use, a data folder in use, and a backup that is not whole, and leaves nothing half restored', async () => {
  await withBot(data, async (db) => {
    const world = await createWorld(db);
    await post(world, await world.open(), 'Hello');
    await mkdir(copy, { mode: 0o755 });
    expect((await run(['backup', copy])).code).toBe(0);
    // other users of the machine must not read what is about children
    expect((await stat(copy)).mode & 0o777).toBe(0o700);
  });
  expect((await run(['backup', copy])).err).toContain('backup is not empty. Choose a new folder for each backup.');
  expect((await run(['restore', copy])).err).toContain('already holds a database. Stop the bot, and set CASEBRIDGE_DATA_DIR');
  const other = { CASEBRIDGE_DATA_DIR: path.join(folder, 'other') };
  expect((await run(['restore', path.join(folder, 'nowhere')], other)).err).toContain(
    'holds no complete backup: it has no backup.json.',
  );

  const rows = await readFile(path.join(copy, 'post.copy.gz'));
  await writeFile(path.join(copy, 'post.copy.gz'), rows.subarray(0, rows.length - 12));
  const cut = await run(['restore', copy], other);
  expect(cut).toMatchObject({ code: 1, out: '' });
  expect(cut.err).toMatch(/post\.copy\.gz cannot be restored: .*\. Nothing was restored\.$/m);
  await writeFile(path.join(copy, 'post.copy.gz'), rows);
  const manifest = path.join(copy, 'backup.json');
  const whole = await readFile(manifest, 'utf8');
  await writeFile(manifest, whole.replace('"migrations": [', '"migrations": [\n    "29990101000000_future",'));
  expect((await run(['restore', copy], other)).err).toContain(
    'made by a newer version of Casebridge (29990101000000_future). Update first.',
  );
  await writeFile(manifest, whole);
  expect((await run(['restore', copy], other)).code).toBe(0);
  await withBot(other.CASEBRIDGE_DATA_DIR, async (db) => expect(await bodies(db)).toEqual(['Hello']));
});

test('is not complete before the files are copied', async () => {
  await withBot(data, async (db) => {
    await createWorld(db);
    await mkdir(path.join(data, 'attachments'));
    // what cannot be copied ends the copying, as a full disk does
    const blocker = createServer().listen(path.join(data, 'attachments/s'));
    await once(blocker, 'listening');
    const { code, err } = await run(['backup', copy]);
    expect([code, err]).toEqual([1, expect.stringContaining(`nothing was backed up in ${copy}: `)]);
    expect(await readdir(copy)).toEqual([]); // so that the same command works when there is room
    blocker.close();
  });
  const other = { CASEBRIDGE_DATA_DIR: path.join(folder, 'other') };
  expect((await run(['restore', copy], other)).err).toContain('holds no complete backup: it has no backup.json.');
});

test('leaves nothing half restored when the files cannot be copied', async () => {
  await withBot(data, async (db) => void (await createWorld(db)));
  expect((await run(['backup', copy])).code).toBe(0);
  await mkdir(path.join(copy, 'attachments'));
  await writeFile(path.join(copy, 'attachments/a'), 'a file');
  const other = { CASEBRIDGE_DATA_DIR: path.join(folder, 'other') };
  const blocker = createServer().listen(path.join(copy, 'attachments/s'));
  await once(blocker, 'listening');
  expect((await run(['restore', copy], other)).code).not.toBe(0);
  blocker.close();
  await once(blocker, 'close');
  expect(await run(['restore', copy], other)).toMatchObject({ code: 0, err: onlyProgress });
});

test('leaves nothing behind where PostgreSQL could not be started, so that the same command works afterwards', async () => {
  await withBot(data, async (db) => void (await createWorld(db)));
  expect((await run(['backup', copy])).code).toBe(0);
  // the address of the server's socket is too long there, and a file is in the way of the folder that it has instead
  const other = path.join(folder, 'other', 'x'.repeat(100));
  await mkdir(other, { recursive: true });
  const cluster = path.join(await realpath(other), 'postgres');
  const socket = path.join(tmpdir(), `casebridge-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`);
  await writeFile(socket, '');
  onTestFinished(() => rm(socket, { recursive: true, force: true }));
  const failed = await run(['restore', copy], { CASEBRIDGE_DATA_DIR: other });
  expect([failed.code, failed.err]).toEqual([1, expect.stringContaining('is in the way: delete it.')]);
  expect(await readdir(other)).toEqual([]);
  await rm(socket);
  expect(await run(['restore', copy], { CASEBRIDGE_DATA_DIR: other })).toMatchObject({ code: 0, err: onlyProgress });
});

test('backs up no database that is not there, and none that is still empty, and makes none', async () => {
  await mkdir(data);
  const absent = await run(['backup', copy]);
  expect(absent).toEqual({
    code: 1,
    out: '',
    err: `casebridge: ${data} holds no database. Set CASEBRIDGE_DATA_DIR to the folder of the bot\n`,
  });
  expect(await readdir(data)).toEqual([]);
  await (await startEmbedded(data, { fsync: 'off' })).stop();
  expect((await run(['backup', copy])).err).toContain('the database is new and still empty');
  await writeFile(path.join(folder, 'file'), '');
  expect((await run(['backup', path.join(folder, 'file')])).err).toMatch(/file cannot be made: .* Name a new folder\.$/m);
});

test('says how to back up a server of your own', async () => {
  const { code, err } = await run(['backup', copy], { DATABASE_URL: 'postgresql://localhost/casebridge' });
  expect(code).toBe(1);
  expect(err).toContain('pg_dump --enable-row-security --format=custom');
});

test('sends webhook events that waited, repeats those sent after the backup under their IDs, and gives no ID to another event', async () => {
  const endpoint = await startFakeEndpoint();
  onTestFinished(() => endpoint.close());
  const arrived = () =>
    endpoint.received().map(({ id, payload }) => ({ id, text: (payload.data as { post: { text: string } }).post.text }));
  const work = async (services: World['services']): Promise<void> => {
    const worker = startWebhookWorker(services, endpoint);
    await worker.idle();
    await worker.stop();
  };
  const { world, number } = await withBot(data, async (db) => {
    const made = await createWorld(db);
    Object.assign(made.services, { secretKeys, webhookHosts: [endpoint.host] });
    endpoint.now = () => made.at.now;
    const input = { name: 'CRM', url: endpoint.url, events: ['post.created'], modules: [], accountIds: [], internal: false };
    const added = await addEndpoint(made.services, operator, input);
    if (added === 'repeat') throw new Error('an endpoint was taken for a repeat');
    endpoint.secret = added.secret;
    const opened = await made.open();
    await work(made.services); // the post that opened the case
    await post(made, opened, 'in the backup, and sent before');
    await work(made.services);
    await post(made, opened, 'in the backup, and sent after it');
    expect((await run(['backup', copy])).code).toBe(0);
    await post(made, opened, 'lost with the machine');
    await work(made.services);
    return { world: made, number: opened };
  });
  const before = arrived();
  expect(before.slice(-3).map(({ text }) => text)).toEqual([
    'in the backup, and sent before',
    'in the backup, and sent after it',
    'lost with the machine',
  ]);
  await eraseHome(data);
  await rm(data, { recursive: true });
  expect((await run(['restore', copy])).code).toBe(0);
  await withBot(data, async (db) => {
    const services = { ...world.services, db };
    await addPost(services, world.ada, { number, text: 'written since' }, world.request());
    await work(services);
  });
  const [repeated, fresh, ...more] = arrived().slice(before.length);
  expect(more).toEqual([]);
  expect(repeated).toEqual(before.at(-2));
  expect(fresh?.text).toBe('written since');
  expect(before.map(({ id }) => id)).not.toContain(fresh?.id);
});
