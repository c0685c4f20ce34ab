// Sends traces and metrics to an OpenTelemetry collector, with OpenTelemetry's own SDK. main.ts loads this file only when an endpoint is
// configured, because the SDK takes memory. Metrics are those of /metrics; traces come from the spans that the rooms open (tracing.ts).
import { randomUUID } from 'node:crypto';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace as traces,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { AggregationTemporality, PeriodicExportingMetricReader, MeterProvider } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { TelemetryConfig } from '../config/index.ts';
import { readVersion } from '../package-root.ts';
import type { Tracer } from '../tracing.ts';
import { useTracer } from '../tracing.ts';
import type { Log } from './log.ts';
import { createMetricProducer, type PrometheusMetric } from './metric-producer.ts';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER } as const;
/** How long a collector may take to answer, in milliseconds. */
const timeoutMs = 5_000;

/** Traces and metrics on their way to a collector. */
export interface Telemetry {
  /** Sends what is left, and ends. A second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Turns telemetry on.
 * @param readMetrics returns what /metrics shows
 * @param log hears once when the collector does not take what is sent, and once when it does again
 */
export function startTelemetry(config: TelemetryConfig, readMetrics: () => Promise<PrometheusMetric[]>, log: Log): Telemetry {
  // without an ID of its own, the metrics of several processes would be one series that jumps between them
  const own = { 'service.instance.id': randomUUID(), 'service.version': readVersion() };
  const resource = resourceFromAttributes({ ...own, ...config.resource, 'service.name': config.serviceName });
  const watch = createWatch(log);
  const { headers } = config;
  const stops: (() => Promise<void>)[] = [];
  if (config.tracesUrl !== null) {
    const exporter = watch(new OTLPTraceExporter({ url: config.tracesUrl, headers, timeoutMillis: timeoutMs }));
    const { tracer, stop } = startTracer(exporter, resource, config);
    useTracer(tracer);
    stops.push(async () => {
      useTracer(null);
      await stop();
    });
  }
  if (config.metricsUrl !== null) {
    const temporalityPreference = AggregationTemporality.CUMULATIVE;
    const reader = new PeriodicExportingMetricReader({
      exporter: watch(
        new OTLPMetricExporter({ url: config.metricsUrl, headers, timeoutMillis: timeoutMs, temporalityPreference }),
      ),
      exportIntervalMillis: config.metricsEveryMs,
      exportTimeoutMillis: Math.min(timeoutMs, config.metricsEveryMs),
      metricProducers: [createMetricProducer(resource, readMetrics)],
    });
    const provider = new MeterProvider({ resource, readers: [reader] });
    stops.push(() => provider.shutdown());
  }
  let stopped: Promise<unknown> | undefined;
  return { stop: async () => void (await (stopped ??= Promise.allSettled(stops.map((stop) => stop())))) };
}

function startTracer(
  exporter: SpanExporter,
  resource: Resource,
  { sampleRatio, spansEveryMs }: TelemetryConfig,
): { tracer: Tracer; stop: () => Promise<void> } {
  const provider = new BasicTracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [new BatchSpanProcessor(exporter, { exportTimeoutMillis: timeoutMs, scheduledDelayMillis: spansEveryMs })],
  });
  // not registered globally: no other library of the process sends spans
  const contexts = new AsyncLocalStorageContextManager().enable();
  const sdk = provider.getTracer('casebridge');
  const tracer: Tracer = {
    async run(name, { kind, attributes, parent }, work) {
      const from = parent === undefined ? contexts.active() : contextOf(parent);
      const span = sdk.startSpan(name, { ...(kind ? { kind: kinds[kind] } : {}), attributes }, from);
      try {
        return await contexts.with(traces.setSpan(from, span), () => work({ set: (more) => void span.setAttributes(more) }));
      } catch (error) {
        // the message of an error may quote what people wrote
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
        throw error;
      } finally {
        span.end();
      }
    },
    current() {
      const span = traces.getSpanContext(contexts.active());
      return span ? `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}` : null;
    },
  };
  return { tracer, stop: () => provider.shutdown().finally(() => contexts.disable()) };
}

function contextOf(parent: string | null): Context {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(parent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const isSampled = (Number.parseInt(flags, 16) & TraceFlags.SAMPLED) !== 0;
  const span: SpanContext = { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true };
  return traces.setSpanContext(ROOT_CONTEXT, span);
}

/** The part of an exporter that is watched. */
interface Exporter<Data> {
  export(data: Data, done: (result: { code: number; error?: Error }) => void): void;
}

/** Logs when a collector stops taking what is sent, and when it starts again, instead of every failure. */
function createWatch(log: Log): <Data, E extends Exporter<Data>>(exporter: E & Exporter<Data>) => E {
  let isDown = false;
  return (exporter) => {
    const send = exporter.export.bind(exporter);
    exporter.export = (data, done) =>
      send(data, (result) => {
        const failed = result.code !== 0;
        if (failed && !isDown)
          log.warn({ err: result.error }, 'the OpenTelemetry collector does not take traces or metrics; they are dropped');
        if (!failed && isDown) log.info('the OpenTelemetry collector takes traces and metrics again');
        isDown = failed;
        done(result);
      });
    return exporter;
  };
}
