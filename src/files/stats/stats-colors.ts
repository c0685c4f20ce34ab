/**
 * The colors of charts of statistics. Blue and vermilion are of Okabe and Ito's palette, which people tell apart whatever colors they see. The
 * paper is white on every background. Opened is a full bar and closed a hollow one, so color is never the only difference.
 */
export const colors = {
  paper: '#ffffff',
  ink: '#111827',
  quiet: '#4b5563',
  grid: '#e5e7eb',
  opened: '#0072b2',
  closed: '#d55e00',
  hollow: '#ffffff',
  open: '#111827',
} as const;
