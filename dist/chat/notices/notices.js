// Incidents and maintenance, as everybody finds them: the list, and one of them whole.
import { listNotices } from "../../usecases/notices/list-notices.js";
import { timelineLinks } from "../../usecases/notices/notice-timeline.js";
import { readNotice } from "../../usecases/notices/read-notice.js";
import { everyone } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
import { noticeCard, noticesCard } from "./notice-card.js";
import { zoneOf } from "./notice-form.js";
export const notices = {
    commands: [
        {
            name: 'notices',
            usage: '[page]',
            description: 'open and closed incidents and maintenance',
            availableTo: everyone,
            maxWords: 1,
            run: (context, rest) => list(context, Number(/^(?:page:)?([1-9]\d{0,5})$/.exec(rest)?.[1] ?? 1)),
        },
    ],
    actions: {
        /** value: a page */
        notices: { run: (context, value) => list(context, carriedNumber(value)) },
        'notices-page': { run: async (context, value) => ({ ...(await list(context, carriedNumber(value))), replace: true }) },
        /** value: the notice's id; much to read, for one reader: in a window of its own */
        'notice-view': { opensForm: true, run: (context, value) => show(context, value, 1) },
        /** value: `<notice id> <page of its updates>` */
        'notice-page': {
            run: async (context, value) => {
                const [id, page] = value.split(' ');
                return { ...(await show(context, id, carriedNumber(page))), replace: true };
            },
        },
    },
};
async function list(context, page) {
    return { kind: 'card', card: noticesCard(await listNotices(context.services, context.person, page), context.person) };
}
async function show(context, value, page) {
    const id = carriedNumber(value);
    const read = await readNotice(context.services, context.person, id, page);
    return {
        kind: 'card',
        card: noticeCard(read, context.person, timelineLinks(context.services, context.person, id, zoneOf(context))),
    };
}
//# sourceMappingURL=notices.js.map