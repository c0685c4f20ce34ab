import type { TelemetryConfig } from '../config/index.ts';
import type { Log } from './log.ts';
import type { PrometheusMetric } from './metric-producer.ts';
import type { Telemetry } from './telemetry.ts';

/**
 * Loads OpenTelemetry's SDK and turns it on.
 * @throws an Error of one line when its packages are not installed
 */
export async function loadTelemetry(
  config: TelemetryConfig,
  readMetrics: () => Promise<PrometheusMetric[]>,
  log: Log,
): Promise<Telemetry> {
  const loaded = await import('./telemetry.ts').catch((cause: unknown) => {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND';
    throw isMissing
      ? new Error(
          'OTEL_EXPORTER_OTLP_… is set, but the packages of OpenTelemetry are not here: install with optional dependencies, or bundle with --with-telemetry.',
          { cause },
        )
      : cause;
  });
  return loaded.startTelemetry(config, readMetrics, log);
}
