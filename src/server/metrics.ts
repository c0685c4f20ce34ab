// What an operator's Prometheus reads at GET /metrics: nothing of any case.
import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Observation } from '../outbox/drain-destination.ts';

export interface Metrics {
  /** hears of every attempt to deliver */
  observe: (what: Observation) => void;
  /** the registry in Prometheus' text format, with its content type */
  read: () => Promise<{ type: string; text: string }>;
}

export function createMetrics(pool: Pool): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'casebridge_' });
  const attempts = new Counter({
    name: 'casebridge_delivery_attempts_total',
    help: 'Attempts to deliver a message',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'casebridge_delivery_attempt_seconds',
    help: 'How long an attempt to deliver took',
    labelNames: ['platform'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  });
  const deliveries = new Gauge({
    name: 'casebridge_deliveries',
    help: 'Deliveries that wait, and dead letters',
    labelNames: ['state'],
    registers,
    // counted when asked: processes share the queue, so none of them could keep the number
    collect: async () => {
      const { rows } = await pool.query<{ state: string; count: number }>(countWaiting);
      for (const { state, count } of rows) deliveries.set({ state }, count);
    },
  });
  return {
    observe: ({ platform, outcome, ms }) => {
      attempts.inc({ platform, outcome });
      duration.observe({ platform }, ms / 1000);
    },
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

const countWaiting = `
  select 'waiting' state, count(*)::int count from delivery where state in ('pending', 'sending')
  union all select 'dead', count(*)::int from delivery where state = 'dead'`;
