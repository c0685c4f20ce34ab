import { durationParts, formatDuration } from './duration.ts';
import type { Duration } from './settings.ts';
import type { ClockKind, Goal } from './sla-state.ts';

const labels: Record<Goal, string> = { firstResponse: 'First response', nextUpdate: 'Next update', resolution: 'Resolution' };

/** Names a goal for people. */
export const goalLabel = (goal: Goal): string => labels[goal];

/** Writes out by when a goal is promised, such as `4 business hours` or `1 business day`. */
export function promiseText(target: Duration, clock: ClockKind): string {
  const text = formatDuration(target);
  const { unit } = durationParts(target);
  return clock === 'business' && (unit === 'h' || unit === 'm') ? text.replace(' ', ' business ') : text;
}
