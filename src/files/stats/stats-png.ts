// Draws statistics as an image. From top to bottom: the period and its counts, what was opened and closed, the open cases, and beside them
// the times to respond and resolve or, with a split, the largest groups. It names nobody but those groups.
import { createCanvas } from '@napi-rs/canvas';
import { formatSpan } from '../../domain/stats/stats-period.ts';
import { isEmptyReport, type StatsReport } from '../../domain/stats/stats-report.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { formatZone } from '../../domain/text/times.ts';
import { fit, fontOf } from '../fonts.ts';
import { colors } from './stats-colors.ts';
import { drawGroups, drawMoved, drawOpen, drawTimes } from './stats-panels.ts';

/** Size of the image, in pixels: Teams shows up to 1,024 in each direction, and Slack shows it half as wide. */
const imageSize = { width: 1024, height: 768 } as const;
const margin = 28;
const gap = 24;

/** Draws statistics as a PNG. */
export async function statsPng(report: StatsReport): Promise<Buffer> {
  const canvas = createCanvas(imageSize.width, imageSize.height);
  const context = canvas.getContext('2d');
  context.lang = 'en'; // regardless of the machine's language
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(margin, margin);
  const [width, bottom] = [canvas.width - 2 * margin, canvas.height - 2 * margin];
  const { from, zone, total, openAtStart } = report;
  context.fillStyle = colors.ink;
  context.font = fontOf(30, 700);
  context.fillText(fit(context, `Cases, ${formatSpan(report, zone)}`, width), 0, 28);
  const counts = [
    `${formatCount(total.opened)} opened`,
    `${formatCount(total.closed)} closed`,
    ...(total.reopened > 0 ? [`${formatCount(total.reopened)} reopened`] : []),
    `${formatCount(openAtStart)} open before, ${formatCount(total.open)} at the end`,
    formatZone(zone, from),
  ];
  context.fillStyle = colors.quiet;
  context.font = fontOf(20);
  context.fillText(fit(context, counts.join(' · '), width), 0, 62);
  if (isEmptyReport(report)) {
    context.font = fontOf(26);
    context.textAlign = 'center';
    context.fillText('No cases in this period.', width / 2, bottom / 2);
    return canvas.encode('png');
  }
  const half = Math.floor((width - gap) / 2);
  const first = { left: 0, top: 88, width, height: 316 };
  const second = { left: 0, top: first.top + first.height + gap, width, height: bottom - first.top - first.height - gap };
  drawMoved(context, report, first);
  drawOpen(context, report, { ...second, width: half });
  const drawLast = report.groups.length > 0 ? drawGroups : drawTimes;
  drawLast(context, report, { ...second, left: half + gap, width: half });
  return canvas.encode('png');
}
