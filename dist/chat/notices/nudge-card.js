// To whoever answers for a notice: the word that was promised is overdue, or the maintenance should be over.
import { noticeStateLabel } from "../../domain/notice.js";
import { isOverdue } from "../../usecases/notices/load-nudge.js";
/** @param channels how many it was promised to */
export function nudgeCard(notice, channels, now) {
    if (!isOverdue(notice, now))
        return settled(notice);
    const isEnding = notice.kind === 'maintenance' && notice.endsAt !== null && notice.endsAt <= now;
    return {
        summary: isEnding ? `Has it ended? ${notice.title}` : `An update is overdue: ${notice.title}`,
        elements: [
            { kind: 'callout', tone: 'warning', text: isEnding ? ending(notice) : overdue(notice, channels) },
            { kind: 'actions', actions: buttons(notice, isEnding) },
        ],
    };
}
/** The word came, from whomever: there is nothing to press any more. */
function settled({ title, state, closedAt }) {
    const words = `“${title}” has been ${closedAt ? noticeStateLabel(state).toLowerCase() : 'updated'}.`;
    return { summary: words, elements: [{ kind: 'text', text: [words] }] };
}
function overdue({ title, nextUpdateAt }, channels) {
    const promised = channels === 0 ? [] : [`: it was promised to ${channels.toLocaleString('en-US')} channel${channels === 1 ? '' : 's'}`];
    return [`An update on “${title}” is overdue`, ...(nextUpdateAt ? [' since ', moment(nextUpdateAt)] : []), ...promised, '.'];
}
function ending({ title, endsAt }) {
    return [`“${title}” was to end`, ...(endsAt ? [' at ', moment(endsAt)] : []), '. Has it?'];
}
function moment(at) {
    return { at, as: 'moment' };
}
function buttons({ id, kind }, isEnding) {
    const value = String(id);
    const close = kind === 'incident' ? 'Resolve' : 'Confirm end';
    if (isEnding)
        return [
            { kind: 'button', label: close, action: 'notice-close', value, style: 'primary' },
            { kind: 'button', label: 'Give more time', action: 'notice-change', value },
        ];
    return [
        { kind: 'button', label: 'Post update', action: 'notice-update', value, style: 'primary' },
        { kind: 'button', label: close, action: 'notice-close', value },
    ];
}
//# sourceMappingURL=nudge-card.js.map