// The card of a case, as it stands in a conversation: one message for all its readers, so its buttons are those its side may use.
import { formatCaseNumber } from "../../domain/case-number.js";
import { formatDay } from "../../domain/text/times.js";
import { noticeStateLabel } from "../../domain/notice.js";
import { isOpen, statusLabel, waitsOn } from "../../domain/status.js";
import { requestedChange, stillToApply } from "./requested-change.js";
import { phoneUs } from "./phone.js";
import { followUpState } from "./reminder-card.js";
import { slaBreach, slaText } from "./sla-fields.js";
/** @param looksOnly it stands in a Read-Only contact's own conversation */
export function caseCard(shown, side, words, looksOnly = false) {
    const controls = side === 'contact' ? contactControls(shown, looksOnly) : advisorControls(shown);
    return {
        summary: `${formatCaseNumber(shown.number)} ${shown.subject}: ${statusLabel(shown.status)}`,
        elements: [
            { kind: 'heading', text: `${formatCaseNumber(shown.number)} · ${shown.subject}` },
            ...callouts(shown, side, words),
            { kind: 'fields', fields: factFields(shown, side, words) },
            ...(side === 'advisor' ? requestedChange(shown) : []),
            { kind: 'markdown', text: excerpt(shown.description) },
            { kind: 'actions', actions: controls },
            { kind: 'context', text: [looksOnly ? looksOnlyHint : hintOf(shown, side)] },
        ],
    };
}
function hintOf({ status }, side) {
    if (!isOpen(status))
        return 'A reply to this message is kept with the case; nobody works on a closed case.';
    return side === 'contact' ? 'Reply to this message: your words go to your advisor.' : replyHint;
}
const looksOnlyHint = 'You are told of this case. Only Authorized Contacts of your district can write on it.';
const replyHint = 'Reply to this message: your words go to the contact. A reply that starts with // stays with advisors.';
/** A card in a channel is read at a glance; "View case" shows all. */
export function excerpt(text) {
    return text.length <= 400 ? text : `${text.slice(0, 400).trimEnd()}…`;
}
/** The facts everybody reads first. */
export function factFields(shown, side, words) {
    const sla = side === 'advisor' ? slaText(shown) : null;
    return [
        { label: 'Status', value: [{ bold: statusLabel(shown.status) }] },
        { label: 'Priority', value: [shown.priority] },
        { label: 'Acts next', value: [actsNext(shown, side, words)] },
        ...(sla ? [{ label: 'SLA', value: sla }] : []),
        ...(shown.followUp ? [{ label: 'Follow-up', value: followUpState(shown.followUp) }] : []),
        { label: 'Advisor', value: [shown.advisor?.name ?? 'Not assigned yet'] },
        { label: 'Contact', value: [side === 'contact' ? shown.contact.name : `${shown.contact.name}, ${shown.account.name}`] },
        { label: 'Module', value: [`${shown.module} · ${shown.caseType}`] },
        ...(shown.defect ? [{ label: 'Defect', value: [defectWords(shown.defect)] }] : []),
        ...(shown.incident ? [{ label: 'Incident', value: [incidentWords(shown.incident)] }] : []),
        ...(shown.dueDate ? [{ label: 'Due date', value: [`${formatDay(shown.dueDate)}: ${shown.dueReason ?? ''}`] }] : []),
        { label: 'Last modified', value: [{ at: shown.updatedAt, as: 'moment' }] },
    ];
}
function incidentWords({ title, state }) {
    return `${title} · ${noticeStateLabel(state)}`;
}
/** What both sides may read of the defect. */
export function defectWords({ number, release }) {
    if (!release)
        return `Linked to ${number}: development works on it`;
    return `Linked to ${number}, fixed in ${release.name} (${release.published ? 'published' : `planned for ${formatDay(release.date)}`})`;
}
/** Who acts next, in words. */
export function actsNext(shown, side, { brand }) {
    if (shown.answered && waitsOn(shown.status) === 'contact')
        return `${shown.advisor?.name ?? brand}: the contact has answered`;
    switch (waitsOn(shown.status)) {
        case 'support':
            return shown.advisor?.name ?? `${brand}: nobody has taken it yet`;
        case 'team':
            return shown.team ?? 'An internal team';
        case 'development':
            return 'Development';
        case 'nobody':
            return 'Nobody';
        case 'contact': {
            const release = shown.status === 'AvailableInRelease' ? shown.defect?.release : null;
            if (release && !release.published)
                return `Nobody yet: ${release.name} is planned for ${formatDay(release.date)}`;
            const actor = side === 'contact' ? 'You' : shown.contact.name;
            return shown.status === 'PendingCustomerInput' ? `${actor}: answer the question` : `${actor}: verify the resolution`;
        }
    }
}
/** What must not be overlooked. */
export function callouts(shown, side, words) {
    const found = [];
    if (shown.priority === 'Critical' && isOpen(shown.status) && shown.phoneCallExpected) {
        const text = [{ bold: 'Critical: phone call expected' }, ` from ${shown.contact.name}.`];
        found.push(...(side === 'contact' ? phoneUs(words) : [{ kind: 'callout', tone: 'danger', text }]));
    }
    if (shown.status === 'Scheduled' && shown.scheduledFor) {
        const words = [{ bold: `Scheduled for ${formatDay(shown.scheduledFor)}:` }, ` ${excerpt(shown.scheduledWhat ?? '')}`];
        found.push({ kind: 'callout', tone: 'neutral', text: words });
    }
    if (shown.closedAt && shown.reopenUntil) {
        const reason = shown.closeReason ? ` (${shown.closeReason})` : '';
        found.push({
            kind: 'callout',
            tone: 'neutral',
            text: [{ bold: `Closed${reason}.` }, ' It can be reopened until ', { at: shown.reopenUntil, as: 'date' }, '.'],
        });
    }
    if (side === 'advisor' && shown.followUp?.unreachable) {
        const { attempts, of } = shown.followUp;
        const words = ` Reminder ${attempts} of ${of} reached ${shown.contact.name} neither in chat nor by mail: nothing closes until one does.`;
        found.push({ kind: 'callout', tone: 'warning', text: [{ bold: 'Unreachable.' }, words] });
    }
    if (side === 'advisor')
        found.push(...slaBreach(shown));
    if (side === 'advisor' && shown.undelivered.length > 0) {
        const places = shown.undelivered.map(({ where, code }) => `${where}: ${code}`);
        found.push({
            kind: 'callout',
            tone: 'warning',
            text: [{ bold: 'Not delivered' }, ` (${[...new Set(places)].join('; ')}). An operator can send it again.`],
        });
    }
    return found;
}
function contactControls(shown, looksOnly) {
    const value = String(shown.number);
    const details = { kind: 'button', label: 'View case', action: 'view', value };
    if (looksOnly)
        return [details];
    if (!isOpen(shown.status))
        return [{ kind: 'button', label: 'Reopen case', action: 'reopen', value }, details];
    const verify = waitsOn(shown.status) === 'contact' && shown.status !== 'PendingCustomerInput'
        ? [
            { kind: 'button', label: 'Yes, close case', action: 'confirm', value, style: 'primary' },
            { kind: 'button', label: 'No, still happening', action: 'decline', value },
        ]
        : [
            {
                kind: 'button',
                label: shown.status === 'PendingCustomerInput' ? 'Answer' : 'Post',
                action: shown.status === 'PendingCustomerInput' ? 'answer' : 'post',
                value,
                style: 'primary',
            },
            { kind: 'button', label: 'Close case', action: 'close', value },
        ];
    return [...verify, details];
}
function advisorControls(shown) {
    const value = String(shown.number);
    const details = { kind: 'button', label: 'View case', action: 'view', value };
    const note = { kind: 'button', label: 'Internal note', action: 'note', value };
    if (!isOpen(shown.status))
        return [note, details];
    const call = shown.phoneCallExpected
        ? [{ kind: 'button', label: 'Phone call received', action: 'tick-phone-call', value }]
        : [];
    const apply = stillToApply(shown)
        ? [{ kind: 'button', label: 'Apply change', action: 'apply-contact-change', value, style: 'primary' }]
        : [];
    const claim = shown.advisor ? [] : [{ kind: 'button', label: 'Claim', action: 'claim', value, style: 'primary' }];
    return [
        ...claim,
        ...call,
        ...apply,
        { kind: 'button', label: 'Ask', action: 'ask', value },
        { kind: 'button', label: 'Resolve', action: 'resolve', value },
        note,
        details,
    ];
}
//# sourceMappingURL=case-card.js.map