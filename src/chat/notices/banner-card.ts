// Renders a notice, which is an incident or planned maintenance: as the banner in its channels, and as a short callout on the Home tab
// and above the form that opens a case. Which channels get a banner, and whether it is pinned, is decided in the outbox.
import { affects, isOver, kindLabel, noticeStateLabel, severityLabel, type NoticeKind } from '../../domain/notice.ts';
import type { Settings } from '../../domain/settings.ts';
import { formatList } from '../../domain/text/numbers.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { actions } from '../actions.ts';
import { noNeedToCall } from '../cases/phone.ts';
import type { Card, Element, Inline, NoticeTone } from '../../cards/elements.ts';

/** The part of the settings that a banner depends on: without a phone there is nobody to call. */
type Support = Pick<Settings, 'supportPhone'>;

/** When a notice is read. */
export interface Reading {
  now: Date;
  /** when the channel gets its next status broadcast; absent elsewhere, and where none is planned */
  next?: Date | null;
}

/** Orange, green or gray. The text says the same, so nobody depends on the color. */
function toneOf({ kind, state }: NoticeFacts): NoticeTone {
  return isOver(state) ? 'over' : kind;
}

/** Renders the message that stays in a channel while the notice is open and turns gray when it ends. */
export function bannerCard(notice: NoticeFacts, support: Support, reading: Reading): Card {
  const isOpenIncident = notice.kind === 'incident' && !isOver(notice.state);
  return {
    summary: noticeSummary(notice),
    elements: [
      ...bannerElements(notice, support, reading),
      ...(isOver(notice.state) ? [] : [{ kind: 'context' as const, text: ['Updates automatically.'] }]),
      {
        kind: 'actions',
        actions: [
          ...(isOpenIncident ? [actions.affected.button(notice.id, "We're affected too")] : []),
          actions.noticeView.button(notice.id, 'View notice'),
        ],
      },
    ],
  };
}

/** Writes a notice as one line for notifications, such as `Incident, investigating: Grade Book is slow`. */
export function noticeSummary(notice: NoticeFacts): string {
  return `${kindLabel(notice.kind)}, ${noticeStateLabel(notice.state).toLowerCase()}: ${notice.title}`;
}

/** Renders the content of a banner: title, state, times, the latest update and the workaround. */
export function bannerElements(notice: NoticeFacts, support: Support, reading: Reading): Element[] {
  const { kind, title, instructions, newest } = notice;
  return [
    { kind: 'heading', text: title },
    stateCallout(notice),
    { kind: 'fields', fields: fieldsOf(notice, reading) },
    { kind: 'text', text: [{ bold: messageHeading(notice) }, ' · ', { at: newest.at, as: 'moment' }] },
    { kind: 'markdown', text: newest.body },
    ...(instructions && !isOver(notice.state)
      ? [
          { kind: 'text' as const, text: [{ bold: instructionsLabel(kind) }] },
          { kind: 'markdown' as const, text: instructions },
        ]
      : []),
    ...(kind === 'incident' && !isOver(notice.state)
      ? [{ kind: 'context' as const, text: [`We're on it.${noNeedToCall(support)}`] }]
      : []),
  ];
}

/** Names the text that describes a notice when it is declared. */
export function messageLabel(kind: NoticeKind): string {
  return kind === 'incident' ? "What's happening" : 'What to expect';
}

/** Names the text that tells people what they can do until the notice ends. */
export function instructionsLabel(kind: NoticeKind): string {
  return kind === 'incident' ? 'Workaround' : 'What to do';
}

function messageHeading({ kind, newest }: NoticeFacts): string {
  return newest.action === 'declare' ? messageLabel(kind) : 'Latest update';
}

/** Renders a notice as one callout: its state, title and what happens when. */
export function noticeCallouts(notice: NoticeFacts, now: Date): Element[] {
  return [
    {
      kind: 'callout',
      tone: toneOf(notice),
      text: [{ bold: `${stateText(notice)}: ${notice.title}` }, '. ', ...scheduleText(notice, now)],
    },
  ];
}

function stateCallout(notice: NoticeFacts): Element {
  return {
    kind: 'callout',
    tone: toneOf(notice),
    text: [{ bold: stateText(notice) }, ...(isOver(notice.state) ? [`. ${closingText(notice)}`] : [])],
  };
}

function closingText({ kind, state }: NoticeFacts): string {
  return state === 'Cancelled' ? canceledText(kind) : 'All clear.';
}

/** Says what it means that a notice was canceled. */
export function canceledText(kind: NoticeKind): string {
  return kind === 'incident' ? 'It was withdrawn.' : "It won't take place.";
}

type Stated = Pick<NoticeFacts, 'kind' | 'severity' | 'state' | 'ofAccounts'>;

/** Writes kind, severity and state of a notice, such as `Incident · Critical · Investigating`. */
export function stateText({ kind, severity, state, ofAccounts }: Stated): string {
  const whose = ofAccounts ? [formatList(ofAccounts)] : [];
  return [kindLabel(kind), ...(severity ? [severityLabel(severity)] : []), noticeStateLabel(state), ...whose].join(' · ');
}

function fieldsOf(notice: NoticeFacts, reading: Reading): { label: string; value: Inline[] }[] {
  const { modules, kind, startsAt, endsAt, nextUpdateAt, closedAt } = notice;
  const at = (label: string, moment: Date | null): { label: string; value: Inline[] }[] =>
    moment ? [{ label, value: [{ at: moment, as: 'moment' }] }] : [];
  const affected = { label: 'Affected', value: [affects(modules)] };
  if (closedAt) return [affected, ...at('Started', startsAt), ...at('Ended', closedAt)];
  if (kind === 'maintenance') return [affected, ...at('Start', startsAt), ...at('End', endsAt)];
  const late = lateText(notice, reading);
  const next = late ? [{ label: 'Next update', value: late }] : at('Next update', nextUpdateAt);
  return [affected, ...at('Started', startsAt), ...at('Expected end', endsAt), ...next];
}

/** Says that a promised update is late, and when the next message comes. @returns null if no update is late */
export function lateText({ nextUpdateAt, closedAt }: NoticeFacts, { now, next }: Reading): Inline[] | null {
  if (closedAt || !nextUpdateAt || nextUpdateAt > now) return null;
  if (!next || next <= now) return ["The update is late. We'll post it as soon as we have it."];
  return ["The update is late. You'll hear from us by ", { at: next, as: 'moment' }, ', sooner if there is news.'];
}

/** Says in one sentence what happens next with a notice and when, or when it ended. */
export function scheduleText(notice: NoticeFacts, now: Date): Inline[] {
  const { kind, state, startsAt, endsAt, nextUpdateAt, closedAt } = notice;
  if (closedAt) return ['Ended ', { at: closedAt, as: 'moment' }, '.'];
  if (kind === 'incident')
    return (
      lateText(notice, { now }) ??
      (nextUpdateAt ? ['Next update: ', { at: nextUpdateAt, as: 'moment' }, '.'] : ["We'll keep you posted."])
    );
  if (state === 'Planned')
    return [
      'Starts ',
      { at: startsAt, as: 'moment' },
      ...(endsAt ? [', ends ', { at: endsAt, as: 'moment' } as const] : []),
      '.',
    ];
  return endsAt ? ['Scheduled to end ', { at: endsAt, as: 'moment' }, '.'] : ['In progress.'];
}
