// What every panel of the chart of statistics is made of: its place, its title, what its bars mean, and how Chart.js draws it.
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
import { families, fontOf } from '../fonts.ts';
import { colors } from './stats-colors.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement);

/** Where a panel is drawn, in pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The font of axes. */
export const font = { family: families, size: 18 };
/** Options of a chart that is drawn once, right away. */
export const still = { animation: false as const, responsive: false, devicePixelRatio: 1, events: [] };
/** Room around a chart, in pixels. */
export const padding = { top: 8, right: 16, bottom: 4, left: 4 };
/** The texts of an axis. */
export const ticks = { font, color: colors.quiet };
/** An axis of counts. */
export const counts = {
  min: 0,
  suggestedMax: 4,
  grid: { color: colors.grid },
  border: { display: false },
  ticks: { ...ticks, precision: 0, maxTicksLimit: 6 },
};
/** An axis of names. */
export const names = { grid: { display: false }, border: { color: colors.quiet } };
/** Height of a panel's title, in pixels. */
const titleHeight = 32;

/** Draws the title of a panel. */
export function drawTitle(target: SKRSContext2D, title: string, { left, top }: Box): void {
  target.font = fontOf(20, 700);
  target.fillStyle = colors.ink;
  target.fillText(title, left, top + 20);
}

/** What bars of a kind mean, and how they look. */
export interface LegendEntry {
  text: string;
  fill: string;
  edge: string;
}

/** Draws what the bars mean at the right edge, in the line of the title. */
export function drawLegend(target: SKRSContext2D, { left, top, width }: Box, entries: readonly LegendEntry[]): void {
  target.font = fontOf(20);
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
export function onCanvas(
  target: SKRSContext2D,
  { left, top, width, height }: Box,
  draw: (canvas: Canvas) => { destroy(): void },
): void {
  const canvas = createCanvas(width, height - titleHeight);
  const chart = draw(canvas);
  target.drawImage(canvas, left, top + titleHeight);
  chart.destroy();
}
