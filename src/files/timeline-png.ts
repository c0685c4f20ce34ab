// Draws a timeline as an image. From top to bottom: title and facts, the linked cases over time, and the updates.
import { createCanvas } from '@napi-rs/canvas';
import type { Timeline } from '../domain/timeline.ts';
import { drawHeader } from './timeline-header.ts';
import { drawChart } from './timeline-chart.ts';
import { drawLegend, legendHeight } from './timeline-legend.ts';
import { colors } from './timeline-colors.ts';

/** Size of the image, in pixels. */
const imageSize = { width: 1600, height: 900 } as const;
const margin = 48;

/** Draws a timeline as a PNG. @param zone IANA name of the time zone of its times */
export async function timelinePng(timeline: Timeline, zone: string): Promise<Buffer> {
  const canvas = createCanvas(imageSize.width, imageSize.height);
  const context = canvas.getContext('2d');
  context.lang = 'en'; // regardless of the machine's language
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const width = canvas.width - 2 * margin;
  context.translate(margin, margin);
  const top = drawHeader(context, timeline, zone, width);
  const bottom = canvas.height - 2 * margin - legendHeight(timeline);
  drawChart(context, timeline, zone, { top, width, height: bottom - top });
  context.translate(0, bottom);
  drawLegend(context, timeline, zone, width);
  return canvas.encode('png');
}
