// The `stats` command, for leads: open cases now, and what was opened, closed and breached in a period of days. The figures are counted by
// usecases/search/stats.ts.
import { truncate } from '../../cards/visible-text.ts';
import { can } from '../../domain/permission.ts';
import { priorities } from '../../domain/priority.ts';
import { scoreLabels, scores } from '../../domain/satisfaction.ts';
import { statusLabel } from '../../domain/status.ts';
import { formatCount, formatPercent, plural } from '../../domain/text/numbers.ts';
import { formatElapsed } from '../../domain/text/times.ts';
import { stats as readStats, type Satisfaction, type Stats } from '../../usecases/search/stats.ts';
import { actions, maxStatsDays } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { argumentsOf, defineCommand } from '../define-command.ts';
import type { Card, Control, Element, Inline } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';

const defaultDays = 30;

/** A period such as `30d`, `30` or `30 days`; empty text means the default. */
const period = argumentsOf<number>((rest) => {
  const days = rest === '' ? defaultDays : Number(/^(\d{1,4})\s*d?(?:ays?)?$/i.exec(rest)?.[1] ?? 0);
  return days >= 1 && days <= maxStatsDays
    ? { args: days }
    : {
        code: 'bad-period',
        error: `“${truncate(rest, 40)}” isn't a number of days.`,
        next: `Try stats 30d, up to ${maxStatsDays} days.`,
      };
});

/** Shows how support is doing. */
export const stats: Capability = {
  commands: [
    defineCommand({
      name: 'stats',
      usage: '[30d]',
      description: 'open cases, response and resolution times, SLA breaches',
      topic: 'find',
      example: 'stats 90d',
      availableTo: (person) => can(person, 'stats'),
      maxWords: 1,
      args: period,
      run: show,
    }),
  ],
  actions: [actions.stats.handle({ run: async (context, days) => ({ ...(await show(context, days)), replace: true }) })],
};

async function show(context: Context, days: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: statsCard(await readStats(context.services, context.person, days)) };
}

function statsCard(read: Stats): Card {
  const { days, open, lastWeek, period: counted } = read;
  const total = open.reduce((sum, { count }) => sum + count, 0);
  const title = `Stats for the ${lastDays(days)}`;
  const isEmpty = total === 0 && counted.opened === 0 && counted.closed === 0 && lastWeek.opened === 0;
  return {
    summary: `${title}: ${plural(total, 'open case')}`,
    elements: [
      { kind: 'heading', text: title },
      ...(isEmpty
        ? [{ kind: 'text' as const, text: ['No open cases, and none were opened or closed in this period.'] }]
        : [...openNow(read, total), { kind: 'divider' as const }, ...inPeriod(read)]),
      { kind: 'actions', actions: periodButtons(days) },
    ],
  };
}

function openNow({ open, unreachable }: Stats, total: number): Element[] {
  const sum = (by: 'status' | 'priority', value: string): string =>
    formatCount(open.filter((one) => one[by] === value).reduce((all, one) => all + one.count, 0));
  const byStatus = [...new Set(open.map(({ status }) => status))].map((status) => ({
    label: statusLabel(status),
    value: [sum('status', status)],
  }));
  const byPriority = [...priorities].reverse().map((priority) => `${priority} ${sum('priority', priority)}`);
  return [
    { kind: 'text', text: [{ bold: `${plural(total, 'open case')} now` }] },
    ...(total === 0 ? [] : [{ kind: 'fields' as const, fields: byStatus }, context(byPriority.join(' · '))]),
    ...(unreachable === 0
      ? []
      : [
          {
            kind: 'callout' as const,
            tone: 'warning' as const,
            text: [
              { bold: `${plural(unreachable, 'case')} unreachable.` },
              ' The last reminder was not delivered in chat or by email.',
            ],
          },
        ]),
  ];
}

function inPeriod({ days, lastWeek, period: counted }: Stats): Element[] {
  const { opened, closed, firstLevel, firstResponse, resolution, slaBreaches } = counted;
  const field = (label: string, ...value: Inline[]) => ({ label, value });
  const change = (one: number, other: number) => `${formatCount(one)} / ${formatCount(other)}`;
  const share = `${formatPercent((firstLevel / closed) * 100)} (${formatCount(firstLevel)} of ${formatCount(closed)})`;
  return [
    {
      kind: 'fields',
      fields: [
        ...(days === 7 ? [] : [field('Opened / closed, last 7 days', change(lastWeek.opened, lastWeek.closed))]),
        field(`Opened / closed, ${lastDays(days)}`, change(opened, closed)),
        field('Resolved without escalation', closed === 0 ? 'None closed' : share),
        field('Time to first response', firstResponse === null ? 'No response yet' : elapsed(firstResponse)),
        field('Time to resolution', resolution === null ? 'None resolved' : elapsed(resolution)),
        field('SLA breaches', formatCount(slaBreaches)),
        field('Satisfaction', satisfactionText(counted.satisfaction)),
      ],
    },
    ...(answersOf(counted.satisfaction) === 0 ? [] : [context(answersText(counted.satisfaction))]),
    context(
      'Resolved without escalation: share of the cases closed in this period. Times: median elapsed time of the cases opened in this period, including nights and weekends.',
    ),
  ];
}

const answersOf = ({ good, okay, poor }: Satisfaction): number => good + okay + poor;

function satisfactionText(of: Satisfaction): string {
  const answers = answersOf(of);
  if (answers === 0) return of.asked === 0 ? 'Nobody asked' : 'No answers yet';
  return `${formatPercent((of.good / answers) * 100)} good (${formatCount(of.good)} of ${formatCount(answers)})`;
}

function answersText(of: Satisfaction): string {
  const each = scores.map((score) => `${scoreLabels[score]} ${formatCount(of[score])}`).join(' · ');
  return `Satisfaction: ${each} · ${plural(answersOf(of), 'answer')}, ${formatCount(of.asked)} asked`;
}

function periodButtons(days: number): Control[] {
  return [7, 30, 90].filter((one) => one !== days).map((one) => actions.stats.button(one, `Last ${one} days`));
}

const context = (text: string): Element => ({ kind: 'context', text: [text] });
const lastDays = (days: number): string => `last ${days === 1 ? 'day' : plural(days, 'day')}`;

/** @param seconds how long it took */
function elapsed(seconds: number): string {
  return formatElapsed(new Date(0), new Date(seconds * 1000));
}
