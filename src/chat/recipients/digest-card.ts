// A day of somebody's cases in one message.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { statusLabel } from '../../domain/status.ts';
import type { DigestCase, DigestFacts } from '../../usecases/notifications/read-digest.ts';
import type { Card, Element } from '../../cards/elements.ts';

/** Names of one case's authors. */
const mostNames = 3;

export function digestCard({ cases, total }: DigestFacts, brand: string): Card {
  const title = `Daily digest: news on ${total === 1 ? '1 case' : `${total.toLocaleString('en-US')} cases`}`;
  const more = total - cases.length;
  return {
    summary: `${brand} · ${title}`,
    elements: [
      { kind: 'heading', text: title },
      ...cases.map(line),
      ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${more.toLocaleString('en-US')} more`] }] : []),
      { kind: 'context', text: ['“notify” says how much you are told.'] },
    ],
  };
}

function line({ number, subject, status, posts, authors }: DigestCase): Element {
  const others = authors.length - mostNames;
  const names = [...authors.slice(0, mostNames), ...(others > 0 ? [`${others} more`] : [])].join(', ');
  return {
    kind: 'listItem',
    text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
    detail: [`${statusLabel(status)} · ${posts === 1 ? '1 new post' : `${posts} new posts`} by ${names}`],
    button: { kind: 'button', label: 'View case', action: 'view', value: String(number) },
  };
}
