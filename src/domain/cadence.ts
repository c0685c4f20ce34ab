import { durationMs } from './duration.ts';
import type { NoticeSeverity } from './notice.ts';
import { severities } from './notice.ts';
import type { Settings } from './settings.ts';

/** Converts the configured cadences of status broadcasts to milliseconds, by severity (process.md, Incidents and maintenance). */
export function cadences(settings: Pick<Settings, 'incidents' | 'businessHours'>): Record<NoticeSeverity, number> {
  const ms = severities.map((severity) => [severity, durationMs(settings.incidents.cadence[severity], settings.businessHours)]);
  return Object.fromEntries(ms) as Record<NoticeSeverity, number>;
}
