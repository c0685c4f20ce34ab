// The `stats` command, for leads: open cases now, and the figures of a period next to those of the period before, as text, as a chart and as CSV.
// The figures are counted by usecases/search/stats.ts; a weekly report of them is in report-card.ts.
import { withChartLinks } from '../../cards/chart-link.ts';
import type { Card, Control, Element, Option } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { authorize, can } from '../../domain/permission.ts';
import { priorities } from '../../domain/priority.ts';
import { parseStatsPeriod, periodName, resolveStatsPeriod } from '../../domain/stats/stats-period.ts';
import { isEmptyReport, statsSplits, type StatsSplit } from '../../domain/stats/stats-report.ts';
import { statusLabel } from '../../domain/status.ts';
import { formatCount, formatList, plural } from '../../domain/text/numbers.ts';
import { stats as readStats, type Stats } from '../../usecases/search/stats.ts';
import { showsPictures, statsLinks, type StatsLinks } from '../../usecases/search/stats-links.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { argumentsOf, defineCommand } from '../define-command.ts';
import type { Reply } from '../interaction.ts';
import { recordAccess } from '../record-access.ts';
import type { StatsChoice } from '../stats-action.ts';
import { chartElements, figureElements, groupElements, meaningElements, periodLine, splitLabels } from './stats-elements.ts';

const defaultPeriod = '<30d';
const offeredPeriods = [
  ...['<7d', '<30d', '<90d', 'this-week', 'last-week', 'this-month', 'last-month', 'this-quarter', 'last-quarter'],
  ...['this-year', 'last-year'],
];

/** A period such as `last week`, and what its cases are split by; empty text means the default. */
const asked = argumentsOf<StatsChoice>((rest) => {
  const [, typed = rest, by] = /^(.*?)\s*\bby\s+([\w ]+)$/i.exec(rest) ?? [];
  const split = by === undefined ? null : splitNamed(by);
  if (split === undefined)
    return {
      code: 'bad-split',
      error: `Stats can't be split by “${truncate(by ?? '', 40)}”.`,
      next: `Try stats last week by ${formatList(statsSplits, 'or')}.`,
    };
  const period = typed === '' ? defaultPeriod : parseStatsPeriod(typed);
  return period === null
    ? {
        code: 'bad-period',
        error: `“${truncate(typed, 40)}” isn't a period.`,
        next: 'Try stats last week, stats 30d, or stats 2026-10-01..2026-10-31.',
      }
    : { args: { period, split } };
});

function splitNamed(text: string): StatsSplit | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^case\s+/, '')
    .replace(/s$/, '');
  return statsSplits.find((one) => one === name);
}

/** Shows how support is doing. */
export const stats: Capability = {
  commands: [
    defineCommand({
      name: 'stats',
      usage: '[last week] [by account]',
      description: 'volume, response and resolution times, SLA and satisfaction, with a chart',
      topic: 'find',
      example: 'stats last month by module',
      details: () =>
        `A period is what a search takes: \`30d\`, \`this month\`, \`last quarter\`, \`2026-10-01..2026-10-31\`. Split it by ${formatList(statsSplits, 'or')}.`,
      availableTo: (person) => can(person, 'stats'),
      maxWords: 1,
      isMeant: (rest) => rest !== '' && asked('stats').safeParse(rest).success,
      args: asked,
      run: show,
    }),
  ],
  actions: [actions.stats.handle({ run: async (context, choice) => ({ ...(await show(context, choice)), replace: true }) })],
};

async function show(context: Context, { period, split }: StatsChoice): Promise<Reply & { kind: 'card' }> {
  const { services, person, actor, speaker } = context;
  authorize(person, 'stats');
  const zone = actor.timezone ?? 'UTC';
  const query = { ...resolveStatsPeriod(period, services.clock.now(), zone), split, zone };
  const links = statsLinks(services, { personId: person.id, ...query });
  const card = statsCard(await readStats(services, person, query), { period, split }, links);
  recordAccess(context, { action: 'stats', detail: [period, ...(split ? ['by', split] : [])].join(' ') });
  return { kind: 'card', card: speaker && showsPictures(services, speaker.platform) ? card : withChartLinks(card) };
}

function statsCard(read: Stats, choice: StatsChoice, links: StatsLinks | null): Card {
  const total = read.openNow.reduce((sum, { count }) => sum + count, 0);
  const title = `Stats for ${periodName(choice.period, read, read.zone)}`;
  return {
    summary: `${title}: ${plural(total, 'open case')}`,
    elements: [
      { kind: 'heading', text: title },
      periodLine(read),
      ...(isEmptyReport(read) && total === 0
        ? [{ kind: 'text' as const, text: ['No open cases, and none were opened or closed in this period.'] }]
        : [
            ...chartElements(read, links),
            ...figureElements(read),
            ...groupElements(read, links),
            ...meaningElements(),
            { kind: 'divider' as const },
            ...openNow(read, total),
          ]),
      { kind: 'actions', actions: controls(read, choice, links) },
    ],
  };
}

function openNow({ openNow: open, unreachable }: Stats, total: number): Element[] {
  const sum = (by: 'status' | 'priority', value: string): string =>
    formatCount(open.filter((one) => one[by] === value).reduce((all, one) => all + one.count, 0));
  const byStatus = [...new Set(open.map(({ status }) => status))].map((status) => ({
    label: statusLabel(status),
    value: [sum('status', status)],
  }));
  const byPriority = [...priorities].reverse().map((priority) => `${priority} ${sum('priority', priority)}`);
  return [
    { kind: 'text', text: [{ bold: `${plural(total, 'open case')} now` }] },
    ...(total === 0
      ? []
      : [
          { kind: 'fields' as const, fields: byStatus },
          { kind: 'context' as const, text: [byPriority.join(' · ')] },
        ]),
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

function controls(read: Stats, choice: StatsChoice, links: StatsLinks | null): Control[] {
  const periods = [...new Set([...offeredPeriods, choice.period])].map((period): Option => {
    const name = periodName(period, read, read.zone).replace(/^the /, '');
    return actions.stats.option({ ...choice, period }, name.charAt(0).toUpperCase() + name.slice(1));
  });
  const splits = [null, ...statsSplits].map((split) =>
    actions.stats.option({ ...choice, split }, split === null ? 'All cases together' : splitLabels[split]),
  );
  return [
    actions.stats.select('Period', periods, choice, 'Show period'),
    actions.stats.select('Split', splits, choice, 'Split'),
    ...(links ? [{ kind: 'link' as const, label: 'Download CSV', url: links.csv }] : []),
  ];
}
