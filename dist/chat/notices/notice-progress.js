// How far a notice is on its way, for leads.
import { authorize } from "../../domain/permission.js";
import { viewNotice } from "../../usecases/notices/notice-facts.js";
import { noticeProgress } from "../../usecases/notices/notice-reach.js";
import { noticeCallouts } from "./banner-card.js";
import { asAdvisor } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
export const progress = {
    actions: {
        /** value: the notice's id */
        'notice-progress': {
            run: async (context, value) => ({ ...(await progressReply(context, carriedNumber(value))), replace: true }),
        },
    },
};
/** @param said what was just done, if anything */
export async function progressReply(context, id, request) {
    authorize(context.person, 'incident');
    const lead = asAdvisor(context);
    const notice = await viewNotice(context.services, lead, id);
    return { kind: 'card', card: progressCard(notice, await noticeProgress(context.services, lead, id), request) };
}
function progressCard(notice, progress, request) {
    const value = String(notice.id);
    const button = (label, action) => ({ kind: 'button', label, action, value });
    return {
        summary: request ?? `${notice.title}: ${sentWords(progress)}`,
        title: 'Progress',
        elements: [
            { kind: 'heading', text: notice.title },
            ...(request ? [{ kind: 'callout', tone: 'good', text: [request] }] : []),
            ...noticeCallouts(notice),
            { kind: 'text', text: [{ bold: notice.announcedAt ? sentWords(progress) : 'Not announced yet' }] },
            ...(progress.replies > 0
                ? [{ kind: 'context', text: [`${number(progress.replies)} replies are on their way.`] }]
                : []),
            ...failures(progress),
            {
                kind: 'actions',
                actions: [
                    button('Show progress', 'notice-progress'),
                    ...(notice.closedAt ? [] : [{ ...button('Post update', 'notice-update'), style: 'primary' }]),
                    button('View notice', 'notice-view'),
                ],
            },
        ],
    };
}
const number = (count) => count.toLocaleString('en-US');
function sentWords({ sent, waiting, failed }) {
    const total = sent + waiting + failed;
    if (total === 0)
        return 'No channel is subscribed: people see it on the Home tab and in “notices”';
    return `${number(sent)} of ${total === 1 ? '1 channel' : `${number(total)} channels`} up to date, ${number(waiting)} waiting, ${number(failed)} failed`;
}
function failures({ reasons, places, failed }) {
    if (failed === 0)
        return [];
    const why = reasons.map(({ code, count }) => `${code} (${number(count)})`).join(', ');
    const rest = failed - places.length;
    return [
        {
            kind: 'callout',
            tone: 'warning',
            text: [
                { bold: 'Not delivered: ' },
                why,
                '. Invite the bot again, or install it; then an operator replays them with “casebridge deliveries”.',
            ],
        },
        ...places.map(({ platform, workspaceId, channelId, accountName, code }) => ({
            kind: 'context',
            text: [`${accountName ?? 'The support organisation'}: ${platform} ${workspaceId} ${channelId} · ${code}`],
        })),
        ...(rest > 0 ? [{ kind: 'context', text: [`and ${number(rest)} more`] }] : []),
    ];
}
//# sourceMappingURL=notice-progress.js.map