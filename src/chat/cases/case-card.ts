// The card of a case in a conversation. Everybody there reads the same message, so its buttons are those of the side it is shown to.
// The whole case with one person's own buttons is in view.ts, and the card in an internal team's channel in team-card.ts.
import { preview } from '../../cards/flat-text.ts';
import { truncate } from '../../cards/visible-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { formatDate, formatDay } from '../../domain/text/times.ts';
import { formatList } from '../../domain/text/numbers.ts';
import { isPendingNumber } from '../../domain/issue-number.ts';
import { noticeStateLabel } from '../../domain/notice.ts';
import type { Side } from '../../domain/person.ts';
import { isOpen, statusLabel, waitsOn } from '../../domain/status.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import { actions } from '../actions.ts';
import type { Button, Card, Control, Element, Inline } from '../../cards/elements.ts';
import { nextStep } from './at-a-glance.ts';
import { issueCallouts, issueField } from './dev-issue.ts';
import { attachmentControls } from './case-offers.ts';
import { isToVerify } from './is-to-verify.ts';
import { lacksDetails } from './lacks-details.ts';
import { queueControls } from './queue-controls.ts';
import { requestedChange } from './requested-change.ts';
import { callUs } from './phone.ts';
import { followUpState } from './reminder-card.ts';
import { satisfactionField } from './satisfaction-card.ts';
import { slaBreach, slaText } from './sla-fields.ts';
import { waitingOn, type Reader } from './waiting-on.ts';

/** What a card says about the support organization. */
export interface SupportInfo {
  /** its name */
  brand: string;
  supportPhone: string | null;
}

/**
 * Renders the card of a case.
 * @param reader whose conversation it is; a Read-Only contact gets no buttons but *View case*
 */
export function caseCard(shown: CaseFacts, side: Side, support: SupportInfo, reader: Omit<Reader, 'id'> = {}): Card {
  const { readOnly = false } = reader;
  const controls: Control[] = side === 'contact' ? contactControls(shown, readOnly) : queueControls(shown);
  return {
    summary: `${formatCaseNumber(shown.number)} ${shown.subject}: ${statusLabel(shown.status)}`,
    elements: [
      { kind: 'heading', text: `${formatCaseNumber(shown.number)} · ${shown.subject}` },
      ...callouts(shown, side, support),
      ...(side === 'contact' ? nextStep(shown, readOnly) : []),
      { kind: 'fields', fields: caseFields(shown, side, support, reader) },
      ...(side === 'advisor' ? requestedChange(shown) : []),
      { kind: 'markdown', text: excerpt(shown.description) },
      ...(side === 'contact' && !readOnly && lacksDetails(shown) ? [detailsHint] : []),
      { kind: 'actions', actions: controls },
      { kind: 'context', text: [readOnly ? readOnlyHint : replyHint(shown, side)] },
    ],
  };
}

const detailsHint: Element = {
  kind: 'context',
  text: ['We are on it. When you can, add the steps, what you expected and what happened instead.'],
};

const closedHint = 'This case is closed. Replies are saved, but nobody is working on the case.';

// "to this message", not "in this thread": a personal chat in Teams has no threads, and people quote the card there
function replyHint({ status, canReopen }: CaseFacts, side: Side): string {
  if (isOpen(status))
    return side === 'contact'
      ? 'Reply to this message to reach your advisor.'
      : 'Reply to this message to reach the contact. Start with // to leave an internal note.';
  return side === 'contact'
    ? `${closedHint} ${canReopen ? 'Reopen it' : 'Open a follow-up case'} if you still need help.`
    : `${closedHint}${canReopen ? ' The contact can reopen it.' : ''}`;
}

const readOnlyHint = 'You get notifications for this case. Only Authorized Contacts in your district can reply.';

/** Cuts a text to 400 characters: a card in a channel is read at a glance, and *View case* shows everything. */
export function excerpt(text: string): string {
  return truncate(text, 400);
}

/** Lists the facts about a case that its cards show; the SLA for advisors only. */
export function caseFields(
  shown: CaseFacts,
  side: Side,
  support: SupportInfo,
  reader: Reader = {},
): { label: string; value: Inline[] }[] {
  const sla = side === 'advisor' ? slaText(shown) : null;
  const waiting = waitingOn(shown, side, support.brand, reader);
  const namesAccount = side === 'advisor' || reader.hasAccounts === true;
  return [
    { label: 'Status', value: [{ bold: statusLabel(shown.status) }] },
    { label: 'Priority', value: [shown.priority] },
    ...(waiting === null ? [] : [{ label: 'Waiting on', value: [waiting] }]),
    ...(sla ? [{ label: 'SLA', value: sla }] : []),
    ...(shown.followUp ? [{ label: 'Follow-up', value: [followUpState(shown.followUp, shown.account.timezone)] }] : []),
    { label: 'Advisor', value: [shown.advisor?.name ?? 'Unassigned'] },
    ...(side === 'advisor' && shown.watchers.length > 0
      ? [{ label: 'Watchers', value: [formatList(shown.watchers.map(({ name }) => name))] }]
      : []),
    { label: 'Contact', value: [namesAccount ? `${shown.contact.name}, ${shown.account.name}` : shown.contact.name] },
    { label: 'Module', value: [shown.module] },
    { label: 'Case type', value: [shown.caseType] },
    ...(shown.defect ? [{ label: 'Defect', value: [defectText(shown.defect)] }] : []),
    ...issueField(shown.devIssue),
    ...(shown.incident ? [{ label: 'Incident', value: [incidentText(shown.incident)] }] : []),
    ...(shown.dueDate
      ? [{ label: 'Due date', value: [`${formatDay(shown.dueDate)}${shown.dueReason ? ` (${shown.dueReason})` : ''}`] }]
      : []),
    ...(side === 'advisor' ? satisfactionField(shown) : []),
    { label: 'Last modified', value: [{ at: shown.updatedAt, as: 'moment' as const }] },
  ];
}

function incidentText({ title, state }: NonNullable<CaseFacts['incident']>): string {
  return `${title} · ${noticeStateLabel(state)}`;
}

/** Describes the linked defect for both sides, without its summary, which is internal. */
export function defectText({ number, release }: NonNullable<CaseFacts['defect']>): string {
  if (!release) return isPendingNumber(number) ? 'Reported to development' : `${number} (in development)`;
  return `${number}, fixed in ${release.name} (${release.published ? 'published' : `planned for ${formatDay(release.date)}`})`;
}

/** Lists what readers must not overlook: a call to make, a date, the closing, failures. */
export function callouts(shown: CaseFacts, side: Side, support: SupportInfo): Element[] {
  const found: Element[] = [];
  if (shown.priority === 'Critical' && isOpen(shown.status) && shown.phoneCallExpected) {
    const text = [{ bold: 'Critical:' }, ` ${shown.contact.name} has been asked to call.`];
    if (side === 'advisor') found.push({ kind: 'callout', tone: 'danger', text });
    // "Call us now" beside "confirm the resolution" would ask for two things at once
    else if (waitsOn(shown.status) !== 'contact') found.push(...callUs(support));
  }
  if (shown.status === 'Scheduled' && shown.scheduledFor) {
    const text = [{ bold: `Scheduled for ${formatDay(shown.scheduledFor)}:` }, ` ${preview(shown.scheduledWork ?? '', 400)}`];
    found.push({ kind: 'callout', tone: 'neutral', text });
  }
  if (shown.closedAt && shown.reopenUntil) {
    const reason = shown.closeReason ? ` (${shown.closeReason})` : '';
    found.push({
      kind: 'callout',
      tone: 'neutral',
      text: [{ bold: `Closed${reason}.` }, ` ${reopening(shown, side, shown.reopenUntil)}`],
    });
  }
  if (side === 'advisor' && shown.followUp?.unreachable) {
    const { attempts, of } = shown.followUp;
    const details = ` Reminder ${attempts} of ${of} wasn't delivered by chat or email. The case won't auto-close until one gets through.`;
    found.push({ kind: 'callout', tone: 'warning', text: [{ bold: `Can't reach ${shown.contact.name}.` }, details] });
  }
  if (side === 'advisor') found.push(...issueCallouts(shown), ...slaBreach(shown));
  if (side === 'advisor' && shown.undelivered.length > 0) {
    const places = shown.undelivered.map(({ where, code }) => `${where}: ${code}`);
    const next = shown.undelivered.every(({ waits }) => waits)
      ? "We'll send it when it works again."
      : 'Ask an operator to resend.';
    found.push({
      kind: 'callout',
      tone: 'warning',
      text: [{ bold: 'Not delivered' }, ` (${[...new Set(places)].join('; ')}). ${next}`],
    });
  }
  return found;
}

/** Says until when a closed case can be reopened. The day is the account's, and the same for every reader. */
function reopening({ canReopen, account }: CaseFacts, side: Side, until: Date): string {
  const day = formatDate(until, account.timezone);
  if (canReopen) return `It can be reopened until ${day}.`;
  const instead = side === 'contact' ? ' If you still need help, open a follow-up case.' : '';
  return `It could be reopened until ${day}.${instead}`;
}

/** Makes the buttons of a closed case for its contacts: the case it duplicates first, then what brings it back. */
function closedControls({ number, canReopen, duplicateOf }: CaseFacts): Button[] {
  const original =
    duplicateOf === null ? [] : [actions.view.button(duplicateOf, `View ${formatCaseNumber(duplicateOf)}`, 'primary')];
  const again = canReopen
    ? actions.reopen.button(number, 'Reopen case')
    : actions.followUp.button(number, 'Open a follow-up case');
  return [...original, again];
}

function contactControls(shown: CaseFacts, readOnly: boolean): Button[] {
  const { number, status } = shown;
  const details = [actions.view.button(number, 'View case'), ...attachmentControls(shown, 'contact', readOnly)];
  if (readOnly) return details;
  if (!isOpen(status)) return [...closedControls(shown), ...details];
  if (status === 'PendingCustomerInput')
    return [actions.answer.button(number, 'Answer', 'primary'), actions.close.button(number, 'Close case'), ...details];
  if (isToVerify(shown))
    return [
      actions.confirm.button(number, 'Yes, close case', 'primary'),
      actions.decline.button(number, 'No, still happening'),
      ...details,
    ];
  return [
    actions.post.button(number, 'Post', 'primary'),
    ...(lacksDetails(shown) ? [actions.addDetails.button(number, 'Add details')] : []),
    actions.close.button(number, 'Close case'),
    ...details,
  ];
}
