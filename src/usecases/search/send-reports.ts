// Posts the weekly reports of the configuration. Their figures are counted once and kept, so that the message, its chart and its CSV file always
// say the same.
import type { Prisma } from '../../db/generated/client.ts';
import { enqueueReport } from '../../outbox/enqueue/index.ts';
import type { ReportSetting } from '../../domain/settings.ts';
import { latestDue, reportKey, reportSpan } from '../../domain/stats/report-schedule.ts';
import type { Services } from '../context.ts';
import { Failures } from '../failures.ts';
import { hadEffect, recordOnce, runOnce } from '../idempotency.ts';
import { belongsToAccount } from './load-report.ts';
import { countReport } from './stats.ts';

/** How late a report is still posted, in ms: after a morning without the bot, and not when somebody adds one to the configuration. */
const latestMs = 12 * 3_600_000;

/**
 * Posts the reports that are due. Safe to run concurrently: each is posted once.
 * @returns how many were posted, and how many channels were refused because customers can read them
 * @throws AggregateError at the end when single reports failed; they are tried again in a minute
 */
export async function sendReports(services: Services): Promise<{ reports: number; refused: number }> {
  const done = { reports: 0, refused: 0 };
  const failures = new Failures();
  for (const setting of services.settings.reports) {
    const sent = await failures.past(() => sendIfDue(services, setting));
    if (sent) done[sent] += 1;
  }
  failures.raise('reports could not be posted');
  return done;
}

async function sendIfDue(services: Services, setting: ReportSetting): Promise<'reports' | 'refused' | null> {
  const now = services.clock.now();
  const due = latestDue(setting, now);
  const key = reportKey(setting, due);
  if (now.getTime() - due.getTime() > latestMs || (await hadEffect(services, key))) return null;
  const { channel, split, timezone: zone } = setting;
  if (await belongsToAccount(services, channel)) {
    const refused = await runOnce(services, (tx) => recordOnce(tx, key));
    return refused === 'repeat' ? null : 'refused';
  }
  const { pool } = services.db;
  const query = async <Row extends object>({ text, values }: Prisma.Sql) => (await pool.query<Row>(text, values)).rows;
  const report = await countReport(query, { ...reportSpan(due, zone), split, zone });
  const posted = await runOnce(services, async (tx) => {
    await recordOnce(tx, key);
    const figures = JSON.parse(JSON.stringify(report)) as Prisma.InputJsonObject;
    const { id } = await tx.report.create({ data: { ...channel, figures, createdAt: now } });
    await enqueueReport(tx, channel, id);
  });
  return posted === 'repeat' ? null : 'reports';
}
