// `npm run bench [-- file [part]]`: what matters, as ratios measured in one run; a table here and JSON in the file (bench.json).
// The parts: `start`, memory and CPU of a start (Linux); `requests`; `work`, what a post, a claim, a resolution and a delivery cost;
// `api`, what the REST API costs besides its use cases;
// `scale [channels]`, the rate of 1, 2 and 4 processes on one database; `follow-ups [cases]`, which fills a database with a million cases, or as
// many as you say; `reach`, which tells 10,000 channels of an incident; `pace`, how fast replies come in Teams. `follow-ups` and `reach` take
// minutes. Without a part, all of them. Beside them: `soak` (soak.ts), `search` (search.ts), `similar`, which measures how
// well similar cases are found (similar-cases.ts), `import`, which imports 100,000 cases, or as many as you say, and is killed twice (import.ts),
// `files`, which measures memory while files pass (files.ts) and how soon a file arrives (files-arrival.ts), and `export [posts]`, a records
// request of a million posts that is killed and continues (export.ts).
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alignColumns } from '../../src/cli/align-columns.ts';
import { eraseHome } from '../../src/db/embedded/home.ts';
import type { Database } from '../../src/db/client.ts';
import { startDatabase } from '../../src/db/start-database.ts';
import { benchAcknowledging } from './acknowledge.ts';
import { benchApi } from './api.ts';
import { grantBenchRights } from './bench-rights.ts';
import { benchExport } from './export.ts';
import { benchArrival } from './files-arrival.ts';
import { benchFiles } from './files.ts';
import { fillFollowUps } from './fill-follow-ups.ts';
import { benchFollowUps, openedAt } from './follow-ups.ts';
import { benchImport } from './import.ts';
import { median, type Row } from './measure.ts';
import { benchOpenCase } from './open-case.ts';
import { benchPace } from './pace.ts';
import { benchReach } from './reach.ts';
import { benchScale } from './scale.ts';
import { runSearchBench } from './search.ts';
import { benchSimilarCases } from './similar-cases.ts';
import { runSoak } from './soak.ts';
import { benchStart } from './start.ts';
import { benchWork } from './work.ts';

if (process.argv[2] === 'search') {
  await runSearchBench(process.argv.slice(3));
  process.exit();
}
if (process.argv[2] === 'soak') {
  await runSoak(process.argv.slice(3));
  process.exit();
}
if (process.argv[2] === 'similar') {
  await withDatabase(benchSimilarCases);
  process.exit();
}
if (process.argv[2] === 'files') {
  let isHeld = await benchFiles(Number(process.argv[3] ?? 50));
  await withDatabase(async (db) => {
    isHeld = (await benchArrival(db)) && isHeld;
  });
  process.exit(isHeld ? 0 : 1);
}
if (process.argv[2] === 'import') {
  let isHeld = false;
  await withDatabase(async (db) => {
    isHeld = await benchImport(db, Number(process.argv[3] ?? 100_000));
  });
  process.exit(isHeld ? 0 : 1);
}
if (process.argv[2] === 'export') {
  let isHeld = false;
  await withDatabase(async (db) => void (isHeld = await benchExport(db, db.url, Number(process.argv[3] ?? 1_000_000))));
  process.exit(isHeld ? 0 : 1);
}
const [, , file = 'bench.json', part, size] = process.argv;
const wants = (one: 'start' | 'requests' | 'work' | 'follow-ups' | 'reach' | 'scale' | 'pace' | 'api'): boolean =>
  part === undefined || part === one;
await withDatabase(async (db) => {
  const measured: Row[] = [];
  if (wants('start')) measured.push(...(await benchStart(db)));
  if (wants('reach')) measured.push(...(await benchReach(db)));
  if (wants('requests')) {
    const opening = await benchOpenCase(db);
    measured.push(...(await benchAcknowledging(db)), ...opening);
  }
  if (wants('scale')) measured.push(...(await benchScale(db, Number(size ?? 10_000))));
  if (wants('work')) await withDatabase(async (own) => void measured.push(...(await benchWork(own))));
  if (wants('api')) await withDatabase(async (own) => void measured.push(...(await benchApi(own))));
  if (wants('pace')) await withDatabase(async (own) => void measured.push(...(await benchPace(own))));
  if (wants('follow-ups')) {
    const cases = Number(size ?? 1_000_000);
    await withDatabase(
      async (own) => void measured.push(...(await benchFollowUps(own, cases))),
      (dataDir) => fillFollowUps(dataDir, cases, openedAt),
    );
  }
  const rows = measured.map((row) => ({ ...row, ratio: median(row.ratios) }));
  console.log(alignColumns([['what', 'ratio', 'rounds', 'budget', 'from'], ...rows.map(line)]));
  const machine = { node: process.version, platform: `${process.platform} ${process.arch}`, at: new Date().toISOString() };
  await writeFile(file, `${JSON.stringify({ ...machine, rows }, null, 2)}\n`);
  console.log(`\nwritten to ${file}`);
});

async function withDatabase(
  run: (db: Database) => Promise<void>,
  fill: (dataDir: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'casebridge-bench-'));
  try {
    await fill(dataDir);
    const { db, stop } = await startDatabase({ databaseUrl: null, dataDir }, { scope: 'operator' });
    try {
      await grantBenchRights(db);
      await run(db);
    } finally {
      await stop();
    }
  } finally {
    await eraseHome(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
}

function line({ name, ratio, ratios, budget, detail }: Row & { ratio: number }): string[] {
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  const verdict = budget === null ? '' : `≥ ${budget.toFixed(2)} ${ratio >= budget ? 'held' : 'MISSED'}`;
  return [name, ratio.toFixed(2), spread, verdict, detail];
}
