import type { Tone } from './elements.ts';

/** The sign that goes before a callout's words: colour alone says nothing to some readers. */
export const toneSigns: Readonly<Record<Tone, string>> = {
  neutral: 'ℹ️',
  good: '✅',
  warning: '⚠️',
  danger: '🚨',
  incident: '🟠',
  maintenance: '🟢',
  over: '⚪',
};
