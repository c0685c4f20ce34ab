// The panels of the chart of statistics: what was opened and closed over time, the open cases over time, and the largest groups. Drawn with
// Chart.js, as the timeline of an incident (timeline-chart.ts).
import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { DateTime } from 'luxon';
import { topGroups, type StatsReport } from '../../domain/stats/stats-report.ts';
import { drawable, families, fit, fontOf } from '../fonts.ts';
import { colors } from './stats-colors.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement);

/** Where a panel is drawn, in pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const font = { family: families, size: 18 };
const still = { animation: false as const, responsive: false, devicePixelRatio: 1, events: [] };
const padding = { top: 8, right: 16, bottom: 4, left: 4 };
const ticks = { font, color: colors.quiet };
const counts = {
  min: 0,
  suggestedMax: 4,
  grid: { color: colors.grid },
  border: { display: false },
  ticks: { ...ticks, precision: 0, maxTicksLimit: 6 },
};
const names = { grid: { display: false }, border: { color: colors.quiet } };
/** A full bar, and a hollow one. */
const opened = { backgroundColor: colors.opened, borderColor: colors.opened, borderWidth: 2 };
const closed = { backgroundColor: colors.hollow, borderColor: colors.closed, borderWidth: 3 };

/** Groups in the chart at most. */
const maxGroups = 6;

/** Draws bars of what was opened and closed. */
export function drawMoved(target: SKRSContext2D, { buckets, unit }: StatsReport, box: Box): void {
  drawTitle(target, `Opened and closed per ${unit}`, box);
  drawLegend(target, box);
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

/** Height of a panel's title, in pixels. */
const titleHeight = 32;

function drawTitle(target: SKRSContext2D, title: string, { left, top }: Box): void {
  target.font = fontOf(20, 700);
  target.fillStyle = colors.ink;
  target.fillText(title, left, top + 20);
}

/** Draws what the bars mean at the right edge, in the line of the title. */
function drawLegend(target: SKRSContext2D, { left, top, width }: Box): void {
  target.font = fontOf(20);
  const entries = [
    { text: 'Opened', fill: colors.opened, edge: colors.opened },
    { text: 'Closed', fill: colors.hollow, edge: colors.closed },
  ];
  let x = left + width - entries.reduce((sum, { text }) => sum + 22 + 8 + target.measureText(text).width + 24, -24);
  for (const { text, fill, edge } of entries) {
    target.fillStyle = fill;
    target.strokeStyle = edge;
    target.lineWidth = 3;
    target.fillRect(x + 1.5, top + 5, 18, 16);
    target.strokeRect(x + 1.5, top + 5, 18, 16);
    target.fillStyle = colors.ink;
    target.fillText(text, x + 30, top + 20);
    x += 22 + 8 + target.measureText(text).width + 24;
  }
}

/** Draws a chart below the panel's title. Chart.js keeps a chart until it is destroyed, and destroying it clears its canvas. */
function onCanvas(target: SKRSContext2D, { left, top, width, height }: Box, draw: (canvas: Canvas) => { destroy(): void }): void {
  const canvas = createCanvas(width, height - titleHeight);
  const chart = draw(canvas);
  target.drawImage(canvas, left, top + titleHeight);
  chart.destroy();
}

/** Writes the first day of a bar, such as `Oct 1`, or its month, such as `Oct 2026`. */
function dayName(start: string, unit: StatsReport['unit']): string {
  return DateTime.fromISO(start, { zone: 'UTC' })
    .setLocale('en-US')
    .toFormat(unit === 'month' ? 'LLL yyyy' : 'LLL d');
}
