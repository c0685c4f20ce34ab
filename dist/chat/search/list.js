// Finding cases: list, mine, search, queue.
import { parseQuery } from "../../domain/case-query.js";
import { queue as readQueue } from "../../usecases/search/queue.js";
import { asAdvisor, advisorsOnly, everyone } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
import { findCases } from "./find-cases.js";
import { resultCard } from "./result-card.js";
export const list = {
    commands: [
        {
            name: 'list',
            description: 'all cases, last modified first',
            availableTo: everyone,
            maxWords: 2,
            run: (context, rest) => find(context, rest),
        },
        {
            name: 'mine',
            description: 'cases filed by you (advisors: assigned to you)',
            availableTo: everyone,
            maxWords: 2,
            run: (context, rest) => find(context, `is:mine ${rest}`),
        },
        {
            name: 'search',
            usage: 'words status:… priority:… module:… contact:… subject:"…" sort:… page:…',
            description: 'find cases; every condition must hold',
            availableTo: everyone,
            maxWords: Infinity,
            run: (context, rest) => find(context, rest),
        },
        {
            name: 'queue',
            usage: '[page]',
            description: 'what waits on support, most urgent first',
            availableTo: advisorsOnly,
            maxWords: 1,
            run: async (context, rest) => ({ kind: 'card', card: await queueCard(context, pageOf(rest)) }),
        },
    ],
    actions: {
        /** value: a query as text */
        search: { run: (context, value) => find(context, value) },
        page: { run: async (context, value) => ({ ...(await find(context, value)), replace: true }) },
        queue: { run: async (context) => ({ kind: 'card', card: await queueCard(context, 1) }) },
        'queue-page': {
            run: async (context, value) => ({ kind: 'card', card: await queueCard(context, carriedNumber(value)), replace: true }),
        },
    },
};
async function find(context, text) {
    return { kind: 'card', card: await findCases(context, parseQuery(text, context.services.settings)) };
}
/** `queue 2` and `queue page:2`; anything else begins at the beginning. */
function pageOf(rest) {
    return Number(/^(?:page:)?([1-9]\d{0,5})$/.exec(rest)?.[1] ?? 1);
}
async function queueCard(context, page) {
    return resultCard({
        title: 'Queue',
        result: await readQueue(context.services, asAdvisor(context), page, context.services.settings.search.pageSize),
        asked: page,
        action: 'queue-page',
        pageValue: String,
        withAccount: true,
        slaAt: context.services.clock.now(),
        empty: 'Nothing waits on support. Well done.',
        more: [{ kind: 'button', label: 'All cases', action: 'search', value: '' }],
    });
}
//# sourceMappingURL=list.js.map