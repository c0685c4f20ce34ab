// Renders the short reply under a banner, which notifies the people who follow it: a new update, or a status broadcast that says that
// nothing has changed. When a broadcast is due is decided in usecases/notices/broadcast-status.ts.
import { noticeStateLabel } from '../../domain/notice.ts';
import type { NoticeFacts, UpdateFacts } from '../../usecases/notices/notice-facts.ts';
import { canceledText, lateText, stateText } from './banner-card.ts';
import { truncate } from '../../cards/visible-text.ts';
import type { Card, Element, Inline } from '../../cards/elements.ts';

/**
 * Renders a reply under a banner.
 * @param update the update it announces; null for a status broadcast
 * @param now the moment of sending, which a status broadcast describes
 * @param next when the next status broadcast comes
 */
export function broadcastCard(notice: NoticeFacts, update: UpdateFacts | null, now: Date, next: Date | null = null): Card {
  const body = update ? update.body : notice.newest.body;
  return {
    summary: `${stateText(notice)}: ${notice.title}`,
    about: notice.title,
    elements: [
      { kind: 'text', text: update ? updateText(notice, update) : unchangedText(notice, now) },
      ...(body === '' ? [] : [{ kind: 'markdown' as const, text: excerpt(body) }]),
      ...nextUpdateElements(notice, now, next),
    ],
  };
}

/** In characters: people skim a reply, and the banner above it has the whole text. */
const maxExcerptLength = 400;

function excerpt(text: string): string {
  return text.length <= maxExcerptLength ? text : `${truncate(text, maxExcerptLength)} (full text in the banner above)`;
}

function updateText({ kind, startsAt, endsAt }: NoticeFacts, { action, state }: UpdateFacts): Inline[] {
  const end: Inline[] = endsAt ? [' Scheduled to end ', { at: endsAt, as: 'moment' }, '.'] : [];
  switch (action) {
    case 'announce':
      return [{ bold: 'Upcoming maintenance.' }, ' Starts ', { at: startsAt, as: 'moment' }, '.', ...end];
    case 'start':
      return [{ bold: 'Maintenance has started.' }, ...end];
    case 'change':
      return [{ bold: `Details changed · ${noticeStateLabel(state)}` }];
    case 'cancel':
      return [{ bold: `${noticeStateLabel(state)}.` }, ` ${canceledText(kind)}`];
    default:
      return [{ bold: noticeStateLabel(state) }];
  }
}

function unchangedText({ state, newest }: NoticeFacts, now: Date): Inline[] {
  // an update may have arrived after the broadcast fell due
  if (now.getTime() < newest.at.getTime()) return [{ bold: noticeStateLabel(state) }];
  return [{ bold: `Still ${noticeStateLabel(state).toLowerCase()}.` }, ' No change since ', { at: newest.at, as: 'moment' }, ':'];
}

function nextUpdateElements(notice: NoticeFacts, now: Date, next: Date | null): Element[] {
  const { nextUpdateAt, closedAt } = notice;
  if (closedAt || !nextUpdateAt) return [];
  return [{ kind: 'context', text: lateText(notice, { now, next }) ?? ['Next update: ', { at: nextUpdateAt, as: 'moment' }] }];
}
