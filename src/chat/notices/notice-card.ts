// Renders the list of notices, and one notice with its updates, linked cases and the buttons its reader may use.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { affects, isOver, noticeStateLabel } from '../../domain/notice.ts';
import { can } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { formatCount, plural } from '../../domain/text/numbers.ts';
import { updateText, type TimelineFormat } from '../../domain/timeline.ts';
import type { Services } from '../../usecases/context.ts';
import type { NoticeList } from '../../usecases/notices/list-notices.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import type { ReadNotice } from '../../usecases/notices/read-notice.ts';
import { bannerElements, noticeSummary, scheduleText, stateText } from './banner-card.ts';
import { actions } from '../actions.ts';
import { pageButtons } from '../page-buttons.ts';
import type { Button, Card, Control, Element } from '../../cards/elements.ts';

/** Renders one page of the notices a person may read. */
export function noticesCard({ total, open, page, pages, rows }: NoticeList, reader: Person, now: Date): Card {
  const counted = `${plural(total, 'notice')}, ${formatCount(open)} open`;
  const declareButtons: Button[] = can(reader, 'incident')
    ? [
        actions.declare.button({ kind: 'incident' }, 'Declare incident', 'primary'),
        actions.declare.button({ kind: 'maintenance' }, 'Declare maintenance'),
      ]
    : [];
  const buttons = [...pageButtons(page, pages, (to, label) => actions.noticesPage.button(to, label)), ...declareButtons];
  const none = reader.kind === 'advisor' ? 'No incidents or maintenance.' : 'No incidents or maintenance affect your account.';
  return {
    summary: `Notices: ${counted}`,
    title: 'Notices',
    elements: [
      { kind: 'heading', text: 'Incidents and maintenance' },
      ...(total === 0
        ? [{ kind: 'text' as const, text: [none] }]
        : [
            { kind: 'context' as const, text: [{ bold: counted }, pageText(page, pages)] },
            ...rows.map((row) => noticeItem(row, now)),
          ]),
      ...(buttons.length > 0 ? [{ kind: 'actions' as const, actions: buttons }] : []),
    ],
  };
}

function pageText(page: number, pages: number): string {
  return pages > 1 ? ` · page ${page} of ${formatCount(pages)}` : '';
}

function noticeItem(notice: NoticeFacts, now: Date): Element {
  return {
    kind: 'listItem',
    text: [{ bold: notice.title }],
    detail: [
      `${stateText(notice)} · ${affects(notice.modules)} · `,
      ...scheduleText(notice, now),
      ...(isUnannounced(notice) ? [' Not announced yet.'] : []),
    ],
    button: actions.noticeView.button(notice.id, 'View'),
  };
}

/** Only advisors are shown maintenance that is announced later. */
function isUnannounced({ announcedAt, closedAt }: NoticeFacts): boolean {
  return announcedAt === null && closedAt === null;
}

/**
 * Renders a notice with one page of its updates.
 * @param links to its timeline; null for readers who may not have it, or where links cannot be signed
 */
export function noticeCard(
  read: ReadNotice,
  reader: Person,
  links: Record<TimelineFormat, string> | null,
  { settings, clock }: Pick<Services, 'settings' | 'clock'>,
): Card {
  const { notice, updates, page, pages } = read;
  const updateElements = updates.flatMap((update): Element[] => [
    { kind: 'text', text: [{ bold: noticeStateLabel(update.state) }, ' · ', { at: update.at, as: 'moment' }] },
    { kind: 'markdown', text: updateText(update) },
  ]);
  const turns = pageButtons(page, pages, (to, label) => actions.noticePage.button({ id: notice.id, page: to }, label));
  return {
    summary: noticeSummary(notice),
    title: 'Notice',
    elements: [
      ...bannerElements(notice, settings, { now: clock.now() }),
      ...(isUnannounced(notice) ? [{ kind: 'callout' as const, tone: 'neutral' as const, text: ['Not announced yet.'] }] : []),
      ...actionElements(notice, reader, links),
      ...linkedCasesElements(read, reader),
      { kind: 'divider' },
      { kind: 'text', text: [{ bold: 'Updates, newest first' }, pageText(page, pages)] },
      ...updateElements,
      ...(turns.length > 0 ? [{ kind: 'actions' as const, actions: turns }] : []),
    ],
  };
}

function actionElements(notice: NoticeFacts, reader: Person, links: Record<TimelineFormat, string> | null): Element[] {
  const { id } = notice;
  const isIncident = notice.kind === 'incident';
  const isLead = can(reader, notice.kind);
  const leadButtons = [
    actions.noticeUpdate.button(id, 'Post update', 'primary'),
    actions.noticeClose.button(id, isIncident ? 'Resolve' : 'End maintenance'),
    actions.noticeChange.button(id, 'Edit'),
  ];
  const controls: Control[] = [
    ...(isLead && !isOver(notice.state) ? leadButtons : []),
    ...(isLead ? [actions.noticeProgress.button(id, 'View progress')] : []),
    ...(!isLead && isIncident && !isOver(notice.state) && can(reader, 'open')
      ? [actions.affected.button(id, "We're affected too")]
      : []),
  ];
  // a row of their own: six controls in one row break in the middle
  const timelines: Control[] = links
    ? [
        { kind: 'link', label: 'Timeline (image)', url: links.png },
        { kind: 'link', label: 'Timeline (Markdown)', url: links.md },
      ]
    : [];
  return [controls, timelines].filter((row) => row.length > 0).map((row) => ({ kind: 'actions', actions: row }));
}

function linkedCasesElements({ notice, linked: { total, accounts, numbers } }: ReadNotice, reader: Person): Element[] {
  if (notice.kind === 'maintenance') return [];
  const more = total > numbers.length ? ` and ${formatCount(total - numbers.length)} more` : '';
  const named = total === 0 ? 'none' : numbers.map(formatCaseNumber).join(', ') + more;
  if (reader.kind === 'contact') return [{ kind: 'context', text: [`Your linked cases: ${named}`] }];
  const affected = `${plural(total, 'case')} from ${plural(accounts, 'account')}`;
  return [
    ...(total === 0 ? [] : [{ kind: 'text' as const, text: [{ bold: 'Affected:' }, ` ${affected}`] }]),
    { kind: 'context', text: [`Linked cases: ${named}`] },
  ];
}
