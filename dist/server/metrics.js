import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
/** Creates the metrics. @param pool counts the deliveries of all processes whenever the metrics are read */
export function createMetrics(pool) {
    const registry = new Registry();
    const registers = [registry];
    collectDefaultMetrics({ register: registry, prefix: 'casebridge_' });
    const attempts = new Counter({
        name: 'casebridge_delivery_attempts_total',
        help: 'Attempts to deliver a message, by platform and outcome',
        labelNames: ['platform', 'outcome'],
        registers,
    });
    const duration = new Histogram({
        name: 'casebridge_delivery_attempt_seconds',
        help: 'Duration of attempts to deliver a message, by platform',
        labelNames: ['platform'],
        buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
        registers,
    });
    const deliveries = new Gauge({
        name: 'casebridge_deliveries',
        help: 'Waiting deliveries and dead letters',
        labelNames: ['state'],
        registers,
        // counted at each scrape: the processes share the queue, so no single one could keep the number
        collect: async () => {
            const { rows } = await pool.query(countDeliveries);
            for (const { state, count } of rows)
                deliveries.set({ state }, count);
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
const countDeliveries = `
  select 'waiting' state, count(*)::int count from delivery where state in ('pending', 'sending')
  union all select 'dead', count(*)::int from delivery where state = 'dead'`;
//# sourceMappingURL=metrics.js.map