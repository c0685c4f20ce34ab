// Renders the draft of an incident: several accounts opened cases on one module within a short time. It names accounts, so only leads may
// see it; loading it (usecases/notices/read-cluster.ts) and delivering it are not done here.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { Settings } from '../../domain/settings.ts';
import { formatCount, plural } from '../../domain/text/numbers.ts';
import type { ClusterFacts } from '../../usecases/notices/read-cluster.ts';
import { actions } from '../actions.ts';
import type { Card, Element, Inline } from '../../cards/elements.ts';

/** Renders a cluster of cases with the two decisions a lead can make, or with the decision that was made. */
export function clusterCard(facts: ClusterFacts, settings: Pick<Settings, 'incidents'>): Card {
  const { id, module, accounts, total, keywords, cases, decision } = facts;
  const title = `Possible incident: ${module}`;
  const counted = `${plural(accounts, 'account')} opened ${plural(total, 'case')} on ${module}`;
  const more = total - cases.length;
  return {
    summary: decision ? `${title} · ${decisionText(decision)}` : `${title}: ${counted}`,
    elements: [
      { kind: 'heading', text: title },
      { kind: 'text', text: [counted, ...periodText(facts, settings), '.'] },
      ...(keywords.length > 0 ? [{ kind: 'text' as const, text: ['In common: ', { bold: keywords.join(', ') }] }] : []),
      ...cases.map((one) => caseItem(one, decision === null)),
      ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${formatCount(more)} more`] }] : []),
      decision
        ? { kind: 'callout', tone: 'neutral', text: [decisionText(decision)] }
        : {
            kind: 'actions',
            actions: [
              actions.declare.button({ clusterId: id }, 'Declare incident', 'primary'),
              actions.dismissCluster.button(id, 'Dismiss'),
            ],
          },
    ],
  };
}

function periodText({ since }: ClusterFacts, { incidents }: Pick<Settings, 'incidents'>): Inline[] {
  if (since) return [' since ', { at: since, as: 'moment' }];
  const { within } = incidents.cluster;
  return [within === '1h' ? ' within an hour' : ` within ${formatDuration(within)}`];
}

function caseItem({ number, subject, accountName, createdAt }: ClusterFacts['cases'][number], hasButton: boolean): Element {
  return {
    kind: 'listItem',
    text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
    detail: [`${accountName} · `, { at: createdAt, as: 'moment' }],
    ...(hasButton ? { button: actions.view.button(number, 'View') } : {}),
  };
}

function decisionText({ by, title }: NonNullable<ClusterFacts['decision']>): string {
  return title === null ? `Dismissed by ${by}` : `Declared by ${by} as “${title}”`;
}
