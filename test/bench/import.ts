// `npm run bench -- import [cases]`: an export of Zendesk with that many cases and five comments each, which the command imports while it is killed
// twice with SIGKILL. Nothing may be doubled or lost, nothing may be sent, the memory must not grow with the export, and all three runs together
// may take ten minutes for 100,000 cases.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { formatCount } from '../../src/domain/text/numbers.ts';
import type { Database } from '../../src/db/client.ts';
import { commentsEach, writeExport } from './import-files.ts';
import { processCpu, serverCpu } from './server-cpu.ts';

/** Ten minutes for 100,000 cases; smaller exports are not judged. */
const [judgedCases, maxSeconds] = [100_000, 600];
/** Megabytes by which the highest resident memory of the last third of a run may be above that of the first third, while cases are written. */
const maxGrowth = 60;
/** The same for what full garbage collections leave over. Resident memory depends on when the collector runs; this does not. */
const maxHeapGrowth = 20;

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
    for (const share of [0.3, 0.7, null]) {
      const run = await runUntil(db, folder, share === null ? null : Math.floor(cases * share));
      console.log(lineOf(run));
      runs.push(run);
    }
    return judge(runs, cases, await countWrong(db, cases));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lineOf({ killed, seconds, cpu, serverCpu: database, cases, peak, growth, heap }: Run): string {
  const ended = `${killed ? 'killed' : 'ended'} after ${seconds.toFixed(1)} s with ${formatCount(cases)} cases`;
  const spent = `CPU ${cpu.toFixed(1)} s + ${database.toFixed(1)} s of the database`;
  const kept =
    heap === null
      ? 'too short for the heap'
      : `heap after collections ${heap.first.toFixed(0)} MB, then ${heap.last.toFixed(0)} MB`;
  return `${ended}; ${spent}; peak ${peak.toFixed(0)} MB, growth ${growth.toFixed(0)} MB; ${kept}`;
}

/** Prints a line for each bar. @param wrong what differs from the export @returns whether all held */
function judge(runs: readonly Run[], cases: number, wrong: readonly string[]): boolean {
  const sum = (of: (run: Run) => number): number => runs.reduce((all, run) => all + of(run), 0);
  const seconds = sum((run) => run.seconds);
  const each = (spent: number): string => ((1000 * spent) / cases).toFixed(2);
  const [own, database] = [sum(({ cpu }) => cpu), sum((run) => run.serverCpu)];
  console.log(`CPU of a case, all runs together: ${each(own)} ms + ${each(database)} ms of the database`);
  const growth = Math.max(...runs.map((run) => run.growth));
  const heaps = runs.flatMap(({ heap }) => (heap === null ? [] : heap.last - heap.first));
  const heap = heaps.length === 0 ? null : Math.max(...heaps);
  const isLarge = cases >= judgedCases;
  const bars: { name: string; found: string; isHeld: boolean; isJudged: boolean }[] = [
    { name: 'nothing lost or doubled', found: wrong.join(', ') || 'as exported', isHeld: wrong.length === 0, isJudged: true },
    {
      name: `${formatCount(judgedCases)} cases in ${maxSeconds} s`,
      found: `${seconds.toFixed(1)} s, ${(cases / seconds).toFixed(0)} cases a second`,
      isHeld: seconds <= maxSeconds,
      isJudged: isLarge,
    },
    {
      name: `resident memory grows by at most ${maxGrowth} MB`,
      found: `${growth.toFixed(0)} MB`,
      isHeld: growth <= maxGrowth,
      isJudged: isLarge,
    },
    {
      name: `the heap grows by at most ${maxHeapGrowth} MB`,
      found: heap === null ? 'not measured' : `${heap.toFixed(1)} MB`,
      isHeld: heap !== null && heap <= maxHeapGrowth,
      isJudged: isLarge,
    },
  ];
  for (const { name, found, isHeld, isJudged } of bars)
    console.log(`${name}: ${found}: ${isJudged ? (isHeld ? 'held' : 'MISSED') : 'not judged'}`);
  return bars.every(({ isHeld, isJudged }) => isHeld || !isJudged);
}

interface Run {
  seconds: number;
  /** CPU of the process and of the database's server; seconds */
  cpu: number;
  serverCpu: number;
  /** resident memory; MB */
  peak: number;
  /** by how much the highest resident memory of the last third is above that of the first third; MB */
  growth: number;
  /** what full garbage collections left over while cases were written: at most in the first and in the last third of them; MB, null for less than three */
  heap: Thirds | null;
  cases: number;
  killed: boolean;
}

/** Imports. @param killAt number of cases after which the process is killed; null: never */
async function runUntil(db: Database, folder: string, killAt: number | null): Promise<Run> {
  const { PATH, HOME } = process.env;
  const spentByServer = await serverCpu(db);
  const before = { server: await spentByServer(), lastId: await lastCase(db) };
  const started = performance.now();
  const child = spawn(process.execPath, ['--trace-gc', 'src/cli/casebridge.js', 'import', 'cases', folder, '--from', 'zendesk'], {
    env: { PATH, HOME, DATABASE_URL: db.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let isWriting = false;
  const heaps: number[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (isWriting) heaps.push(...[...text.matchAll(/Mark-Compact.*? -> ([\d.]+) /g)].map(([, megabytes]) => Number(megabytes)));
  });
  const memory: number[] = [];
  let [cpu, peak] = [0, 0];
  let code: number | null | undefined;
  void ended.then(([exit]) => (code = exit));
  let killed = false;
  while (code === undefined) {
    await wait(250);
    const done = await lastCase(db);
    const megabytes = await residentMegabytes(child);
    peak = Math.max(peak, megabytes);
    isWriting = done > before.lastId;
    if (isWriting && megabytes > 0) memory.push(megabytes);
    cpu = Math.max(cpu, await processCpu(child.pid));
    if (killAt === null || killed || done < killAt) continue;
    killed = child.kill('SIGKILL');
  }
  if (!killed && code !== 0) throw new Error(`the import ended with ${code}`);
  const resident = thirdsOf(memory);
  return {
    seconds: (performance.now() - started) / 1000,
    cpu,
    serverCpu: (await spentByServer()) - before.server,
    peak,
    growth: resident === null ? 0 : resident.last - resident.first,
    heap: thirdsOf(heaps),
    cases: await countOf(db, 'imported_case'),
    killed,
  };
}

/** The highest values of the first and of the last third. */
interface Thirds {
  first: number;
  last: number;
}

function thirdsOf(values: readonly number[]): Thirds | null {
  if (values.length < 3) return null;
  const third = Math.ceil(values.length / 3);
  return { first: Math.max(...values.slice(0, third)), last: Math.max(...values.slice(-third)) };
}

/** Returns the highest id of a case, which is about how many there are, and which the database knows without counting. */
async function lastCase({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ last: number }>('select coalesce(max(id), 0) last from "case"');
  return rows[0]?.last ?? 0;
}

async function residentMegabytes({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
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
