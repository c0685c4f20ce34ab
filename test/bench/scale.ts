// How deliveries scale with the processes that share a database: 1, 2 and 4 workers send a message to each channel, where waiting for the
// platform is what takes the time. Statements and lock waits of each delivery must not grow with the processes.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../src/db/client.ts';
import type { Row } from './measure.ts';

const processes = [1, 2, 4] as const;
/** of the rate of one process */
const targets: Record<(typeof processes)[number], number> = { 1: 1, 2: 1.9, 4: 3.2 };

interface Run {
  perSecond: number;
  statements: number;
  /** sessions that waited for a lock, of all that were seen at work */
  lockWaits: number;
}

/** @param channels messages of each run @param db empty, and empty again afterwards */
export async function benchScale(db: Database, channels: number): Promise<Row[]> {
  await db.pool.query(
    `insert into destination (platform, workspace_id, channel_id)
     select 'slack', 'T' || n % 100, 'C' || n from generate_series(1, $1::int) n`,
    [channels],
  );
  const runs = new Map<number, Run>();
  for (const count of processes) runs.set(count, await run(db, count, channels));
  await db.pool.query('truncate delivery, destination cascade');
  const alone = runs.get(1)?.perSecond ?? 1;
  return processes.map((count) => {
    const { perSecond = 0, statements = 0, lockWaits = 0 } = runs.get(count) ?? {};
    const rate = perSecond / alone;
    return {
      name: `deliveries of ${count} process${count === 1 ? '' : 'es'} on one database, of the rate of one`,
      ratios: [rate],
      budget: targets[count],
      detail: `${perSecond.toFixed(1)} a second to ${channels} channels; ${statements.toFixed(2)} statements each, ${(lockWaits * 100).toFixed(1)}% of sessions waited for a lock`,
    };
  });
}

async function run({ pool, url }: Database, count: number, channels: number): Promise<Run> {
  const workers: ChildProcess[] = [];
  for (let index = 0; index < count; index++) {
    const child = fork(`${import.meta.dirname}/scale-worker.ts`, {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, DATABASE_URL: url },
    });
    await once(child, 'message');
    workers.push(child);
  }
  await pool.query('truncate delivery cascade');
  const started = performance.now();
  await pool.query(
    `with enqueued as (insert into delivery (destination_id, kind) select id, 'reinstall' from destination order by id) select pg_notify('outbox', '')`,
  );
  let [seen, waiting] = [0, 0];
  for (;;) {
    const { rows } = await pool.query<{ left: boolean; active: number; locked: number }>(
      `select exists (select from delivery where state in ('pending', 'sending')) "left",
         count(*) filter (where state = 'active' and pid <> pg_backend_pid())::int active,
         count(*) filter (where wait_event_type = 'Lock')::int locked
       from pg_stat_activity where datname = current_database()`,
    );
    const [now] = rows;
    seen += now?.active ?? 0;
    waiting += now?.locked ?? 0;
    if (!now?.left) break;
    await wait(100);
  }
  const seconds = (performance.now() - started) / 1000;
  let statements = 0;
  for (const child of workers) {
    const answer = once(child, 'message');
    child.send('stop');
    const [told] = (await answer) as [{ statements: number; sent: number }];
    statements += told.statements;
    child.disconnect();
    await once(child, 'exit');
  }
  return { perSecond: channels / seconds, statements: statements / channels, lockWaits: waiting / Math.max(seen, 1) };
}
