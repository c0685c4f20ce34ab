import type { SKRSContext2D } from '@napi-rs/canvas';
import { fontOf } from './fonts.ts';
import { colors } from './timeline-colors.ts';

/** Diameter of a badge, in pixels. */
export const badgeSize = 26;

/** Draws an update's number in a circle around a point. */
export function drawBadge(context: SKRSContext2D, x: number, y: number, badge: { number: number; color: string }): void {
  const text = String(badge.number);
  context.save();
  context.beginPath();
  context.arc(x, y, badgeSize / 2, 0, 2 * Math.PI);
  context.fillStyle = badge.color;
  context.fill();
  context.font = fontOf(text.length > 2 ? 11 : 15, 700);
  context.fillStyle = colors.paper;
  context.textAlign = 'center';
  context.fillText(text, x, y + (text.length > 2 ? 4 : 5.5));
  context.restore();
}
