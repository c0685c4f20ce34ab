/**
 * The colors of charts of statistics. Blue and vermilion are of Okabe and Ito's palette, which people tell apart whatever
 * colors they see; green, a little darker than theirs, has a panel of its own. The
 * paper is white on every background. Opened is a full bar and closed a hollow one, so color is never the only difference.
 */
export const colors = {
  paper: '#ffffff',
  ink: '#111827',
  quiet: '#4b5563',
  grid: '#e5e7eb',
  opened: '#0072b2',
  closed: '#d55e00',
  time: '#00795a',
  hollow: '#ffffff',
  open: '#111827',
} as const;
