// What a notice looks like before it goes out, and how far it goes.
import { announcedBefore } from "../../domain/maintenance-clock.js";
import { reachOf } from "../../usecases/notices/notice-reach.js";
import { bannerElements } from "./banner-card.js";
import { asLeadOf, choice } from "./notice-form.js";
/** The banner as it will be, and how far it goes. @param carries draft: the id of what was written */
export async function previewForm(context, input, state) {
    const lead = asLeadOf(context, input.kind);
    const isNew = state.notice === undefined;
    const reach = await reachOf(context.services, lead, input);
    return {
        name: 'declare',
        title: 'Preview',
        submit: isNew ? 'Declare' : 'Change',
        intro: [
            { kind: 'text', text: [reachWords(reach)] },
            ...laterElements(context, input),
            { kind: 'divider' },
            ...bannerElements(previewed(context, lead, input)),
        ],
        fields: [
            choice('next', 'Go on', [
                [isNew ? 'Declare it now' : 'Change it now', 'send'],
                ['Back to the form', 'back'],
            ], { next: 'send' }),
        ],
        state: state,
    };
}
function reachWords({ channels, accounts, without }) {
    const count = (n, one) => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;
    const goes = channels === 0 ? 'It goes to no channel' : `It goes to ${count(channels, 'channel')} of ${count(accounts, 'account')}`;
    const rest = without === 0
        ? ''
        : ` ${count(without, 'affected account')} ${without === 1 ? 'has' : 'have'} no channel for notices: they see it on the Home tab.`;
    return `${goes}.${rest}`;
}
function laterElements(context, { kind, startsAt }) {
    const first = new Date(startsAt.getTime() - announcedBefore[0]);
    if (kind === 'incident' || first <= context.services.clock.now())
        return [];
    return [{ kind: 'text', text: ['Its banner appears two weeks ahead: ', { at: first, as: 'moment' }, '.'] }];
}
function previewed(context, lead, input) {
    const now = context.services.clock.now();
    const { message, state } = input;
    return {
        ...input,
        id: 0,
        owner: lead,
        declaredAt: now,
        announcedAt: now,
        closedAt: null,
        newest: { id: 0, action: 'declare', state, body: message, at: now },
    };
}
//# sourceMappingURL=notice-preview.js.map