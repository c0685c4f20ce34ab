import { isOver, type NoticeKind, type NoticeState } from '../domain/notice.ts';

/** The colors of the timeline. Texts on `paper`, and `paper` on marks, have a contrast of at least 4.5:1. */
export const colors = {
  paper: '#ffffff',
  ink: '#111827',
  quiet: '#4b5563',
  grid: '#e5e7eb',
  line: '#1d4ed8',
  under: 'rgba(29, 78, 216, 0.12)',
} as const;

/** Returns the color of the banner: orange for an incident, green for maintenance, gray when it is over. */
export function markColor(kind: NoticeKind, state: NoticeState): string {
  if (isOver(state)) return '#4b5563';
  return kind === 'incident' ? '#b45309' : '#15803d';
}
