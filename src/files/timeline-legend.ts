// Draws the legend below the chart: the number, time, state and beginning of each update. If there are too many updates, it lists the first.
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { noticeStateLabel } from '../domain/notice.ts';
import { spanOf, timesIn, updateText, type Timeline, type TimelineUpdate } from '../domain/timeline.ts';
import { drawBadge } from './badge.ts';
import { drawable, fit, fontOf } from './fonts.ts';
import { colors, markColor } from './timeline-colors.ts';

const rowHeight = 34;
const rows = 6;
const gap = 32;

/** Returns the height of the legend, in pixels. */
export function legendHeight({ updates }: Timeline): number {
  return Math.min(updates.length, rows) * rowHeight;
}

/** Draws the legend. @param zone IANA name */
export function drawLegend(context: SKRSContext2D, timeline: Timeline, zone: string, width: number): void {
  const { updates } = timeline;
  const columns = updates.length > rows ? 2 : 1;
  const each = (width - (columns - 1) * gap) / columns;
  const time = timesIn(spanOf(timeline), zone);
  const shown = updates.length > rows * columns ? rows * columns - 1 : updates.length;
  const entries = updates.slice(0, shown).map((update) => piecesOf(update, time(update.at)));
  const widths = [0, 1].map((column) => Math.max(...entries.map((pieces) => widthOf(context, pieces[column])), 0));
  entries.forEach((pieces, index) => {
    const [x, y] = placeOf(index, each);
    const color = markColor(timeline.kind, updates[index]?.state ?? timeline.state);
    drawBadge(context, x + 14, y, { number: index + 1, color });
    let left = x + 40;
    pieces.forEach(({ text, font, color }, column) => {
      context.font = font;
      context.fillStyle = color;
      context.fillText(fit(context, text, x + each - left), left, y + 6);
      left += (widths[column] ?? 0) + 14;
    });
  });
  if (shown < updates.length) drawMoreLine(context, placeOf(shown, each), updates.length - shown);
}

interface Piece {
  text: string;
  font: string;
  color: string;
}

/** Splits an entry into pieces. They are drawn one by one, so that right-to-left text does not move the time. */
function piecesOf(update: TimelineUpdate, time: string): Piece[] {
  return [
    { text: time, font: fontOf(18), color: colors.quiet },
    { text: noticeStateLabel(update.state), font: fontOf(18, 700), color: colors.ink },
    { text: drawable(plainText(updateText(update))), font: fontOf(18), color: colors.ink },
  ];
}

function placeOf(index: number, each: number): [x: number, y: number] {
  return [Math.floor(index / rows) * (each + gap), (index % rows) * rowHeight + rowHeight / 2];
}

function widthOf(context: SKRSContext2D, piece: Piece | undefined): number {
  if (!piece) return 0;
  context.font = piece.font;
  return context.measureText(piece.text).width;
}

function drawMoreLine(context: SKRSContext2D, [x, y]: [x: number, y: number], count: number): void {
  context.font = fontOf(18);
  context.fillStyle = colors.quiet;
  context.fillText(`… and ${count} more. The Markdown timeline lists all updates.`, x, y + 6);
}

/** Returns the first 500 characters of CommonMark as plain text, which is more than fits in a line of the legend. */
function plainText(markdown: string): string {
  return textOf(fromMarkdown(markdown.slice(0, 500)));
}

const blocks = new Set<Nodes['type']>(['root', 'blockquote', 'list', 'listItem']);

function textOf(node: Nodes): string {
  if (node.type === 'html') return '';
  if (node.type === 'break') return ' ';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join(blocks.has(node.type) ? ' ' : '') : '';
}
