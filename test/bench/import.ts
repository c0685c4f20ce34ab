// `npm run bench -- import [cases]`: an export of Zendesk with that many cases and five comments each, which the command imports while it is killed
// twice with SIGKILL. Nothing may be doubled or lost, nothing may be sent, the memory must not grow with the export, and all three runs together
// may take ten minutes for 100,000 cases.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import { formatCount } from '../../src/domain/text/numbers.ts';
import type { Database } from '../../src/db/client.ts';

/** Comments of each case; every fifth is internal. */
const commentsEach = 5;
/** Ten minutes for 100,000 cases; smaller exports are not judged. */
const [judgedCases, maxSeconds] = [100_000, 600];
/** Megabytes that the memory may grow by between the first and the last third of the time in which cases are written. */
const maxGrowth = 60;

const vocabulary =
  'grade book issue attendance teacher student report login error school schedule class import export transcript missing page cannot save slow parent portal password room bus lunch fee state enrollment calendar roster'.split(' '); // prettier-ignore

/** Runs the bench and prints what it measured. @param db empty @returns whether everything held */
export async function benchImport(db: Database, cases: number): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-import-'));
  try {
    await db.pool.query(
      `insert into account (key, name, timezone) select 'd' || n, 'District ' || n, 'America/Chicago' from generate_series(0, 199) n`,
    );
    await db.pool.query(
      `insert into person (email, name, kind) select 'agent' || n || '@campus.example', 'Agent ' || n, 'advisor' from generate_series(0, 19) n`,
    );
    const megabytes = (await writeExport(folder, cases)) / 1024 / 1024;
    console.log(
      `wrote ${formatCount(cases)} cases and ${formatCount(cases * commentsEach)} comments, ${megabytes.toFixed(0)} MB`,
    );
    const runs: Run[] = [];
    for (const share of [0.3, 0.7, null])
      runs.push(await runUntil(db, folder, share === null ? null : Math.floor(cases * share)));
    for (const { seconds, cpu, peak, growth, cases: done, killed } of runs)
      console.log(
        `${killed ? 'killed after' : 'ended after'} ${seconds.toFixed(1)} s (CPU ${cpu.toFixed(1)} s) with ${formatCount(done)} cases; peak ${peak.toFixed(0)} MB, growth ${growth.toFixed(0)} MB`,
      );
    const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
    const wrong = await countWrong(db, cases);
    for (const line of wrong) console.log(`WRONG: ${line}`);
    const isFast = cases < judgedCases || seconds <= maxSeconds;
    const isFlat = cases < judgedCases || runs.every(({ growth }) => growth <= maxGrowth);
    console.log(
      `${seconds.toFixed(1)} s in all, ${(cases / seconds).toFixed(0)} cases a second: ${isFast ? 'held' : 'MISSED'}; memory ${isFlat ? 'held' : 'MISSED'}`,
    );
    return wrong.length === 0 && isFast && isFlat;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the bytes of all files */
async function writeExport(folder: string, cases: number): Promise<number> {
  let bytes = 0;
  let seed = 1;
  const random = (max: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % max;
  const text = (count: number): string =>
    Array.from({ length: count }, () => vocabulary[random(vocabulary.length)] ?? '').join(' ');
  const at = (minutes: number): string => new Date(Date.UTC(2023, 0, 1) + minutes * 60_000).toISOString();
  const open = async (
    name: string,
    columns: readonly string[],
  ): Promise<{ write: (row: readonly string[]) => Promise<void>; end: () => Promise<void> }> => {
    const stream = createWriteStream(path.join(folder, name));
    const write = async (row: readonly string[]): Promise<void> => {
      const line = stringify([[...row]]);
      bytes += Buffer.byteLength(line);
      if (!stream.write(line)) await once(stream, 'drain');
    };
    await write(columns);
    return {
      write,
      end: async () => {
        const done = once(stream, 'finish');
        stream.end();
        await done;
      },
    };
  };
  const users = await open('users.csv', ['Id', 'Name', 'Email', 'Role']);
  for (let n = 0; n < 2000; n++) await users.write([`${n}`, `Contact ${n}`, `contact${n}@d${n % 200}.example`, 'end-user']);
  for (let n = 0; n < 20; n++) await users.write([`${10_000 + n}`, `Agent ${n}`, `agent${n}@campus.example`, 'agent']);
  await users.end();
  const tickets = await open('tickets.csv', [
    'Id',
    'Requester',
    'Requester id',
    'Assignee',
    'Assignee id',
    'Group',
    'Subject',
    'Description',
    'Status',
    'Priority',
    'Via',
    'Ticket type',
    'Created at',
    'Updated at',
    'Organization',
    'Solved at',
  ]);
  const comments = await open('comments.csv', [
    'Id',
    'Ticket id',
    'Author id',
    'Html body',
    'Public',
    'Created at',
    'Attachments',
  ]);
  for (let n = 1; n <= cases; n++) {
    const contact = random(2000);
    const opened = n * 12;
    const isOpen = n % 20 === 0;
    await tickets.write([
      `${n}`,
      `Contact ${contact}`,
      `${contact}`,
      '',
      `${10_000 + (n % 20)}`,
      'Grade Book',
      text(6),
      `${text(30)}\n\n${text(20)}`,
      isOpen ? 'Open' : 'Closed',
      'Normal',
      'Mail',
      'Incident',
      at(opened),
      at(opened + 600),
      `District ${contact % 200}`,
      isOpen ? '' : at(opened + 600),
    ]);
    for (let k = 0; k < commentsEach; k++) {
      const isAgent = k % 2 === 0;
      const files = k === 3 && n % 10 === 0 ? `[{"file_name":"shot.png","content_url":"https://files.example/${n}.png"}]` : '';
      await comments.write([
        `${n * 10 + k}`,
        `${n}`,
        isAgent ? `${10_000 + (n % 20)}` : `${contact}`,
        `<p>${text(18)}</p><p><b>${text(3)}</b> ${text(12)}</p>`,
        k === 4 ? 'false' : 'true',
        at(opened + 10 * k + 10),
        files,
      ]);
    }
  }
  await Promise.all([tickets.end(), comments.end()]);
  return bytes;
}

interface Run {
  seconds: number;
  /** CPU of the process, without the database's; seconds */
  cpu: number;
  /** resident memory; MB */
  peak: number;
  growth: number;
  cases: number;
  killed: boolean;
}

/** Imports. @param killAt number of cases after which the process is killed; null: never */
async function runUntil(db: Database, folder: string, killAt: number | null): Promise<Run> {
  const { PATH, HOME } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, ['src/cli/casebridge.js', 'import', 'cases', folder, '--from', 'zendesk'], {
    env: { PATH, HOME, DATABASE_URL: db.url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const memory: number[] = [];
  let [cpu, peak] = [0, 0];
  let code: number | null | undefined;
  void ended.then(([exit]) => (code = exit));
  let killed = false;
  const before = await countOf(db, 'imported_case');
  let imported = before;
  while (code === undefined) {
    await wait(250);
    imported = await countOf(db, 'imported_case');
    const megabytes = await residentMegabytes(child);
    peak = Math.max(peak, megabytes);
    if (imported > before && megabytes > 0) memory.push(megabytes);
    cpu = Math.max(cpu, await cpuSeconds(child));
    if (killAt === null || killed || imported < killAt) continue;
    killed = child.kill('SIGKILL');
  }
  if (!killed && code !== 0) throw new Error(`the import ended with ${code}`);
  const seconds = (performance.now() - started) / 1000;
  const early = Math.max(...memory.slice(0, Math.ceil(memory.length / 3)), 0);
  const late = Math.max(...memory.slice(Math.floor((memory.length * 2) / 3)), 0);
  return { seconds, cpu, peak, growth: late - early, cases: await countOf(db, 'imported_case'), killed };
}

async function residentMegabytes({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

async function cpuSeconds({ pid }: ChildProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // fields 14 and 15, ticks of 10 ms in user and system mode; the name before them may contain spaces
  const fields = stat.split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

async function countOf(db: Database, table: string): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(`select count(*)::int count from ${table}`);
  return rows[0]?.count ?? 0;
}

/** Compares the database with the export. @returns what differs */
async function countWrong(db: Database, cases: number): Promise<string[]> {
  const { rows } = await db.pool.query<Record<string, number>>(
    `select (select count(*)::int from "case") cases, (select count(distinct imported_from)::int from "case") "distinct cases",
       (select count(*)::int from post where kind = 'public') posts, (select count(*)::int from post where kind = 'note') notes,
       (select count(*)::int from post where kind = 'event') events, (select count(*)::int from file) files,
       (select count(distinct (case_id, created_at, body))::int from post where kind <> 'event') "distinct comments",
       (select count(*)::int from search_document) documents, (select count(*)::int from person where kind = 'contact') contacts,
       (select count(*)::int from delivery) deliveries, (select count(*)::int from conversation) conversations,
       (select count(*)::int from idempotency_key) keys, (select count(*)::int from follow_up) "follow-ups"`,
  );
  const expected: Record<string, number> = {
    cases, 'distinct cases': cases, posts: cases * 4, notes: cases, events: cases, files: Math.floor(cases / 10), 'distinct comments': cases * commentsEach,
    documents: cases, deliveries: 0, conversations: 0, keys: 0, 'follow-ups': 0,
  }; // prettier-ignore
  const found = rows[0] ?? {};
  const differing = Object.entries(expected).filter(([what, count]) => found[what] !== count);
  return differing.map(([what, count]) => `${found[what]} ${what} instead of ${count}`);
}
