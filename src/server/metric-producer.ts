// The metrics of /metrics in OpenTelemetry's form, so that both show the same.
import type { Attributes } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import { AggregationTemporality, DataPointType, type MetricData, type MetricProducer } from '@opentelemetry/sdk-metrics';

/** A metric as prom-client describes it (`registry.getMetricsAsJSON()`). */
export interface PrometheusMetric {
  name: string;
  help: string;
  /** counter, gauge, histogram or summary */
  type: string | number;
  values: readonly { value: number; labels: Readonly<Record<string, string | number | undefined>>; metricName?: string }[];
}

/** Creates what a metric reader asks for. */
export function createMetricProducer(resource: Resource, read: () => Promise<PrometheusMetric[]>): MetricProducer {
  const startTime = hrTime(Date.now());
  return {
    collect: async () => {
      const endTime = hrTime(Date.now());
      const metrics = (await read()).map((metric) => asData(metric, { startTime, endTime }));
      const scopeMetrics = [{ scope: { name: 'casebridge' }, metrics: metrics.filter((one) => one !== null) }];
      return { resourceMetrics: { resource, scopeMetrics }, errors: [] };
    },
  };
}

type Times = Pick<MetricData['dataPoints'][number], 'startTime' | 'endTime'>;

function asData(metric: PrometheusMetric, times: Times): MetricData | null {
  const { name, help: description, type } = metric;
  const isSeconds = /_seconds(_total)?$/.test(name);
  const descriptor = {
    name,
    description,
    unit: isSeconds ? 's' : name.includes('_bytes') ? 'By' : '1',
    valueType: 1,
    advice: {},
  };
  const common = { descriptor, aggregationTemporality: AggregationTemporality.CUMULATIVE };
  const points = metric.values.map(({ value, labels }) => ({ ...times, attributes: labels, value }));
  if (type === 'counter') return { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: points };
  if (type === 'gauge') return { ...common, dataPointType: DataPointType.GAUGE, dataPoints: points };
  if (type === 'histogram') return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints: histograms(metric, times) };
  return null; // a summary has no form there
}

/** Prometheus counts a value in every bucket that it fits in; OpenTelemetry counts it once. */
function histograms({ values }: PrometheusMetric, times: Times) {
  const byLabels = new Map<
    string,
    { attributes: Attributes; counts: [bound: number, atMost: number][]; sum: number; count: number }
  >();
  for (const { value, labels, metricName = '' } of values) {
    const { le, ...attributes } = labels;
    const key = JSON.stringify(attributes);
    const one = byLabels.get(key) ?? { attributes: attributes, counts: [], sum: 0, count: 0 };
    byLabels.set(key, one);
    if (metricName.endsWith('_bucket')) one.counts.push([le === '+Inf' ? Infinity : Number(le), value]);
    else if (metricName.endsWith('_sum')) one.sum = value;
    else if (metricName.endsWith('_count')) one.count = value;
  }
  return [...byLabels.values()].map(({ attributes, counts, sum, count }) => {
    const sorted = counts.sort(([a], [b]) => a - b);
    const buckets = {
      boundaries: sorted.map(([bound]) => bound).filter(Number.isFinite),
      counts: sorted.map(([, atMost], index) => atMost - (sorted[index - 1]?.[1] ?? 0)),
    };
    return { ...times, attributes, value: { buckets, sum, count } };
  });
}

/** Seconds and nanoseconds. */
function hrTime(ms: number): [number, number] {
  return [Math.floor(ms / 1000), (ms % 1000) * 1_000_000];
}
