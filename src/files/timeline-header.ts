import type { SKRSContext2D } from '@napi-rs/canvas';
import { affects, noticeStateLabel, severityLabel } from '../domain/notice.ts';
import { plural } from '../domain/text/numbers.ts';
import { formatDateTime, formatRange } from '../domain/text/times.ts';
import { durationOf, timelineName, type Timeline } from '../domain/timeline.ts';
import { drawable, fit, fontOf, wrap } from './fonts.ts';
import { colors } from './timeline-colors.ts';

/** Draws the title and the facts. @param zone IANA name @returns the height in pixels */
export function drawHeader(context: SKRSContext2D, timeline: Timeline, zone: string, width: number): number {
  const { severity, state, modules, affected, cases } = timeline;
  let y = 0;
  const write = (text: string, lineHeight: number): void => context.fillText(text, 0, (y += lineHeight) - lineHeight / 4);
  context.fillStyle = colors.ink;
  context.font = fontOf(36, 700);
  for (const part of wrap(context, `${timelineName(timeline)}: ${drawable(timeline.title)}`, width, 2)) write(part, 46);
  const count = plural(cases.length, 'case linked', 'cases linked');
  const lines = [
    [noticeStateLabel(state), severity && severityLabel(severity), periodText(timeline, zone), durationOf(timeline)],
    [affected, count, affects(modules)],
  ];
  context.fillStyle = colors.quiet;
  context.font = fontOf(22);
  for (const facts of lines) write(fit(context, drawable(facts.filter((fact) => fact !== null).join(' · ')), width), 34);
  return y;
}

function periodText({ startsAt, endsAt, closedAt }: Timeline, zone: string): string {
  const end = closedAt ?? endsAt;
  if (!end) return `since ${formatDateTime(startsAt, zone)}`;
  // canceled before it started
  if (end < startsAt) return `planned for ${formatDateTime(startsAt, zone)}`;
  return formatRange(startsAt, end, zone);
}
