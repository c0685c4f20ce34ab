// The list of notices, and one of them with all that was said of it.
import { formatCaseNumber } from "../../domain/case-number.js";
import { affects, isOver, noticeStateLabel } from "../../domain/notice.js";
import { can } from "../../domain/permission.js";
import { updateText } from "../../domain/timeline.js";
import { bannerElements, stateWords, summaryOf, whenWords } from "./banner-card.js";
export function noticesCard({ total, open, page, pages, rows }, reader) {
    const count = (n) => n.toLocaleString('en-US');
    const counted = `${total === 1 ? '1 notice' : `${count(total)} notices`}, ${count(open)} open`;
    const declares = can(reader, 'incident')
        ? [
            { kind: 'button', label: 'Declare incident', action: 'declare', value: 'incident', style: 'primary' },
            { kind: 'button', label: 'Declare maintenance', action: 'declare', value: 'maintenance' },
        ]
        : [];
    const ways = [...turning('notices-page', page, pages, String), ...declares];
    const whose = reader.kind === 'advisor' ? '' : ' that affects your account';
    return {
        summary: `Notices: ${counted}`,
        title: 'Notices',
        elements: [
            { kind: 'heading', text: 'Incidents and maintenance' },
            ...(total === 0
                ? [{ kind: 'text', text: [`There is no incident and no maintenance${whose}.`] }]
                : [{ kind: 'context', text: [{ bold: counted }, pageWords(page, pages)] }, ...rows.map(row)]),
            ...(ways.length > 0 ? [{ kind: 'actions', actions: ways }] : []),
        ],
    };
}
function pageWords(page, pages) {
    return pages > 1 ? ` · page ${page} of ${pages.toLocaleString('en-US')}` : '';
}
function turning(action, page, pages, value) {
    const turns = [
        ['Previous page', page - 1, page > 1],
        ['Next page', page + 1, page < pages],
    ];
    return turns.filter(([, , shown]) => shown).map(([label, to]) => ({ kind: 'button', label, action, value: value(to) }));
}
function row(notice) {
    return {
        kind: 'listItem',
        text: [{ bold: notice.title }],
        detail: [`${stateWords(notice)} · ${affects(notice.modules)} · `, ...whenWords(notice), ...notYet(notice)],
        button: { kind: 'button', label: 'View', action: 'notice-view', value: String(notice.id) },
    };
}
/** Only advisors read what is announced later. */
function notYet({ announcedAt, closedAt }) {
    return announcedAt || closedAt ? [] : [' Not announced yet.'];
}
/** @param links to its timeline, for whom there are some */
export function noticeCard(read, reader, links) {
    const { notice, updates, page, pages } = read;
    const request = updates.flatMap((update) => [
        { kind: 'text', text: [{ bold: noticeStateLabel(update.state) }, ' · ', { at: update.at, as: 'moment' }] },
        { kind: 'markdown', text: updateText(update) },
    ]);
    const turns = turning('notice-page', page, pages, (to) => `${notice.id} ${to}`);
    return {
        summary: summaryOf(notice),
        title: 'Notice',
        elements: [
            ...bannerElements(notice),
            ...notYet(notice).map((words) => ({ kind: 'callout', tone: 'neutral', text: [words.trim()] })),
            ...waysOn(notice, reader, links),
            ...linkedCases(read, reader),
            { kind: 'divider' },
            { kind: 'text', text: [{ bold: 'Updates, newest first' }, pageWords(page, pages)] },
            ...request,
            ...(turns.length > 0 ? [{ kind: 'actions', actions: turns }] : []),
        ],
    };
}
/** What this person may do with it now. */
function waysOn(notice, reader, links) {
    const value = String(notice.id);
    const button = (label, action) => ({ kind: 'button', label, action, value });
    const isIncident = notice.kind === 'incident';
    const isLead = can(reader, notice.kind);
    const manage = isLead
        ? [
            { ...button('Post update', 'notice-update'), style: 'primary' },
            button(isIncident ? 'Resolve' : 'Confirm end', 'notice-close'),
            button('Change', 'notice-change'),
        ]
        : [];
    const controls = [
        ...(isOver(notice.state) ? [] : manage),
        ...(isLead ? [button('Progress', 'notice-progress')] : []),
        ...(!isLead && isIncident && !isOver(notice.state) && can(reader, 'open') ? [button('We have this, too', 'affected')] : []),
        ...(links
            ? [
                { kind: 'link', label: 'Timeline (image)', url: links.png },
                { kind: 'link', label: 'Timeline (Markdown)', url: links.md },
            ]
            : []),
    ];
    return controls.length > 0 ? [{ kind: 'actions', actions: controls }] : [];
}
function linkedCases({ notice, linked: { total, numbers } }, reader) {
    if (notice.kind === 'maintenance')
        return [];
    const more = total > numbers.length ? ` and ${(total - numbers.length).toLocaleString('en-US')} more` : '';
    const named = total === 0 ? 'none' : numbers.map(formatCaseNumber).join(', ') + more;
    return [{ kind: 'context', text: [`${reader.kind === 'advisor' ? 'Linked cases' : 'Your linked cases'}: ${named}`] }];
}
//# sourceMappingURL=notice-card.js.map