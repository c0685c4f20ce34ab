// The newest follow-up reminder to a contact, and the progress of the reminders on the case card.
import { truncate } from '../../cards/visible-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { Mentioned } from '../../usecases/case-delivery.ts';
import type { PostedCase, FollowUpFacts, PostFacts } from '../../usecases/case-facts.ts';
import { formatList, plural } from '../../domain/text/numbers.ts';
import { formatDate } from '../../domain/text/times.ts';
import { actions } from '../actions.ts';
import type { Card, Control, Inline } from '../../cards/elements.ts';
import { happened } from './happened.ts';

/** Characters of the question that a reminder repeats. */
const maxQuote = 200;

/** Whether a post is the newest reminder, the only one with buttons. */
export function isLiveReminder(post: PostFacts, of: PostedCase): boolean {
  return of.followUp !== null && of.followUp.reminderPostId === post.id;
}

/**
 * Renders the newest reminder.
 * @param pending the question or resolution that the contact has not answered yet
 */
export function reminderCard(post: PostFacts, of: PostedCase, mentions: readonly Mentioned[], pending: PostFacts | null): Card {
  const mentioned: Inline[] = mentions.map(({ userId, name }) => ({ mention: userId, name }));
  const salutation = mentioned.length > 0 ? mentioned.flatMap((one): Inline[] => [one, ', ']) : [`${of.contact.name}, `];
  const position = /^Reminder (.+)$/.exec(post.body)?.[1];
  return {
    summary: `${formatCaseNumber(of.number)} ${post.body}: ${of.subject}`,
    about: `${formatCaseNumber(of.number)} · ${of.subject}`,
    happened: happened(post),
    elements: [
      {
        kind: 'text',
        text: [...salutation, { bold: `a quick reminder${position ? ` (${position})` : ''}` }, `: ${pendingText(of)}`],
      },
      ...(pending && pending.body !== ''
        ? [{ kind: 'markdown' as const, text: `> ${truncate(pending.body.replace(/\s+/g, ' ').trim(), maxQuote)}` }]
        : []),
      ...(of.followUp
        ? [
            {
              kind: 'text' as const,
              text: [`If we don't hear from you, we'll ${nextStepText(of.followUp, of.account.timezone)}.`],
            },
          ]
        : []),
      { kind: 'actions', actions: replyButtons(of) },
    ],
  };
}

/** Describes the reminders sent and to come in one line. It stays true while the plan holds, because cards are not refreshed for a reminder. */
export function followUpState(facts: FollowUpFacts, timezone: string): string {
  const { attempts, remindsAt, closesAt } = facts;
  const formatDay = dayFormatter(timezone);
  const sent = attempts > 0 ? `${sentText(facts)} · ` : '';
  const upcoming =
    remindsAt.length > 0 ? `${attempts > 0 ? 'next ' : 'Reminders on '}${formatList(remindsAt.map(formatDay))} · ` : '';
  return `${sent}${upcoming}auto-closes ${formatDay(closesAt)}`;
}

/** Writes days of the plan: those of the account, because a day would shift for readers elsewhere. */
const dayFormatter = (timezone: string) => (at: Date) => formatDate(at, timezone).replace(/, \d{4}$/, '');

/** A reminder that nobody has accepted yet was not sent. */
function sentText({ attempts, of, arrived, unreachable }: FollowUpFacts): string {
  if (arrived) return `${attempts} of ${plural(of, 'reminder')} sent`;
  return `Reminder ${attempts} of ${of} ${unreachable ? 'not delivered' : 'being sent'}`;
}

function nextStepText({ remindsAt, closesAt }: FollowUpFacts, timezone: string): string {
  const [next] = remindsAt;
  const formatDay = dayFormatter(timezone);
  const closing = `close the case on ${formatDay(closesAt)}`;
  return next ? `remind you on ${formatDay(next)} and ${closing}` : closing;
}

function pendingText({ status }: PostedCase): string {
  if (status === 'PendingCustomerInput') return "we're waiting for your answer.";
  return status === 'AvailableInRelease'
    ? 'the fix is available. Did this resolve it?'
    : 'please confirm the resolution. Did this resolve it?';
}

function replyButtons({ status, number }: PostedCase): Control[] {
  return status === 'PendingCustomerInput'
    ? [actions.answer.button(number, 'Answer', 'primary'), actions.close.button(number, 'Close case')]
    : [actions.confirm.button(number, 'Yes, close case', 'primary'), actions.decline.button(number, 'No, still happening')];
}
