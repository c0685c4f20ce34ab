import { expect } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { createLog } from '../../src/server/log.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { runTick, type Job } from '../../src/server/schedule.ts';
import { test } from '../usecases/fixtures.ts';

const logTo = (lines: string[]) => createLog('info', { write: (line) => lines.push(line) });
const messages = (lines: readonly string[]) => lines.map((line) => (JSON.parse(line) as { msg: string }).msg);

test('a database that does not answer leaves out what it counts, and nothing else', async ({ db }) => {
  const lines: string[] = [];
  const away = openDatabase('postgresql://casebridge@127.0.0.1:1/casebridge', { scope: 'operator' });
  let pool = db.pool;
  const switched = { query: (...values: Parameters<typeof pool.query>) => pool.query(...values) } as typeof pool;
  const ready = { database: async () => (await pool.query('select 1')).rowCount === 1 };
  const metrics = createMetrics(switched, { ready, log: logTo(lines) });
  metrics.observe({ platform: 'slack', outcome: 'delivered', durationMs: 1 });
  const names = async () => (await metrics.read()).text.split('\n').filter((line) => line.startsWith('casebridge_'));
  const before = await names();
  expect(before).toContain('casebridge_ready{check="database"} 1');
  pool = away.pool;
  for (const _ of ['first', 'second']) {
    const during = await names();
    expect(during).toContain('casebridge_ready{check="database"} 0');
    expect(during).toContain('casebridge_delivery_attempts_total{platform="slack",outcome="delivered"} 1');
    expect(during.join('\n')).toContain('casebridge_process_resident_memory_bytes');
    // neither the last figure nor a zero, which would mean that all is well
    expect(during.join('\n')).not.toMatch(/^casebridge_(deliveries|broken|files|webhook|development)/m);
  }
  pool = db.pool;
  const ofDatabase = (lines: readonly string[]) =>
    lines.filter((line) => /^casebridge_(deliveries|broken|files|webhook)/.test(line));
  expect(ofDatabase(await names())).toEqual(ofDatabase(before));
  expect(ofDatabase(before).length).toBeGreaterThan(10);
  expect(messages(lines)).toEqual([
    'the metrics of the database cannot be read; they are left out',
    'the metrics of the database can be read again',
  ]);
  await away.close();
});

test('what never happened reads 0, so that an alert can see it', async ({ db }) => {
  const { text } = await createMetrics(db.pool, { platforms: ['slack', 'mail'] }).read();
  for (const line of [
    'casebridge_delivery_attempts_total{platform="slack",outcome="delivered"} 0',
    'casebridge_delivery_attempts_total{platform="mail",outcome="delivered"} 0',
    'casebridge_inbound_events_total{platform="slack",kind="message",ending="effect",reason=""} 0',
    'casebridge_job_runs_total{job="sla",outcome="failed"} 0',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).not.toContain('casebridge_inbound_events_total{platform="mail"');
});

test('runs of jobs are counted with their outcome, in the process that ran them', async ({ db, world }) => {
  const metrics = createMetrics(db.pool);
  const other = createMetrics(db.pool);
  const job = (name: string, run: Job['run']): Job => ({ name, expression: '* * * * *', run });
  const [works, fails] = [job('sla', async () => ({})), job('digests', () => Promise.reject(new Error('x')))];
  for (const one of [works, fails])
    for (const { countJob } of [metrics, other]) await runTick(world.services, createLog('silent'), one, world.at.now, countJob);
  const counted = async ({ read }: typeof metrics): Promise<string[]> =>
    (await read()).text.split('\n').filter((line) => /^casebridge_job_runs_total.* 1$/.test(line));
  expect(await counted(metrics)).toEqual(
    expect.arrayContaining([
      'casebridge_job_runs_total{job="sla",outcome="done"} 1',
      'casebridge_job_runs_total{job="digests",outcome="failed"} 1',
    ]),
  );
  expect(await counted(metrics)).toHaveLength(2);
  expect(await counted(other)).toEqual([]);
});
