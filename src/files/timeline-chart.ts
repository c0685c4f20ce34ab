// Draws the chart of linked cases over time, with a mark for every update. Uses Chart.js on @napi-rs/canvas (both MIT and typed), which is Skia
// in one prebuilt file, without a browser or an install script. The alternatives were resvg, which is MPL, and ECharts, which takes 67 MB
// instead of Chart.js's 6.
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { Chart, Filler, LinearScale, LineController, LineElement, PointElement, type Plugin } from 'chart.js';
import { spanOf, type Timeline } from '../domain/timeline.ts';
import { badgeSize, drawBadge } from './badge.ts';
import { families, fontOf } from './fonts.ts';
import { timeTicks } from './time-ticks.ts';
import { colors, markColor } from './timeline-colors.ts';

Chart.register(Filler, LinearScale, LineController, LineElement, PointElement);

const rowHeight = badgeSize + 4;
const maxRows = 3;
const font = { family: families, size: 17 };

/** Draws the chart at the left edge of an image, from `size.top`, in pixels. @param zone IANA name */
export function drawChart(
  target: SKRSContext2D,
  timeline: Timeline,
  zone: string,
  size: { top: number; width: number; height: number },
): void {
  const { cases, updates } = timeline;
  const { from, to } = atLeastAMinute(spanOf(timeline));
  const ticks = timeTicks(from, to, zone);
  const canvas = createCanvas(size.width, size.height);
  // the exact width without the axis is known only after drawing; an estimate is enough to arrange the numbers in rows
  const perMs = (size.width - 120) / (to.getTime() - from.getTime());
  const rows = rowsOf(updates.map(({ at }) => (at.getTime() - from.getTime()) * perMs));
  // without animation, Chart.js draws right away
  const chart = new Chart(canvas, {
    type: 'line',
    data: { datasets: [{ data: steps(cases, from, to), ...lineOf(cases.length) }] },
    options: {
      ...{ animation: false, responsive: false, devicePixelRatio: 1, events: [] },
      layout: { padding: { top: Math.max(...rows.map((row) => row + 1), 0) * rowHeight + 24, bottom: 24, right: 16 } },
      scales: {
        x: {
          ...{ type: 'linear', min: from.getTime(), max: to.getTime() },
          grid: { color: colors.grid },
          border: { color: colors.quiet },
          afterBuildTicks: (axis) => void (axis.ticks = ticks.map(({ value }) => ({ value }))),
          ticks: {
            font,
            color: colors.quiet,
            autoSkip: false,
            maxRotation: 0,
            callback: (_value, index) => ticks[index]?.label,
          },
        },
        y: {
          ...{ min: 0, suggestedMax: 4 },
          grid: { color: colors.grid },
          border: { display: false },
          ticks: { font, color: colors.quiet, precision: 0, maxTicksLimit: 7 },
          title: { display: true, text: 'Cases linked', font, color: colors.quiet },
        },
      },
    },
    plugins: [marks(timeline, canvas.getContext('2d'), rows)],
  });
  target.drawImage(canvas, 0, size.top);
  chart.destroy(); // otherwise Chart.js keeps it forever; destroying it clears its canvas
}

/** Extends a timeline to at least a minute, so that it has a width. */
function atLeastAMinute({ from, to }: { from: Date; to: Date }): { from: Date; to: Date } {
  return { from, to: new Date(Math.max(to.getTime(), from.getTime() + 60_000)) };
}

function steps(cases: readonly Date[], from: Date, to: Date): { x: number; y: number }[] {
  const linked = [from, ...cases].map((at, count) => ({ x: at.getTime(), y: count }));
  return [...linked, { x: to.getTime(), y: cases.length }];
}

/** Returns the style of the line. Up to 40 cases are drawn as single points. */
function lineOf(count: number) {
  const radius = ({ dataIndex }: { dataIndex: number }) => (count <= 40 && dataIndex > 0 && dataIndex <= count ? 4 : 0);
  return {
    ...{ stepped: 'before' as const, fill: 'origin', clip: 8 },
    ...{ borderColor: colors.line, borderWidth: 3, backgroundColor: colors.under },
    ...{ pointRadius: radius, pointBackgroundColor: colors.line },
  };
}

/**
 * Arranges the numbers of the updates in rows so that they do not overlap.
 * @param places pixels from the left
 * @returns the row of each number, 0 for the lowest, -1 for a number that does not fit
 */
function rowsOf(places: readonly number[]): number[] {
  const ends: number[] = [];
  return places.map((x) => {
    const free = Array.from({ length: maxRows }, (_, row) => row).find((row) => (ends[row] ?? -Infinity) + rowHeight <= x) ?? -1;
    if (free >= 0) ends[free] = x;
    return free;
  });
}

function marks({ updates, kind, cases }: Timeline, context: SKRSContext2D, rows: readonly number[]): Plugin<'line'> {
  return {
    id: 'marks',
    beforeDatasetsDraw: ({ chartArea: { left, right, top, bottom }, scales: { x: axis } }) => {
      const marked = updates.map(({ at, state }, index) => ({
        x: axis?.getPixelForValue(at.getTime()) ?? left,
        y: top - 8 - badgeSize / 2 - Math.max(rows[index] ?? 0, 0) * rowHeight,
        color: markColor(kind, state),
        number: index + 1,
      }));
      for (const { x, y, color } of marked) drawDashes(context, color, x, y, bottom);
      if (cases.length === 0) drawEmptyText(context, (left + right) / 2, (top + bottom) / 2);
      // drawn last, so that no dashed line crosses a number
      for (const { x, y, ...badge } of marked) if (rows[badge.number - 1] !== -1) drawBadge(context, x, y, badge);
    },
  };
}

function drawDashes(context: SKRSContext2D, color: string, x: number, top: number, bottom: number): void {
  context.save();
  context.strokeStyle = color;
  context.setLineDash([6, 5]);
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, bottom);
  context.stroke();
  context.restore();
}

function drawEmptyText(context: SKRSContext2D, x: number, y: number): void {
  context.save();
  context.font = fontOf(22);
  context.textAlign = 'center';
  context.fillStyle = colors.paper; // covers the grid
  context.fillRect(x - 130, y - 24, 260, 32);
  context.fillStyle = colors.quiet;
  context.fillText('No cases were linked.', x, y);
  context.restore();
}
