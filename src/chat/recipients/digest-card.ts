// The daily digest: the cases with new posts, in one message.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { statusLabel } from '../../domain/status.ts';
import { formatCount, formatList, plural } from '../../domain/text/numbers.ts';
import type { DigestCase, DigestFacts } from '../../usecases/notifications/read-digest.ts';
import { actions } from '../actions.ts';
import type { Card, Element } from '../../cards/elements.ts';

/** Maximum number of authors named for a case. */
const maxNames = 3;

/** Makes the message of a digest. @param brand the support organization's name */
export function digestCard({ cases, total }: DigestFacts, brand: string): Card {
  const title = `Daily digest: news on ${plural(total, 'case')}`;
  const more = total - cases.length;
  return {
    summary: `${brand} · ${title}`,
    mailing: 'digest',
    elements: [
      { kind: 'heading', text: title },
      ...cases.map(line),
      ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${formatCount(more)} more`] }] : []),
      { kind: 'actions', actions: [actions.notify.button(undefined, 'Notifications')] },
    ],
  };
}

function line({ number, subject, status, accountName, posts, authors }: DigestCase): Element {
  const others = authors.length - maxNames;
  const names = formatList([...authors.slice(0, maxNames), ...(others > 0 ? [`${formatCount(others)} more`] : [])]);
  return {
    kind: 'listItem',
    text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
    detail: [
      `${statusLabel(status)} · ${accountName === null ? '' : `${accountName} · `}${plural(posts, 'new post')} by ${names}`,
    ],
    button: actions.view.button(number, 'View case'),
  };
}
