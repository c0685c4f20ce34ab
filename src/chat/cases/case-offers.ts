// Everything that can be done with a case, as buttons and as the options of *More*. The whole case (view.ts) and the card in a queue
// (case-card.ts) both take theirs from here. To add one, add a line to `offers`; its group decides where it is in *More*.
import type { Button, Option, Select } from '../../cards/elements.ts';
import { permissionsNow, type Permission } from '../../domain/permission.ts';
import type { Advisor, Side } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import { actions } from '../actions.ts';
import type { Action } from '../define-action.ts';
import { isToVerify } from './is-to-verify.ts';
import { takesDetails } from './lacks-details.ts';
import { isSnoozed } from './snooze-card.ts';
import { stillToApply } from './requested-change.ts';

/** Who looks at a case. On a card that many people share, there is no id. */
interface OfferReader {
  kind: Side;
  id?: number;
}

/** The groups of *More* and their headings, in their order. */
const groups = { write: 'Write', move: 'Move on', facts: 'Change facts', people: 'Who hears of it', look: 'Look up' } as const;

/** A button and when it is shown. */
export interface Offer {
  permission: Permission;
  label: string | ((shown: CaseFacts) => string);
  action: Action<number>;
  group: keyof typeof groups;
  style?: Button['style'];
  /** whether it makes sense now; permission is checked separately */
  when?: (shown: CaseFacts, reader: OfferReader) => boolean;
}

/** Names the button that lists the attachments. */
function attachmentsLabel(count: number): string {
  return `Attachments (${count})`;
}

/** Makes the button for the attachments of a case, or to add the first ones. A card has no room for both on the advisors' side. */
export function attachmentControls({ number, fileCount, hasUploadPage }: CaseFacts, side: Side, readOnly = false): Button[] {
  const list = fileCount > 0 ? [actions.files.button(number, attachmentsLabel(fileCount))] : [];
  const add = hasUploadPage && !readOnly ? [actions.addFiles.button(number, 'Add files')] : [];
  return side === 'advisor' ? [...list, ...add].slice(0, 1) : [...list, ...add];
}

function isAsked({ status }: CaseFacts, { kind }: OfferReader): boolean {
  return status === 'PendingCustomerInput' && kind === 'contact';
}

/** Whether the reader is asked to confirm a resolution. *Yes, close case* is their one way to close then. */
function isToConfirm(shown: CaseFacts, { kind }: OfferReader): boolean {
  return kind === 'contact' && isToVerify(shown);
}

/** Everything that can be done with a case, the most frequent first. */
const offers: readonly Offer[] = [
  {
    permission: 'claim',
    label: 'Claim',
    action: actions.claim,
    group: 'move',
    when: (shown, reader) => shown.advisor === null || shown.advisor.id !== reader.id,
  },
  {
    permission: 'apply-contact-change',
    label: 'Apply change',
    action: actions.applyContactChange,
    group: 'move',
    style: 'primary',
    when: stillToApply,
  },
  { permission: 'confirm', label: 'Yes, close case', action: actions.confirm, group: 'move', style: 'primary', when: isToVerify },
  { permission: 'decline', label: 'No, still happening', action: actions.decline, group: 'move', when: isToVerify },
  { permission: 'return', label: 'Return with answer', action: actions.returnCase, group: 'move' },
  { permission: 'ask', label: 'Ask', action: actions.ask, group: 'write' },
  { permission: 'resolve', label: 'Resolve', action: actions.resolve, group: 'write' },
  { permission: 'post', label: 'Answer', action: actions.answer, group: 'write', style: 'primary', when: isAsked },
  {
    permission: 'post',
    label: 'Post',
    action: actions.post,
    group: 'write',
    when: (shown, reader) => isOpen(shown.status) && !isAsked(shown, reader),
  },
  { permission: 'note', label: 'Internal note', action: actions.note, group: 'write' },
  {
    permission: 'confirm-phone-call',
    label: 'Phone call received',
    action: actions.confirmPhoneCall,
    group: 'facts',
    when: (shown) => shown.phoneCallExpected,
  },
  { permission: 'assign', label: 'Assign', action: actions.assign, group: 'move' },
  { permission: 'triage', label: 'Triage', action: actions.triage, group: 'facts', when: ({ status }) => isOpen(status) },
  { permission: 'escalate', label: 'Escalate', action: actions.escalate, group: 'move' },
  { permission: 'schedule', label: 'Schedule', action: actions.schedule, group: 'move' },
  { permission: 'qualify', label: 'Defect', action: actions.defect, group: 'move' },
  {
    permission: 'close',
    label: 'Close case',
    action: actions.close,
    group: 'move',
    when: (shown, reader) => !isToConfirm(shown, reader),
  },
  { permission: 'reopen', label: 'Reopen case', action: actions.reopen, group: 'move' },
  {
    permission: 'post',
    label: 'Open a follow-up case',
    action: actions.followUp,
    group: 'move',
    when: ({ status, canReopen }, { kind }) => kind === 'contact' && !isOpen(status) && !canReopen,
  },
  { permission: 'correct', label: 'Correct', action: actions.correct, group: 'facts' },
  {
    permission: 'link-incident',
    label: 'Link incident',
    action: actions.linkIncident,
    group: 'facts',
    when: ({ status }) => isOpen(status),
  },
  { permission: 'manage-recipients', label: 'Recipients', action: actions.recipients, group: 'people' },
  { permission: 'recipient-self', label: 'Recipients', action: actions.recipients, group: 'people' },
  {
    permission: 'view',
    label: ({ fileCount }) => attachmentsLabel(fileCount),
    action: actions.files,
    group: 'look',
    when: ({ fileCount }) => fileCount > 0,
  },
  {
    permission: 'post',
    label: 'Add details',
    action: actions.addDetails,
    group: 'write',
    when: (shown, { kind }) => kind === 'contact' && takesDetails(shown),
  },
  {
    permission: 'post',
    label: 'Add files',
    action: actions.addFiles,
    group: 'write',
    when: ({ hasUploadPage }) => hasUploadPage,
  },
  { permission: 'note', label: 'Merge', action: actions.merge, group: 'move', when: ({ status }) => isOpen(status) },
  {
    permission: 'note',
    label: 'Snooze',
    action: actions.snooze,
    group: 'people',
    when: (shown, { id }) => isOpen(shown.status) && !isSnoozed(shown, id),
  },
  {
    permission: 'note',
    label: 'End snooze',
    action: actions.unsnooze,
    group: 'people',
    when: (shown, { id }) => isSnoozed(shown, id),
  },
  {
    permission: 'note',
    label: 'Watch',
    action: actions.watch,
    group: 'people',
    when: ({ status, watchers }, reader) => isOpen(status) && !watchers.some(({ id }) => id === reader.id),
  },
  {
    permission: 'note',
    label: 'Stop watching',
    action: actions.unwatch,
    group: 'people',
    when: ({ watchers }, reader) => watchers.some(({ id }) => id === reader.id),
  },
  { permission: 'redact', label: 'Redact', action: actions.redact, group: 'facts' },
  { permission: 'note', label: 'Similar cases', action: actions.similar, group: 'look' },
  { permission: 'view', label: 'History', action: actions.history, group: 'look' },
];

/** Lists what somebody can do with a case now, the most frequent first. @param may what they are allowed to do now */
export function offersNow(shown: CaseFacts, may: readonly Permission[], reader: OfferReader): Offer[] {
  return offers.filter(({ permission, when }) => may.includes(permission) && (when?.(shown, reader) ?? true));
}

/** Stands for every advisor: a card in a queue has the same buttons for all of them. */
const anyAdvisor: Advisor = { kind: 'advisor', id: 0, name: '', email: '', lead: false, team: null };

/** Lists what any advisor can do with a case now, the most frequent first. */
export function advisorOffers(shown: CaseFacts): Offer[] {
  const { status, closedAt, advisor, account } = shown;
  const state = { status, closedAt, askedFrom: null, advisorId: advisor?.id ?? null, accountId: account.id };
  // the time decides only whether a contact can reopen it
  const may = permissionsNow(anyAdvisor, state, shown.updatedAt, 0);
  return offersNow(shown, may, { kind: 'advisor' });
}

/** Makes the button of an offer. A case that an advisor has can be taken over from that advisor. */
export function offerButton({ label: named, action, style }: Offer, shown: CaseFacts): Button {
  const label = typeof named === 'string' ? named : named(shown);
  return action === actions.claim && shown.advisor
    ? actions.takeOver.button({ number: shown.number, from: shown.advisor.id }, 'Take over')
    : action.button(shown.number, label, style);
}

/** Makes the list *More*, in the order of the groups. @returns nothing without offers */
export function moreSelect(rest: readonly Offer[], shown: CaseFacts): Select[] {
  if (rest.length === 0) return [];
  const optionOf = (offer: Offer, group: string): Option => {
    const { label, action, value = '' } = offerButton(offer, shown);
    return { ...actions.more.option({ action, value }, label), group };
  };
  const options = Object.entries(groups).flatMap(([name, heading]) =>
    rest.filter(({ group }) => group === name).map((offer) => optionOf(offer, heading)),
  );
  return [actions.more.select('More', options, undefined, 'Continue')];
}
