// How often an open incident is spoken of when nothing changes (process.md, Incidents and maintenance).
import { durationMs } from './duration.ts';
import type { NoticeSeverity } from './notice.ts';
import { severities } from './notice.ts';
import type { Settings } from './settings.ts';

/** @returns milliseconds between status broadcasts, by severity */
export function cadences(settings: Pick<Settings, 'incidents' | 'businessHours'>): Record<NoticeSeverity, number> {
  const ms = severities.map((severity) => [severity, durationMs(settings.incidents.cadence[severity], settings.businessHours)]);
  return Object.fromEntries(ms) as Record<NoticeSeverity, number>;
}
