// Renders the reminder a lead gets when a promised update is overdue, or when maintenance should have ended. Once the update is posted, a
// reminder that was sent says so and loses its buttons. Who is reminded and when: usecases/notices/nudge-owners.ts.
import { noticeStateLabel } from '../../domain/notice.ts';
import { plural } from '../../domain/text/numbers.ts';
import { isOverdue } from '../../usecases/notices/load-nudge.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { actions } from '../actions.ts';
import type { Button, Card, Inline } from '../../cards/elements.ts';

/**
 * Renders the reminder for a given moment.
 * @param channels how many channels show when the update is due
 */
export function nudgeCard(notice: NoticeFacts, channels: number, now: Date): Card {
  if (!isOverdue(notice, now)) return answeredCard(notice);
  const isEnding = notice.kind === 'maintenance' && notice.endsAt !== null && notice.endsAt <= now;
  return {
    summary: isEnding ? `Has it ended? ${notice.title}` : `Update overdue: ${notice.title}`,
    elements: [
      { kind: 'callout', tone: 'warning', text: isEnding ? endingText(notice) : overdueText(notice, channels) },
      { kind: 'actions', actions: buttons(notice, isEnding) },
    ],
  };
}

function answeredCard({ title, state, closedAt }: NoticeFacts): Card {
  const text = `“${title}” has been ${closedAt ? noticeStateLabel(state).toLowerCase() : 'updated'}.`;
  return { summary: text, elements: [{ kind: 'text', text: [text] }] };
}

function overdueText({ title, nextUpdateAt }: NoticeFacts, channels: number): Inline[] {
  return [
    `The next update on “${title}” is overdue`,
    ...(nextUpdateAt ? [' since ', moment(nextUpdateAt)] : []),
    '.',
    ...(channels > 0 ? [` ${plural(channels, 'channel is', 'channels are')} waiting for it.`] : []),
  ];
}

function endingText({ title, endsAt }: NoticeFacts): Inline[] {
  return [`Has “${title}” ended?`, ...(endsAt ? [' It was scheduled to end ', moment(endsAt), '.'] : [])];
}

function moment(at: Date): Inline {
  return { at, as: 'moment' };
}

function buttons({ id, kind }: NoticeFacts, isEnding: boolean): Button[] {
  const close = kind === 'incident' ? 'Resolve' : 'End maintenance';
  return isEnding
    ? [actions.noticeClose.button(id, close, 'primary'), actions.noticeChange.button(id, 'Extend')]
    : [actions.noticeUpdate.button(id, 'Post update', 'primary'), actions.noticeClose.button(id, close)];
}
