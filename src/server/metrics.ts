// GET /metrics for Prometheus: inbound events, requests of the API, delivery attempts, deliveries that are not sent yet, dead letters, files
// that are not stored yet, webhooks, development issues, and figures of the process itself.
// No metric names a case, an account or a person. There is nothing to configure.
import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AttemptObservation } from '../outbox/worker-context.ts';
import type { InboundEvent } from '../ports.ts';

/** The metrics of this process. */
export interface Metrics {
  /** Counts an attempt to deliver a message. */
  observe: (attempt: AttemptObservation) => void;
  /** Counts an inbound event with its ending. */
  countInbound: (event: InboundEvent) => void;
  /** Counts a request of the API. */
  countApi: (request: { operation: string; status: number; durationMs: number }) => void;
  /** Returns all metrics in Prometheus' text format, with their content type. */
  read: () => Promise<{ type: string; text: string }>;
  /** Returns all metrics, for OpenTelemetry. */
  list: () => Promise<Awaited<ReturnType<Registry['getMetricsAsJSON']>>>;
}

/**
 * Creates the metrics.
 * @param pool is queried for the deliveries of all processes whenever the metrics are read
 * @param trackers names of the configured ones: issues of others are not read, so they are not late
 */
export function createMetrics(pool: Pool, trackers: readonly string[] = []): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'casebridge_' });
  const attempts = new Counter({
    name: 'casebridge_delivery_attempts_total',
    help: 'Delivery attempts by platform and outcome (delivered, limited, failed, in-doubt or dead).',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'casebridge_delivery_attempt_duration_seconds',
    help: 'Duration of delivery attempts by platform, in seconds.',
    labelNames: ['platform'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  const inbound = new Counter({
    name: 'casebridge_inbound_events_total',
    help: 'Inbound events by platform, kind and ending (effect, repeat, told or ignored), with the reason for ignoring them.',
    labelNames: ['platform', 'kind', 'ending', 'reason'],
    registers,
  });
  const api = new Histogram({
    name: 'casebridge_api_request_duration_seconds',
    help: 'Duration of requests of the REST API by operation and status, in seconds.',
    labelNames: ['operation', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const deliveries = new Gauge({
    name: 'casebridge_deliveries',
    help: 'Messages that are not sent, by state (pending, sending, held or dead). A dead letter is not tried again by itself.',
    labelNames: ['state'],
    registers,
    // counted at each scrape: all processes share the deliveries, so no single one could keep the count
    collect: async () => {
      const { rows } = await pool.query<{ state: string; count: number }>(countDeliveries);
      for (const { state, count } of rows) deliveries.set({ state }, count);
    },
  });
  const broken = new Gauge({
    name: 'casebridge_broken_destinations',
    help: 'Channels and direct conversations in which nothing is accepted (archived, bot removed, token revoked). Their messages wait.',
    registers,
    collect: async () => {
      const { rows } = await pool.query<{ count: number }>(
        `select count(*)::int count from destination where outage_id is not null and platform <> 'webhook'`,
      );
      broken.set(rows[0]?.count ?? 0);
    },
  });
  const files = new Gauge({
    name: 'casebridge_files_waiting',
    help: 'Files whose content is not read, stored and scanned yet. They are tried again for hours.',
    registers,
    collect: async () => {
      const { rows } = await pool.query<{ count: number }>(
        `select count(*)::int count from file where state = 'expected' and deleted_at is null`,
      );
      files.set(rows[0]?.count ?? 0);
    },
  });
  const issues = new Gauge({
    name: 'casebridge_development_issues',
    help: 'Followed development issues by tracker and state: waiting to be created, followed, or failing because the tracker does not answer or refuses.',
    labelNames: ['tracker', 'state'],
    registers,
    collect: async () => {
      issues.reset();
      const { rows } = await pool.query<{ tracker: string; state: string; count: number }>(countIssues);
      for (const { tracker, state, count } of rows) issues.set({ tracker, state }, count);
    },
  });
  const endpoints = new Gauge({
    name: 'casebridge_webhook_endpoints',
    help: 'Webhook endpoints by state: active, paused, gone (answered 410) or failing (active, and an event was refused again and again).',
    labelNames: ['state'],
    registers,
    collect: async () => {
      const { rows } = await pool.query<{ state: string; count: number }>(countEndpoints);
      for (const { state, count } of rows) endpoints.set({ state }, count);
    },
  });
  const events = new Gauge({
    name: 'casebridge_webhook_deliveries',
    help: 'Events that endpoints have not taken, by state: pending (held ones of paused endpoints aside) or dead.',
    labelNames: ['state'],
    registers,
    collect: async () => {
      const { rows } = await pool.query<{ state: string; count: number }>(countEvents);
      for (const { state, count } of rows) events.set({ state }, count);
    },
  });
  const lag = new Gauge({
    name: 'casebridge_webhook_lag_seconds',
    help: 'Age of the oldest event that an endpoint should have taken by now, in seconds; 0 when none waits.',
    registers,
    collect: async () => {
      const { rows } = await pool.query<{ seconds: number }>(webhookLag);
      lag.set(rows[0]?.seconds ?? 0);
    },
  });
  const overdue = new Gauge({
    name: 'casebridge_development_issue_overdue_seconds',
    help: 'How long the development issue that waits longest should have been created or read by now, by tracker, in seconds.',
    labelNames: ['tracker'],
    registers,
    collect: async () => {
      overdue.reset();
      const { rows } = await pool.query<{ tracker: string; seconds: number }>(issuesOverdue, [trackers]);
      for (const { tracker, seconds } of rows) overdue.set({ tracker }, seconds);
    },
  });
  return {
    observe: ({ platform, outcome, durationMs }) => {
      attempts.inc({ platform, outcome });
      duration.observe({ platform }, durationMs / 1000);
    },
    countInbound: ({ platform, kind, ending }) =>
      inbound.inc({ platform, kind, ending: ending.kind, reason: ending.kind === 'ignored' ? ending.reason : '' }),
    countApi: ({ operation, status, durationMs }) => api.observe({ operation, status }, durationMs / 1000),
    list: () => registry.getMetricsAsJSON(),
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
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
    (select min(at) from webhook_event where dispatched_at is null))), 0)::float seconds`;

// a tracker that asked to wait is not late
const issuesOverdue = `
  select tracker, greatest(extract(epoch from now() - min(greatest(next_at, coalesce(paused_until, next_at)))), 0)::float seconds
  from dev_issue where next_at is not null and tracker = any ($1) group by tracker`;
