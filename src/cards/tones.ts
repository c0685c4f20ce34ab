import type { Tone } from './elements.ts';

/** The sign in front of a callout, because color alone means nothing to some readers and Slack's blocks have none. */
export const toneSigns: Readonly<Record<Tone, string>> = {
  neutral: 'ℹ️',
  good: '✅',
  warning: '⚠️',
  danger: '🚨',
  incident: '🟠',
  maintenance: '🟢',
  over: '⚪',
};
