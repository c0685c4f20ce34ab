// The weekly report in a channel: the figures of seven days next to those of the seven days before.
import { withChartLinks } from '../../cards/chart-link.ts';
import type { Card, Control, Element } from '../../cards/elements.ts';
import { statsRows } from '../../domain/stats/stats-csv.ts';
import { formatSpan } from '../../domain/stats/stats-period.ts';
import { isEmptyReport } from '../../domain/stats/stats-report.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import type { ReportDelivery } from '../../usecases/search/load-report.ts';
import { actions } from '../actions.ts';
import { chartElements, figureElements, groupElements, meaningElements, periodLine } from './stats-elements.ts';

/** Renders a weekly report. Its buttons lead to the CSV file and, for leads, to the same figures to explore. */
export function reportCard({ report, links, showsChart }: ReportDelivery): Card {
  const { total, split } = report;
  const title = `Weekly report: ${formatSpan(report, report.zone)}`;
  const [first] = statsRows(report);
  const days = `${String(first?.from)}..${String(first?.to)}${split ? ` by ${split}` : ''}`;
  const buttons: Control[] = [
    actions.say.button(`stats ${days}`, 'Explore'),
    ...(links ? [{ kind: 'link' as const, label: 'Download CSV', url: links.csv }] : []),
  ];
  const figures: Element[] = isEmptyReport(report)
    ? [{ kind: 'text', text: ['No cases were open, opened or closed in these days.'] }]
    : [...chartElements(report, links), ...figureElements(report), ...groupElements(report, links), ...meaningElements()];
  const card: Card = {
    summary: `${title}: ${formatCount(total.opened)} opened, ${formatCount(total.closed)} closed`,
    elements: [{ kind: 'heading', text: title }, periodLine(report), ...figures, { kind: 'actions', actions: buttons }],
  };
  return showsChart ? card : withChartLinks(card);
}
