// `npm run bench -- export [posts]`: a records request of an account with a million posts, or as many as you say. The command runs in a process of
// its own, is killed when half of the cases are written, and continues. Memory may not grow with the number of posts; below 100,000 posts nothing is
// judged, because a process that has just started has not seen its garbage collector yet.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../src/db/client.ts';

const postsPerCase = 50;
const megabyte = 1024 * 1024;
const judgedFrom = 100_000;
/** What the process may need beside what it needed after a tenth of the cases. */
const limitBytes = 64 * megabyte;

/** One run of the command. */
interface Run {
  code: number | null;
  seconds: number;
  /** resident memory at its highest, and at its highest while the first tenth of all cases was written; bytes */
  peak: number;
  early: number;
  output: string;
}

/** Runs the benchmark. @returns whether nothing was lost and the memory stayed flat */
export async function benchExport(db: Database, url: string, posts = 1_000_000): Promise<boolean> {
  const cases = Math.max(10, Math.ceil(posts / postsPerCase));
  const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-bench-export-'));
  try {
    const filling = performance.now();
    await fill(db, cases);
    console.log(`${cases} cases with ${cases * postsPerCase} posts filled in ${since(filling).toFixed(0)} s`);
    const target = path.join(folder, 'records');
    const first = await run(url, target, cases, Math.floor(cases / 2));
    const second = await run(url, target, cases, null);
    const { totals } = JSON.parse(await readFile(path.join(target, 'index.json'), 'utf8')) as { totals: Record<string, number> };
    const bytes = await sizeOf(target);
    const seconds = first.seconds + second.seconds;
    const wholeRate = (cases * postsPerCase) / seconds;
    console.log(`killed after ${first.seconds.toFixed(0)} s, continued for ${second.seconds.toFixed(0)} s`);
    console.log(
      `${(bytes / megabyte).toFixed(0)} MB, ${(bytes / megabyte / seconds).toFixed(1)} MB/s, ${wholeRate.toFixed(0)} posts/s`,
    );
    const isWhole = second.code === 0 && totals.cases === cases && totals.posts === cases * postsPerCase;
    console.log(
      `${totals.cases} cases and ${totals.posts} posts in the archive: ${isWhole ? 'all' : `NOT ALL\n${second.output}`}`,
    );
    const peak = Math.max(first.peak, second.peak);
    const more = peak - first.early;
    const isFlat = more <= limitBytes;
    const verdict = posts < judgedFrom ? 'not judged' : isFlat ? 'held' : 'MISSED';
    console.log(`memory: ${mb(peak)} MB at most, ${mb(more)} MB more than in the first tenth; limit 64 MB: ${verdict}`);
    return isWhole && (isFlat || posts < judgedFrom);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const since = (start: number): number => (performance.now() - start) / 1000;
const mb = (bytes: number): string => (bytes / megabyte).toFixed(0);

/** Fills an account with cases, in statements that the database makes rows of. */
async function fill(db: Database, cases: number): Promise<void> {
  const account = { key: 'plainview', name: 'Plainview School District', timezone: 'America/Chicago' };
  const { id: accountId } = await db.prisma.account.create({ data: account });
  const contact = {
    name: 'Ada Park',
    email: 'ada@plainview.example',
    kind: 'contact',
    accountId,
    contactType: 'support',
  } as const;
  const ada = await db.prisma.person.create({ data: contact });
  const max = await db.prisma.person.create({ data: { name: 'Max Reyes', email: 'max@campus.example', kind: 'advisor' } });
  const at = "timestamptz '2026-11-01T12:00:00Z'";
  await db.pool.query(
    `insert into "case" (account_id, contact_id, advisor_id, status, priority, subject, description, module, case_type, category, source, created_at, updated_at)
     select $1, $2, $3, 'Assigned', 'Medium', 'Bus list ' || n, 'Bus ' || n || ' is missing.', 'Other', 'Question', 'Question', 'mail', ${at}, ${at}
     from generate_series(1, $4::int) n`,
    [accountId, ada.id, max.id, cases],
  );
  await db.pool.query(
    `insert into post (case_id, kind, author_id, author_name, author_side, body, created_at)
     select c.id, 'public', $1, 'Ada Park', 'contact', 'Post ' || n || ' of **' || c.subject || '**. ' || repeat('The list of the third bus is empty again. ', 10),
       ${at} + n * interval '1 minute'
     from "case" c cross join generate_series(1, ${postsPerCase}) n`,
    [ada.id],
  );
  await db.pool.query(
    `insert into access_entry (at, action, source, person_id, account_id, case_id)
     select ${at}, 'view', 'slack', $1, c.account_id, c.id from "case" c`,
    [max.id],
  );
  await db.pool.query('analyze');
}

/** Runs the command. @param killAfter cases after which it is killed; null: it runs to its end */
async function run(url: string, target: string, cases: number, killAfter: number | null): Promise<Run> {
  const start = performance.now();
  const command = path.resolve(import.meta.dirname, '../../src/cli/casebridge.js');
  const child = spawn(process.execPath, [command, 'export', 'account', 'plainview', '--since', '2026-01-01', '--out', target], {
    env: { ...process.env, DATABASE_URL: url, CASEBRIDGE_DATA_DIR: path.join(path.dirname(target), 'data') },
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  let [peak, early, done] = [0, 0, false];
  void ended.then(() => (done = true));
  while (!done) {
    peak = Math.max(peak, await residentBytes(child.pid));
    const written = await linesIn(path.join(target, '.journal.jsonl'));
    if (written <= cases / 10) early = peak;
    if (killAfter !== null && written >= killAfter) child.kill('SIGKILL');
    await Promise.race([ended, wait(250)]);
  }
  const [code] = await ended;
  return { code, seconds: since(start), peak, early, output };
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

/** Counts lines without holding them: the journal of a large account is large. */
async function linesIn(file: string): Promise<number> {
  if (!(await stat(file).catch(() => null))) return 0;
  let lines = 0;
  for await (const _ of createInterface({ input: createReadStream(file) })) lines += 1;
  return lines;
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name))).size;
  return bytes;
}
