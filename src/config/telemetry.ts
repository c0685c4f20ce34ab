// OpenTelemetry: off unless an endpoint is set. The names and meanings are OpenTelemetry's own (opentelemetry.io/docs/specs/otel/protocol/exporter).
import { z } from 'zod';
import { webAddress } from './error.ts';

/** Where traces and metrics are sent. */
export interface TelemetryConfig {
  /** the whole address for each; null: not sent */
  tracesUrl: string | null;
  metricsUrl: string | null;
  headers: Readonly<Record<string, string>>;
  serviceName: string;
  /** further attributes of the process, e.g. deployment.environment */
  resource: Readonly<Record<string, string>>;
  /** the share of requests that are traced, 0 to 1 */
  sampleRatio: number;
  metricsEveryMs: number;
  spansEveryMs: number;
}

/** `key1=value1,key2=value2`, with values as in an address (percent-encoded). */
const pairs = z.string().transform((text, context) => {
  const entries: [string, string][] = [];
  for (const pair of text.split(',').filter((one) => one.trim() !== '')) {
    const at = pair.indexOf('=');
    try {
      if (at < 1) throw new Error('no key');
      entries.push([pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]);
    } catch {
      context.addIssue({ code: 'custom' });
    }
  }
  return Object.fromEntries(entries);
});
const exporter = z.enum(['otlp', 'none']).optional();

/** Checks on the variables. */
export const telemetryVariables = {
  OTEL_SDK_DISABLED: z.enum(['true', 'false']).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: webAddress.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: webAddress.optional(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: webAddress.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(['http/json']).optional(),
  OTEL_TRACES_EXPORTER: exporter,
  OTEL_METRICS_EXPORTER: exporter,
  OTEL_SERVICE_NAME: z.string().max(200).optional(),
  OTEL_RESOURCE_ATTRIBUTES: pairs.optional(),
  OTEL_TRACES_SAMPLER: z.enum(['parentbased_traceidratio', 'traceidratio', 'always_on', 'parentbased_always_on']).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number<string>().min(0).max(1).optional(),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce.number<string>().int().min(1_000).optional(),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce.number<string>().int().min(10).optional(),
};

/** What each variable must be. */
export const telemetryRequirement: Record<keyof typeof telemetryVariables, string> = {
  OTEL_SDK_DISABLED: 'must be true or false',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'must be the http:// or https:// address of an OTLP collector, such as http://localhost:4318',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'must be an http:// or https:// address, such as http://localhost:4318/v1/traces',
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'must be an http:// or https:// address, such as http://localhost:4318/v1/metrics',
  OTEL_EXPORTER_OTLP_HEADERS: 'must look like key1=value1,key2=value2',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'must be http/json, the only protocol that is built in',
  OTEL_TRACES_EXPORTER: 'must be otlp or none',
  OTEL_METRICS_EXPORTER: 'must be otlp or none',
  OTEL_SERVICE_NAME: 'must be at most 200 characters',
  OTEL_RESOURCE_ATTRIBUTES: 'must look like key1=value1,key2=value2',
  OTEL_TRACES_SAMPLER: 'must be parentbased_traceidratio, traceidratio, parentbased_always_on or always_on',
  OTEL_TRACES_SAMPLER_ARG: 'must be a number from 0 to 1',
  OTEL_METRIC_EXPORT_INTERVAL: 'must be milliseconds, 1000 or more',
  OTEL_BSP_SCHEDULE_DELAY: 'must be milliseconds, 10 or more',
};

type Values = { [Name in keyof typeof telemetryVariables]?: z.output<(typeof telemetryVariables)[Name]> };

/** Reads where to send traces and metrics. @returns null: nowhere */
export function readTelemetry(values: Values): TelemetryConfig | null {
  const base = values.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '');
  const below = (path: string): string | null => (base === undefined ? null : `${base}${path}`);
  const wanted = (choice: 'otlp' | 'none' | undefined, url: string | null): string | null => (choice === 'none' ? null : url);
  const tracesUrl = wanted(values.OTEL_TRACES_EXPORTER, values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? below('/v1/traces'));
  const metricsUrl = wanted(values.OTEL_METRICS_EXPORTER, values.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT ?? below('/v1/metrics'));
  if (values.OTEL_SDK_DISABLED === 'true' || (tracesUrl === null && metricsUrl === null)) return null;
  const isRatio = values.OTEL_TRACES_SAMPLER?.endsWith('traceidratio') ?? true;
  return {
    tracesUrl,
    metricsUrl,
    headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: values.OTEL_SERVICE_NAME ?? 'casebridge',
    resource: values.OTEL_RESOURCE_ATTRIBUTES ?? {},
    sampleRatio: isRatio ? (values.OTEL_TRACES_SAMPLER_ARG ?? 1) : 1,
    metricsEveryMs: values.OTEL_METRIC_EXPORT_INTERVAL ?? 60_000,
    spansEveryMs: values.OTEL_BSP_SCHEDULE_DELAY ?? 5_000,
  };
}
