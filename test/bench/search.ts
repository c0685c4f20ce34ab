// `npm run bench -- search [cases [folder [pattern]]]`: every search of the issue "Find anything" through the product and as SQL written by hand for the
// same answer, alternately in one run. A million cases take about ten minutes to load; a folder keeps them for the next run. With the pattern
// `list`, posts and search documents are left out, so that five million cases take about as long.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alignColumns } from '../../src/cli/align-columns.ts';
import type { Database } from '../../src/db/client.ts';
import { asOwner } from './bench-rights.ts';
import { eraseHome } from '../../src/db/embedded/home.ts';
import { startDatabase } from '../../src/db/start-database.ts';
import type { Person } from '../../src/domain/person.ts';
import { parseQuery } from '../../src/domain/search/parse-query.ts';
import { runAs } from '../../src/usecases/scope.ts';
import { homeSummary } from '../../src/usecases/search/home-summary.ts';
import { queue } from '../../src/usecases/search/queue.ts';
import { searchCases } from '../../src/usecases/search/search-cases.ts';
import { workOn } from './fixtures.ts';
import { median } from './measure.ts';
import { loadCases } from './search-load.ts';
import { searches, type Asker } from './search-queries.ts';

/** Below, the ratio compares round trips, and nobody notices either; ms. */
const noticeableMs = 5;

/** Runs the benchmark and prints its table. */
export async function runSearchBench([cases = '1000000', folder, pattern = '']: readonly string[]): Promise<void> {
  const isKept = folder !== undefined && existsSync(path.join(folder, 'postgres'));
  const dataDir = folder ?? (await mkdtemp(path.join(tmpdir(), 'casebridge-search-')));
  const { db, stop } = await startDatabase({ databaseUrl: null, dataDir }, { scope: 'operator' });
  try {
    if (!isKept) {
      const owner = asOwner(db);
      try {
        await loadCases(owner.pool, Number(cases), pattern !== 'list');
      } finally {
        await owner.close();
      }
    }
    await measure(db, new RegExp(pattern, 'i'));
  } finally {
    await stop();
    if (folder === undefined) {
      await eraseHome(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    }
  }
}

/** @param only names of the searches to measure */
async function measure(db: Database, only: RegExp): Promise<void> {
  const services = workOn(db);
  const people = await askers(db);
  const rows: string[][] = [['search', 'who', 'found', 'ours p50 ms', 'by hand p50 ms', 'ratio', 'target', '']];
  const show = (row: string[]) => {
    rows.push(row);
    console.log(row.join(' | '));
  };
  for (const { name, text, byHand, target } of searches(
    people.map(({ account }) => account).find((account) => account !== '') ?? '',
  )) {
    if (!only.test(name)) continue;
    for (const asker of people) {
      const query = parseQuery(text, services.settings);
      const statement = byHand(asker);
      const found = { ours: 0, capped: false, hand: 0 };
      const ours = async () => {
        const { total, capped } = await runAs(asker.person, () => searchCases(services, asker.person, query, 'UTC'));
        Object.assign(found, { ours: total, capped });
      };
      const hand = async () => {
        const result = await db.searchPool.query<{ total: number }>({ text: statement, name: `${name} ${asker.who}` });
        found.hand = result.rows[0]?.total ?? 0;
      };
      const [oursMs, handMs] = await alternately(ours, () => hand().catch(tooLong));
      const ratio = oursMs / handMs;
      const limit = Math.max(typeof target === 'number' ? target : target(asker), noticeableMs);
      const isHeld = ratio <= 1.5 || oursMs <= limit;
      const differs = found.hand === found.ours || found.capped ? '' : ` (by hand ${found.hand})`;
      const total = `${found.capped ? 'more than ' : ''}${found.ours}${differs}`;
      show([name, asker.who, total, ms(oursMs), ms(handMs), ratio.toFixed(2), `1.5 or ${limit} ms`, isHeld ? 'held' : 'MISSED']);
    }
  }
  for (const { person, who } of people) {
    const [home] = await alternately(
      () => runAs(person, () => homeSummary(services, person)),
      async () => undefined,
    );
    show(['Home tab', who, '', ms(home), '', '', '50 ms', home <= 50 ? 'held' : 'MISSED']);
    if (person.kind !== 'advisor') continue;
    const [queued] = await alternately(
      () => runAs(person, () => queue(services, person, { filters: [], page: 1, pageSize: 20 }, 'America/Chicago')),
      async () => undefined,
    );
    show(['queue', who, '', ms(queued), '', '', '50 ms', queued <= 50 ? 'held' : 'MISSED']);
  }
  console.log(alignColumns(rows));
}

/** SQL by hand that the server ends after its time counts with that time. */
function tooLong(error: unknown): void {
  if ((error as { code?: string }).code !== '57014') throw error;
}

/** A contact of the largest account, one of an account of average size, and an advisor. */
async function askers({ pool }: Database): Promise<Asker[]> {
  const { rows } = await pool.query<{ account_id: number; cases: number; name: string }>(
    `select account_id, count(*)::int cases, a.name from "case" c join account a on a.id = account_id group by 1, 3 order by 2 desc`,
  );
  const contactOf = async (rank: number): Promise<Asker> => {
    const account = rows[rank];
    if (!account) throw new Error('there are too few accounts');
    const found = await pool.query<{ id: number; name: string; email: string }>(
      'select id, name, email from person where account_id = $1 order by id limit 1',
      [account.account_id],
    );
    const [row] = found.rows;
    if (!row) throw new Error('an account has no contact');
    const person: Person = { kind: 'contact', contactType: 'support', accountId: account.account_id, ...row };
    return { person, who: `contact, ${account.cases} cases`, account: rank === 0 ? '' : account.name };
  };
  const advisor = (await pool.query<{ id: number }>(`select min(id) id from person where kind = 'advisor'`)).rows[0];
  const person: Person = {
    kind: 'advisor',
    id: advisor?.id ?? 0,
    name: 'Advisor 1',
    email: 'a1@v.example',
    lead: true,
    team: null,
  };
  return [await contactOf(0), await contactOf(60), { person, who: 'advisor, all', account: '' }];
}

/** Runs two ways alternately. @returns the median of each, in ms */
async function alternately(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<[number, number]> {
  const spent: [number[], number[]] = [[], []];
  await one();
  await other();
  for (const until = performance.now() + 1000; spent[0].length < 3 || (spent[0].length < 25 && performance.now() < until);)
    for (const [index, run] of [one, other].entries()) {
      const started = performance.now();
      await run();
      spent[index as 0 | 1].push(performance.now() - started);
    }
  return [median(spent[0]), median(spent[1])];
}

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
