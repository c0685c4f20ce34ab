import type { Goal } from './sla-state.ts';

const labels: Record<Goal, string> = { firstResponse: 'First response', nextUpdate: 'Next update', resolution: 'Resolution' };

/** Names a goal for people. */
export const goalLabel = (goal: Goal): string => labels[goal];
