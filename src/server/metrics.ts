// GET /metrics for Prometheus: inbound events, requests of the API, delivery attempts, runs of the schedule, whether the process is ready, figures
// of the process itself, and what the database counts (database-metrics.ts).
// No metric names a case, an account or a person. There is nothing to configure.
import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AttemptObservation } from '../outbox/worker-context.ts';
import type { InboundEvent } from '../ports.ts';
import { addDatabaseMetrics } from './database-metrics.ts';
import { isUp, type Checks } from './http.ts';
import { createLog, type Log } from './log.ts';
import { jobs } from './schedule.ts';

/** The metrics of this process. */
export interface Metrics {
  /** Counts an attempt to deliver a message. */
  observe: (attempt: AttemptObservation) => void;
  /** Counts an inbound event with its ending. */
  countInbound: (event: InboundEvent) => void;
  /** Counts a request of the API. */
  countApi: (request: { operation: string; status: number; durationMs: number }) => void;
  /** Counts a run of a job of the schedule. */
  countJob: (job: string, outcome: 'done' | 'failed') => void;
  /** Returns all metrics in Prometheus' text format, with their content type. */
  read: () => Promise<{ type: string; text: string }>;
  /** Returns all metrics, for OpenTelemetry. */
  list: () => Promise<Awaited<ReturnType<Registry['getMetricsAsJSON']>>>;
}

/** What the metrics are about. */
export interface MetricsParts {
  /** names of the configured trackers */
  trackers?: readonly string[];
  /** the configured platforms, mail among them */
  platforms?: readonly string[];
  /** the checks of /readyz; parts that start later add theirs */
  ready?: Checks;
  log?: Log;
}

/**
 * Creates the metrics.
 * @param pool is queried for the deliveries of all processes whenever the metrics are read
 */
export function createMetrics(
  pool: Pool,
  { trackers = [], platforms = [], ready = {}, log = createLog('silent') }: MetricsParts = {},
): Metrics {
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
  const jobRuns = new Counter({
    name: 'casebridge_job_runs_total',
    help: 'Runs of the jobs of the schedule by job and outcome (done or failed), each in one of all processes.',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const readiness = new Gauge({
    name: 'casebridge_ready',
    help: 'Whether what the process needs works, by check: the answer of /readyz, 1 or 0.',
    labelNames: ['check'],
    registers,
    collect: async () => {
      const results = await Promise.all(Object.entries(ready).map(async ([name, check]) => ({ name, up: await isUp(check) })));
      for (const { name, up } of results) readiness.set({ check: name }, up ? 1 : 0);
    },
  });
  addDatabaseMetrics(pool, registry, trackers, log);
  // from zero on, because a series that begins with its first event cannot show that none came
  for (const platform of platforms) attempts.inc({ platform, outcome: 'delivered' }, 0);
  for (const platform of platforms.filter((one) => one !== 'mail'))
    inbound.inc({ platform, kind: 'message', ending: 'effect', reason: '' }, 0);
  for (const { name: job } of jobs) for (const outcome of ['done', 'failed']) jobRuns.inc({ job, outcome }, 0);
  return {
    observe: ({ platform, outcome, durationMs }) => {
      attempts.inc({ platform, outcome });
      duration.observe({ platform }, durationMs / 1000);
    },
    countInbound: ({ platform, kind, ending }) =>
      inbound.inc({ platform, kind, ending: ending.kind, reason: ending.kind === 'ignored' ? ending.reason : '' }),
    countJob: (job, outcome) => jobRuns.inc({ job, outcome }),
    countApi: ({ operation, status, durationMs }) => api.observe({ operation, status }, durationMs / 1000),
    list: () => registry.getMetricsAsJSON(),
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
