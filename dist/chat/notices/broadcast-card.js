// The short reply under a banner, for those who follow.
import { noticeStateLabel } from "../../domain/notice.js";
import { stateWords } from "./banner-card.js";
/** @param update what it tells of; null: a status broadcast, as things stand at this moment (`now`) */
export function broadcastCard(notice, update, now) {
    const words = update ? saysOf(notice, update) : nothingNew(notice, now);
    const body = update ? update.body : notice.newest.body;
    return {
        summary: `${stateWords(notice)}: ${notice.title}`,
        about: notice.title,
        elements: [
            { kind: 'text', text: words },
            ...(body === '' ? [] : [{ kind: 'markdown', text: excerpt(body) }]),
            ...promise(notice, now),
        ],
    };
}
/** A reply is read at a glance; the banner above it says all. */
function excerpt(text) {
    return text.length <= 400 ? text : `${text.slice(0, 400).trimEnd()}… (the whole stands above)`;
}
function saysOf({ startsAt, endsAt }, { action, state }) {
    const end = endsAt ? [' It is planned to end ', { at: endsAt, as: 'moment' }, '.'] : [];
    switch (action) {
        case 'announce':
            return [{ bold: 'Maintenance is coming.' }, ' It starts ', { at: startsAt, as: 'moment' }, '.', ...end];
        case 'start':
            return [{ bold: 'Maintenance has started.' }, ...end];
        case 'change':
            return [{ bold: `Changed · ${noticeStateLabel(state)}` }];
        case 'cancel':
            return [{ bold: 'Cancelled.' }, ' It does not take place.'];
        default:
            return [{ bold: noticeStateLabel(state) }];
    }
}
function nothingNew({ state, newest }, now) {
    if (now.getTime() < newest.at.getTime())
        return [{ bold: noticeStateLabel(state) }];
    return [
        { bold: `Still ${noticeStateLabel(state).toLowerCase()}.` },
        ' Nothing has changed since ',
        { at: newest.at, as: 'moment' },
        ':',
    ];
}
function promise({ nextUpdateAt, closedAt }, now) {
    if (closedAt || !nextUpdateAt)
        return [];
    if (nextUpdateAt <= now)
        return [{ kind: 'context', text: ['The next update is late; it comes as soon as there is one.'] }];
    return [{ kind: 'context', text: ['Next update: ', { at: nextUpdateAt, as: 'moment' }] }];
}
//# sourceMappingURL=broadcast-card.js.map