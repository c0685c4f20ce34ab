// The metrics of what all processes share, counted in the database at each scrape: deliveries, files, webhooks and development issues. While the
// database does not answer they are absent, because a figure of before would be wrong, and the other metrics of the process stay.
import type { Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';
import { withTimeout } from '../with-timeout.ts';
import type { Log } from './log.ts';

/** How long the database may take for one of them, in milliseconds. Prometheus waits 10 s for all metrics. */
const readTimeoutMs = 3_000;

/** One series of a metric. */
interface Sample {
  labels?: Record<string, string>;
  value: number;
}

interface Counted {
  name: string;
  help: string;
  labelNames?: readonly string[];
  text: string;
  values?: readonly unknown[];
  /** reads one row of the statement */
  sample: (row: Record<string, string & number>) => Sample;
}

/**
 * Registers the metrics that are counted in the database.
 * @param trackers names of the configured ones: issues of others are not read, so they are not late
 * @param log hears once when they cannot be read, and once when they can be read again
 */
export function addDatabaseMetrics(pool: Pool, registry: Registry, trackers: readonly string[], log: Log): void {
  let isDown = false;
  const note = (error: unknown): void => {
    if (error !== null && !isDown) log.warn({ err: error }, 'the metrics of the database cannot be read; they are left out');
    if (error === null && isDown) log.info('the metrics of the database can be read again');
    isDown = error !== null;
  };
  for (const { name, help, labelNames = [], text, values = [], sample } of metricsOf(trackers)) {
    const gauge: Gauge = new Gauge({
      ...{ name, help, labelNames, registers: [registry] },
      // counted at each scrape: all processes share the rows, so no single one could keep the count
      collect: async () => {
        // a series that is not counted anymore must not stay at its last value
        if (labelNames.length === 0) gauge.remove();
        else gauge.reset();
        try {
          const read = (): Promise<{ rows: Record<string, string & number>[] }> => pool.query(text, [...values]);
          const { rows } = await withTimeout(readTimeoutMs, read, tooLate);
          for (const { labels = {}, value } of rows.map(sample)) gauge.set(labels, value);
          note(null);
        } catch (error) {
          note(error);
        }
      },
    });
  }
}

function tooLate(): never {
  throw new Error(`the database did not answer within ${readTimeoutMs} ms`);
}

const byState: Counted['sample'] = ({ state = '', count = 0 }) => ({ labels: { state }, value: count });
const only: Counted['sample'] = ({ value = 0 }) => ({ value });

function metricsOf(trackers: readonly string[]): Counted[] {
  return [
    {
      name: 'casebridge_deliveries',
      help: 'Messages that are not sent, by state (pending, sending, held or dead). A dead letter is not tried again by itself.',
      labelNames: ['state'],
      text: countDeliveries,
      sample: byState,
    },
    {
      name: 'casebridge_broken_destinations',
      help: 'Channels and direct conversations in which nothing is accepted (archived, bot removed, token revoked). Their messages wait.',
      text: `select count(*)::int "value" from destination where outage_id is not null and platform <> 'webhook'`,
      sample: only,
    },
    {
      name: 'casebridge_files_waiting',
      help: 'Files whose content is not read, stored and scanned yet. They are tried again for hours.',
      text: `select count(*)::int "value" from file where state = 'expected' and deleted_at is null`,
      sample: only,
    },
    {
      name: 'casebridge_development_issues',
      help: 'Followed development issues by tracker and state: waiting to be created, followed, or failing because the tracker does not answer or refuses.',
      labelNames: ['tracker', 'state'],
      text: countIssues,
      sample: ({ tracker = '', state = '', count = 0 }) => ({ labels: { tracker, state }, value: count }),
    },
    {
      name: 'casebridge_webhook_endpoints',
      help: 'Webhook endpoints by state: active, paused, gone (answered 410) or failing (active, and an event was refused again and again).',
      labelNames: ['state'],
      text: countEndpoints,
      sample: byState,
    },
    {
      name: 'casebridge_webhook_deliveries',
      help: 'Events that endpoints have not taken, by state: pending (held ones of paused endpoints aside) or dead.',
      labelNames: ['state'],
      text: countEvents,
      sample: byState,
    },
    {
      name: 'casebridge_webhook_lag_seconds',
      help: 'Age of the oldest event that an endpoint should have taken by now, in seconds; 0 when none waits.',
      text: webhookLag,
      sample: only,
    },
    {
      name: 'casebridge_development_issue_overdue_seconds',
      help: 'How long the development issue that waits longest should have been created or read by now, by tracker, in seconds.',
      labelNames: ['tracker'],
      text: issuesOverdue,
      values: [trackers],
      sample: ({ tracker = '', seconds = 0 }) => ({ labels: { tracker }, value: seconds }),
    },
  ];
}

// one count per state, so that each uses its partial index and a state without deliveries reads 0. Events of webhooks have metrics of their own:
// an endpoint of somebody else that is down must not raise the alarms about chats
const countDeliveries = `
  select 'pending' state, count(*)::int count from delivery where state = 'pending' and kind <> 'webhook'
  union all select 'sending', count(*)::int from delivery where state = 'sending' and kind <> 'webhook'
  union all select 'held', count(*)::int from delivery where state = 'held' and held_until is not null
  union all select 'dead', count(*)::int from delivery where state = 'dead' and kind <> 'webhook'`;

// one row for each state of a tracker that has issues, so that a failure that ended reads 0
const countIssues = `
  select tracker, 'waiting' state, count(*) filter (where marker is not null and external_id is null)::int count from dev_issue where next_at is not null group by tracker
  union all select tracker, 'followed', count(*) filter (where external_id is not null)::int from dev_issue where next_at is not null group by tracker
  union all select tracker, 'failing', count(*) filter (where failing_at is not null)::int from dev_issue where next_at is not null group by tracker`;

// an event that was refused three times is more than bad luck
const countEndpoints = `
  select state::text, count(e.id)::int count from unnest(enum_range(null::"WebhookState")) state left join webhook_endpoint e using (state) group by state
  union all select 'failing', count(*)::int from webhook_endpoint e where e.state = 'active' and exists (
    select from destination l where l.platform = 'webhook' and l.workspace_id = e.id::text and (l.outage_id is not null or exists (
      select from delivery d where d.destination_id = l.id and d.state in ('pending', 'sending') and d.error_code is not null and d.attempts >= 3)))`;

const countEvents = `
  select 'pending' state, count(*)::int count from delivery where state in ('pending', 'sending') and kind = 'webhook'
  union all select 'dead', count(*)::int from delivery where state = 'dead' and kind = 'webhook'`;

const webhookLag = `
  select coalesce(extract(epoch from now() - least(
    (select min(created_at) from delivery where state in ('pending', 'sending') and kind = 'webhook'),
    (select min(at) from webhook_event where dispatched_at is null))), 0)::float "value"`;

// a tracker that asked to wait is not late
const issuesOverdue = `
  select tracker, greatest(extract(epoch from now() - min(greatest(next_at, coalesce(paused_until, next_at)))), 0)::float seconds
  from dev_issue where next_at is not null and tracker = any ($1) group by tracker`;
