import type { NoticeKind } from '../../domain/notice.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { actions } from '../actions.ts';
import type { Card, Element } from '../../cards/elements.ts';
import { scheduleText, stateText } from './banner-card.ts';

/** Rows shown; the rest are in the list of all notices. */
const maxRows = 10;

/** Renders the reply to the `incident` and `maintenance` commands: the open notices of one kind, and the button that declares another. */
export function openNoticesCard(open: readonly NoticeFacts[], kind: NoticeKind, now: Date): Card {
  const title = kind === 'incident' ? 'Open incidents' : 'Planned and current maintenance';
  const rows = open.slice(0, maxRows).map((notice): Element => ({
    kind: 'listItem',
    text: [{ bold: notice.title }],
    detail: [stateText(notice), ' · ', ...scheduleText(notice, now), ...(notice.announcedAt ? [] : [' Not announced yet.'])],
    button: actions.noticeView.button(notice.id, 'View'),
  }));
  const more = open.length - rows.length;
  const none = kind === 'incident' ? 'No open incidents.' : 'No maintenance planned or in progress.';
  return {
    summary: `${title}: ${open.length}`,
    elements: [
      { kind: 'heading', text: title },
      ...(open.length === 0 ? [{ kind: 'text' as const, text: [none] }] : rows),
      ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${more} more`] }] : []),
      {
        kind: 'actions',
        actions: [actions.declare.button({ kind }, `Declare ${kind}`, 'primary'), actions.notices.button(1, 'View all notices')],
      },
    ],
  };
}
