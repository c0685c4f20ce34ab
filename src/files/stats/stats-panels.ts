// The panels of the chart of statistics: what was opened and closed over time, the open cases over time, and the largest groups or the times to
// respond and to resolve. Drawn with Chart.js, as the timeline of an incident (timeline-chart.ts).
import type { SKRSContext2D } from '@napi-rs/canvas';
import { Chart } from 'chart.js';
import { DateTime } from 'luxon';
import { minForPercentile, topGroups, type StatsReport, type Timing } from '../../domain/stats/stats-report.ts';
import { drawable, fit, fontOf } from '../fonts.ts';
import { counts, drawLegend, drawTitle, font, names, onCanvas, padding, still, ticks, type Box } from './panel.ts';
import { colors } from './stats-colors.ts';

/** A full bar, and a hollow one. */
const opened = { backgroundColor: colors.opened, borderColor: colors.opened, borderWidth: 2 };
const closed = { backgroundColor: colors.hollow, borderColor: colors.closed, borderWidth: 3 };

/** Groups in the chart at most. */
const maxGroups = 6;

/** Draws bars of what was opened and closed. */
export function drawMoved(target: SKRSContext2D, { buckets, unit }: StatsReport, box: Box): void {
  drawTitle(target, `Opened and closed per ${unit}`, box);
  drawLegend(target, box, [
    { text: 'Opened', fill: colors.opened, edge: colors.opened },
    { text: 'Closed', fill: colors.hollow, edge: colors.closed },
  ]);
  onCanvas(
    target,
    box,
    (canvas) =>
      new Chart(canvas, {
        type: 'bar',
        data: {
          labels: buckets.map(({ start }) => dayName(start, unit)),
          datasets: [
            { data: buckets.map((one) => one.opened), ...opened, borderSkipped: false },
            { data: buckets.map((one) => one.closed), ...closed, borderSkipped: false },
          ],
        },
        options: { ...still, layout: { padding }, scales: { x: { ...names, ticks: { ...ticks, maxRotation: 0 } }, y: counts } },
      }),
  );
}

/** Draws a line of the open cases at the end of each day, week or month. */
export function drawOpen(target: SKRSContext2D, { buckets, unit }: StatsReport, box: Box): void {
  drawTitle(target, `Open cases at the end of each ${unit}`, box);
  const line = { clip: 8, borderColor: colors.open, borderWidth: 3, pointBackgroundColor: colors.open, pointRadius: 4 };
  onCanvas(
    target,
    box,
    (canvas) =>
      new Chart(canvas, {
        type: 'line',
        data: {
          labels: buckets.map(({ start }) => dayName(start, unit)),
          datasets: [{ data: buckets.map(({ open }) => open), ...line }],
        },
        options: { ...still, layout: { padding }, scales: { x: { ...names, ticks: { ...ticks, maxRotation: 0 } }, y: counts } },
      }),
  );
}

/** Draws bars of the largest groups. */
export function drawGroups(target: SKRSContext2D, report: StatsReport, box: Box): void {
  const { shown, others } = topGroups(report, maxGroups);
  const more = others.length > 0 ? `, ${shown.length} of ${report.groups.length}` : '';
  drawTitle(target, `By ${report.split ?? ''}${more}`, box);
  target.font = fontOf(font.size);
  const labels = shown.map(({ label }) => fit(target, drawable(label), box.width * 0.45));
  onCanvas(
    target,
    box,
    (canvas) =>
      new Chart(canvas, {
        type: 'bar',
        data: {
          labels,
          datasets: [
            { data: shown.map(({ now }) => now.opened), ...opened, borderSkipped: false },
            { data: shown.map(({ now }) => now.closed), ...closed, borderSkipped: false },
          ],
        },
        options: {
          ...still,
          indexAxis: 'y',
          layout: { padding },
          scales: { x: counts, y: { ...names, ticks: { ...ticks, autoSkip: false } } },
        },
      }),
  );
}

/** Draws the times to respond and to resolve as bars, each with that of the period before. */
export function drawTimes(target: SKRSContext2D, { total, totalBefore }: StatsReport, box: Box): void {
  const rows: readonly [label: string, of: Timing][] = [
    ['First response', total.firstResponse],
    ['before', totalBefore.firstResponse],
    ['Resolution', total.resolution],
    ['before', totalBefore.resolution],
  ];
  const longest = Math.max(...rows.map(([, { median, p90 }]) => p90 ?? median ?? 0));
  const unit = longest > 3 * 86_400 ? { name: 'Days', seconds: 86_400 } : { name: 'Hours', seconds: 3600 };
  const inUnit = (seconds: number | null): number | null => seconds && seconds / unit.seconds;
  drawTitle(target, unit.name, box);
  drawLegend(target, box, [
    { text: 'Median', fill: colors.time, edge: colors.time },
    { text: '90%', fill: colors.hollow, edge: colors.time },
  ]);
  const bar = { borderColor: colors.time, borderWidth: 3, borderSkipped: false as const };
  onCanvas(
    target,
    box,
    (canvas) =>
      new Chart(canvas, {
        type: 'bar',
        data: {
          labels: rows.map(([label]) => label),
          datasets: [
            { data: rows.map(([, { median }]) => inUnit(median)), ...bar, backgroundColor: colors.time },
            {
              data: rows.map(([, { cases, p90 }]) => (cases < minForPercentile ? null : inUnit(p90))),
              ...bar,
              backgroundColor: colors.hollow,
            },
          ],
        },
        options: {
          ...still,
          indexAxis: 'y',
          layout: { padding },
          scales: { x: { ...counts, suggestedMax: 1 }, y: { ...names, ticks: { ...ticks, autoSkip: false } } },
        },
      }),
  );
}

/** Writes the first day of a bar, such as `Oct 1`, or its month, such as `Oct 2026`. */
function dayName(start: string, unit: StatsReport['unit']): string {
  return DateTime.fromISO(start, { zone: 'UTC' })
    .setLocale('en-US')
    .toFormat(unit === 'month' ? 'LLL yyyy' : 'LLL d');
}
