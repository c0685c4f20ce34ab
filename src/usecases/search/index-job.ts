// Writes the search documents of cases that have none, or one of an older text preparation: after an upgrade, and after every change of the
// preparation. It works in batches, newest case first. Each batch and its mark in search_progress are one transaction, so a run that was
// killed is continued by the next one, and of several processes one works while the others move on.
import { withDatabaseScope } from '../../db/database-scope.ts';
import { foldNames } from '../../db/fold-names.ts';
import type { Services, Tx } from '../context.ts';
import { indexCases, preparationVersion } from '../search-index.ts';

/** Cases per transaction. Anyone who writes to one of them waits until it ends, so it must stay short. */
const batch = 50;
/** How long a run of the schedule works at most; ms. The next one continues. */
const runMs = 50_000;

/** How far the preparation is. */
export interface IndexProgress {
  /** percent of the cases that can be searched, rounded down */
  percent: number;
}

/** What one run may do. */
interface IndexRun {
  /** cases of one transaction */
  batch?: number;
  /** Called after every batch. @returns whether to go on */
  onBatch?: (progress: IndexProgress) => boolean | undefined;
  /** prepares every case again, even those that are up to date */
  again?: boolean;
}

/** What a run did. */
interface IndexResult {
  /** cases that it prepared */
  cases: number;
  /** cases that others are changing at the moment; a later run prepares them */
  locked: number;
}

/** Prepares cases for searching until all are done or the time of this run is over. */
export async function indexWaitingCases(services: Services): Promise<IndexResult> {
  const until = services.clock.now().getTime() + runMs;
  return prepareCases(services, { onBatch: () => services.clock.now().getTime() < until });
}

/** Prepares cases for searching. Safe to run in several processes at once: each prepares other cases. */
export async function prepareCases(services: Services, run: IndexRun = {}): Promise<IndexResult> {
  const isWaiting = await begin(services, run.again ?? false);
  await foldNames(services.db.pool);
  if (!isWaiting) return { cases: 0, locked: 0 };
  for (let cases = 0; ;) {
    const done = await prepareBatch(services, run.batch ?? batch);
    cases += done?.cases ?? 0;
    const progress = await indexProgress(services);
    const locked = done?.isLastPass ? done.locked : 0;
    if (done === null || locked > 0 || progress === null || run.onBatch?.(progress) === false) return { cases, locked };
  }
}

/** Reads how far the preparation is. @returns null when every case can be searched */
export async function indexProgress({ db }: Pick<Services, 'db'>): Promise<IndexProgress | null> {
  if (finished.has(db.pool)) return null;
  // it is about all cases, and the first who asks may be a contact
  return withDatabaseScope('worker', () => readProgress(db));
}

async function readProgress(db: Services['db']): Promise<IndexProgress | null> {
  const { rows } = await db.pool.query<{ percent: number; finished: boolean }>(
    `select (100.0 * (last_id - next_id) / greatest(last_id, 1))::int percent, finished_at is not null finished
     from search_progress where version = $1`,
    [preparationVersion],
  );
  const [row] = rows;
  const isFinished = row?.finished ?? (await isCurrent(db));
  if (isFinished) finished.add(db.pool);
  return isFinished ? null : { percent: Math.min(row?.percent ?? 0, 99) };
}

/** Databases whose cases are all prepared. New cases are prepared when they are opened, so nobody has to ask again. */
const finished = new WeakSet<Services['db']['pool']>();

/** Whether every case has a document of this version, before the first run of the version: as in a new database. */
async function isCurrent({ pool }: Services['db']): Promise<boolean> {
  const { rows } = await pool.query(
    `select from "case" c left join search_document d on d.case_id = c.id where d.case_id is null or d.version < $1 limit 1`,
    [preparationVersion],
  );
  return rows.length === 0;
}

/** @returns whether something is left to do */
async function begin({ db }: Services, again: boolean): Promise<boolean> {
  const { rows } = await db.pool.query<{ version: number }>(
    `insert into search_progress (version, next_id, last_id, again, finished_at)
     select $1, coalesce(max(id), 0), coalesce(max(id), 0), $2, case when max(id) is null then now() end from "case"
     on conflict (version) do update set next_id = excluded.next_id, last_id = excluded.last_id, again = true, skipped = '{}',
       finished_at = null where $2
     returning version`,
    [preparationVersion, again],
  );
  // another process may have begun again since (reindex --all), and may have been killed
  finished.delete(db.pool);
  // a new version may fold names in another way
  if (rows.length > 0) await foldNames(db.pool, true);
  return (await indexProgress({ db })) !== null;
}

interface Mark {
  nextId: number;
  again: boolean;
  skipped: number[];
}

interface PreparedBatch extends IndexResult {
  /** all cases were looked at once, so it was about those that were left out */
  isLastPass: boolean;
}

/** Prepares a batch. Leaves cases that another transaction holds to the last pass. @returns null when another process is at it */
function prepareBatch({ db, clock }: Services, size: number): Promise<PreparedBatch | null> {
  return db.transaction(
    async (tx) => {
      const [mark] = await tx.$queryRaw<Mark[]>`
        select next_id "nextId", again, skipped from search_progress
        where version = ${preparationVersion} and finished_at is null for update skip locked`;
      if (!mark) return null;
      const isLastPass = mark.nextId === 0;
      const { ids, next } = isLastPass ? await leftCases(tx, mark, size) : await nextCases(tx, mark, size);
      // another transaction that holds a case may not touch its texts, so the case is looked for again at the end
      const rows = await tx.$queryRaw<{ id: number }[]>`
        select id from "case" where id = any (${ids}::int[]) order by id for no key update skip locked`;
      const held = rows.map(({ id }) => id);
      if (held.length > 0) await indexCases(tx, held);
      const locked = ids.filter((id) => !held.includes(id));
      // the document of a case that is prepared again does not show that it was left out
      const skipped = [...mark.skipped.filter((id) => !held.includes(id)), ...(mark.again && !isLastPass ? locked : [])];
      const isOver = isLastPass && ids.length === 0;
      await tx.$executeRaw`
        update search_progress set next_id = ${next}, skipped = ${skipped}::int[], finished_at = ${isOver ? clock.now() : null}
        where version = ${preparationVersion}`;
      return { cases: held.length, locked: locked.length, isLastPass };
    },
    { timeout: 60_000 },
  );
}

interface Waiting {
  /** cases whose document is missing or old */
  ids: number[];
  /** the case to go on with; 0: only the last pass is left */
  next: number;
}

/** Looks at the next cases, newest first. */
async function nextCases(tx: Tx, { nextId, again }: Mark, size: number): Promise<Waiting> {
  const cases = await tx.$queryRaw<{ id: number; waits: boolean }[]>`
    select c.id, ${again} or d.case_id is null or d.version < ${preparationVersion} waits
    from (select id from "case" where id <= ${nextId} order by id desc limit ${size}) c left join search_document d on d.case_id = c.id
    order by c.id desc`;
  return { ids: cases.filter(({ waits }) => waits).map(({ id }) => id), next: Math.max((cases.at(-1)?.id ?? 1) - 1, 0) };
}

/** Finds cases that were left out, or written by a process of an older version, among all cases. */
async function leftCases(tx: Tx, { skipped }: Mark, size: number): Promise<Waiting> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    select c.id from "case" c left join search_document d on d.case_id = c.id
    where d.case_id is null or d.version < ${preparationVersion} or c.id = any (${skipped}::int[]) order by c.id desc limit ${size}`;
  return { ids: rows.map(({ id }) => id), next: 0 };
}
