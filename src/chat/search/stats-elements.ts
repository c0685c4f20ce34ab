// The figures of a report as elements of a card: the chart, the figures next to those of the period before, and the groups. Counts always stand
// beside percentages and percentiles, because few cases say little.
import type { Element, Inline } from '../../cards/elements.ts';
import { scoreLabels, scores } from '../../domain/satisfaction.ts';
import { formatSpan, formatSpanInZone } from '../../domain/stats/stats-period.ts';
import {
  minForPercentile,
  topGroups,
  type Figures,
  type StatsReport,
  type StatsSplit,
  type Timing,
} from '../../domain/stats/stats-report.ts';
import { formatCount, formatPercent, plural } from '../../domain/text/numbers.ts';
import { formatElapsed } from '../../domain/text/times.ts';
import type { StatsLinks } from '../../usecases/search/stats-links.ts';

/** Groups shown on a card at most; the CSV file has all. */
const maxGroups = 10;

/** What cases are split by, as people read it. */
export const splitLabels: Record<StatsSplit, string> = {
  advisor: 'By advisor',
  account: 'By account',
  module: 'By module',
  type: 'By case type',
};

/** Says which days are counted and what they are compared with. */
export function periodLine(report: StatsReport): Element {
  const { zone, before } = report;
  return context(`${formatSpanInZone(report, zone)}, compared with ${formatSpan(before, zone)}`);
}

/** Makes the chart. @returns nothing where links cannot be signed */
export function chartElements(report: StatsReport, links: StatsLinks | null): Element[] {
  return links ? [{ kind: 'chart', url: links.png, text: chartText(report) }] : [];
}

/** Says what the chart shows, for those who do not see it. */
function chartText(report: StatsReport): string {
  const { unit, buckets, total, openAtStart, split, zone } = report;
  const { opened, closed, open } = total;
  const most = Math.max(0, ...buckets.map((bucket) => bucket.opened));
  const top = topGroups(report, 3).shown.map(
    ({ label, now }) => `${label}: ${formatCount(now.opened)} opened, ${formatCount(now.closed)} closed`,
  );
  return [
    `Chart of cases opened and closed per ${unit}, ${formatSpan(report, zone)}.`,
    `${formatCount(opened)} opened, ${formatCount(closed)} closed, at most ${formatCount(most)} opened in a ${unit}.`,
    `Open cases went from ${formatCount(openAtStart)} to ${formatCount(open)}.`,
    ...(split && top.length > 0 ? [`${splitLabels[split]}: ${top.join('; ')}.`] : timesText(total)),
  ].join(' ');
}

/** Says how long cases took, as the chart without a split shows it. */
function timesText({ firstResponse, resolution }: Figures): string[] {
  const times = [...labeled('First response:', timing(firstResponse)), ...labeled('Resolution:', timing(resolution))];
  return times.map((time) => `${time}.`);
}

/** Lists the figures of a period with those of the period before. */
export function figureElements({ total, totalBefore: before, openAtStart }: StatsReport): Element[] {
  const field = (label: string, ...value: Inline[]) => ({ label, value });
  const counted = (of: 'opened' | 'closed' | 'reopened' | 'breaches') =>
    `${formatCount(total[of])} (${formatCount(before[of])} before)`;
  const answers = answersOf(total);
  return [
    {
      kind: 'fields',
      fields: [
        field('Opened', counted('opened')),
        field('Closed', counted('closed')),
        field('Reopened', counted('reopened')),
        field('Open at the end', `${formatCount(total.open)} (${formatCount(openAtStart)} at the start)`),
        field('Time to first response', compared(timing, total.firstResponse, before.firstResponse) ?? 'No response yet'),
        field('Time to resolution', compared(timing, total.resolution, before.resolution) ?? 'None resolved'),
        field('SLA met', compared((of: Share) => share(of), slaMet(total), slaMet(before)) ?? 'None closed'),
        field('SLA breaches', counted('breaches')),
        field(
          'Resolved without escalation',
          compared((of: Share) => share(of), firstLevel(total), firstLevel(before)) ?? 'None closed',
        ),
        field('Satisfaction', satisfactionText(total, before)),
      ],
    },
    ...(answers === 0 ? [] : [context(answersText(total))]),
  ];
}

/** Says what the figures mean. */
export function meaningElements(): Element[] {
  return [
    context(
      'Times are elapsed time around the clock, including nights and weekends. First response: cases opened in this period that have an answer. Resolution: cases resolved in this period, from opening or from the last reopening. 90% is given from 5 cases.',
    ),
    context(
      'SLA met: cases closed in this period that never missed a target; targets run on the clock of their priority, for most in business hours only. Resolved without escalation: share of the cases closed in this period. Closed counts every closing.',
    ),
  ];
}

/** Lists the largest groups, and how many others there are. */
export function groupElements(report: StatsReport, links: StatsLinks | null): Element[] {
  if (report.split === null || report.groups.length === 0) return [];
  const { shown, others } = topGroups(report, maxGroups);
  const sum = (of: 'opened' | 'closed' | 'open') => others.reduce((all, { now }) => all + now[of], 0);
  const rest = `${plural(sum('opened'), 'case')} opened · ${formatCount(sum('closed'))} closed · ${formatCount(sum('open'))} open at the end`;
  return [
    { kind: 'text', text: [{ bold: splitLabels[report.split] }] },
    ...shown.map(({ label, now }): Element => ({ kind: 'listItem', text: [{ bold: label }], detail: [groupText(now)] })),
    ...(others.length === 0
      ? []
      : [context(`and ${plural(others.length, 'other')}: ${rest}.${links ? ' The CSV file lists all of them.' : ''}`)]),
  ];
}

function groupText(of: Figures): string {
  return [
    `${formatCount(of.opened)} opened`,
    `${formatCount(of.closed)} closed`,
    ...(of.reopened > 0 ? [`${formatCount(of.reopened)} reopened`] : []),
    `${formatCount(of.open)} open at the end`,
    ...labeled('first response', timing(of.firstResponse)),
    ...labeled('resolution', timing(of.resolution)),
    ...labeled('SLA met', share(slaMet(of))),
    ...labeled('without escalation', share(firstLevel(of))),
    ...labeled('satisfaction', share(goodAnswers(of), ' good')),
  ].join(' · ');
}

const labeled = (label: string, value: string | null): string[] => (value === null ? [] : [`${label} ${value}`]);

/** Writes a figure and the one of the period before. @returns null without one in this period */
function compared<T>(write: (of: T) => string | null, now: T, before: T): string | null {
  const [is, was] = [write(now), write(before)];
  if (is === null) return null;
  return was === null ? is : `${is}; before: ${was}`;
}

function timing({ cases, median, p90 }: Timing): string | null {
  if (median === null || p90 === null) return null;
  const most = cases < minForPercentile ? '' : `, 90% within ${elapsed(p90)}`;
  return `${elapsed(median)} median${most} (${plural(cases, 'case')})`;
}

type Share = readonly [part: number, of: number];
const slaMet = ({ slaMet: met, withSla }: Figures): Share => [met, withSla];
const firstLevel = ({ firstLevel: part, closedCases }: Figures): Share => [part, closedCases];
const answersOf = ({ good, okay, poor }: Figures): number => good + okay + poor;
const goodAnswers = (of: Figures): Share => [of.good, answersOf(of)];

/** @param what follows the percentage */
function share([part, of]: Share, what = ''): string | null {
  return of === 0 ? null : `${formatPercent((part / of) * 100)}${what} (${formatCount(part)} of ${formatCount(of)})`;
}

function satisfactionText(now: Figures, before: Figures): string {
  const good = (of: Figures): string | null => share(goodAnswers(of), ' good');
  return compared(good, now, before) ?? (now.asked === 0 ? 'Nobody asked' : 'No answers yet');
}

function answersText(of: Figures): string {
  const each = scores.map((score) => `${scoreLabels[score]} ${formatCount(of[score])}`).join(' · ');
  return `Satisfaction: ${each} · ${plural(answersOf(of), 'answer')}, ${formatCount(of.asked)} asked`;
}

const context = (text: string): Element => ({ kind: 'context', text: [text] });

/** @param seconds how long it took */
function elapsed(seconds: number): string {
  return formatElapsed(new Date(0), new Date(seconds * 1000));
}
