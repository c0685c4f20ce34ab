// Perhaps an incident: what several accounts opened cases about within a short time. For leads alone: it names accounts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { Settings } from '../../domain/settings.ts';
import type { ClusterFacts } from '../../usecases/notices/read-cluster.ts';
import type { Card, Element, Inline } from '../../cards/elements.ts';

export function clusterCard(facts: ClusterFacts, settings: Pick<Settings, 'incidents'>): Card {
  const { id, module, accounts, total, keywords, cases, decision } = facts;
  const title = `Perhaps an incident: ${module}`;
  const counted = `${some(accounts, 'account')} opened ${some(total, 'case')} on ${module}`;
  const more = total - cases.length;
  return {
    summary: decision ? `${title} · ${decided(decision)}` : `${title}: ${counted}`,
    elements: [
      { kind: 'heading', text: title },
      { kind: 'text', text: [counted, ...when(facts, settings), '.'] },
      ...(keywords.length > 0 ? [{ kind: 'text' as const, text: ['They share: ', { bold: keywords.join(', ') }] }] : []),
      ...cases.map((one) => row(one, decision === null)),
      ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${more.toLocaleString('en-US')} more`] }] : []),
      decision
        ? { kind: 'callout', tone: 'neutral', text: [decided(decision)] }
        : {
            kind: 'actions',
            actions: [
              { kind: 'button', label: 'Declare incident', action: 'declare', value: `cluster:${id}`, style: 'primary' },
              { kind: 'button', label: 'Dismiss', action: 'dismiss-cluster', value: String(id) },
            ],
          },
    ],
  };
}

function when({ since }: ClusterFacts, { incidents }: Pick<Settings, 'incidents'>): Inline[] {
  if (since) return [' since ', { at: since, as: 'moment' }];
  const { within } = incidents.cluster;
  return [within === '1h' ? ' within an hour' : ` within ${formatDuration(within)}`];
}

function row({ number, subject, accountName, createdAt }: ClusterFacts['cases'][number], opens: boolean): Element {
  return {
    kind: 'listItem',
    text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
    detail: [`${accountName} · `, { at: createdAt, as: 'moment' }],
    ...(opens ? { button: { kind: 'button', label: 'View', action: 'view', value: String(number) } } : {}),
  };
}

function decided({ by, title }: NonNullable<ClusterFacts['decision']>): string {
  return title === null ? `Dismissed by ${by}` : `Declared by ${by}: ${title}`;
}

function some(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
