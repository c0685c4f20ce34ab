// Declaring an incident or maintenance: the form, the preview, out. A notice is changed the same way.
import { kindLabel } from "../../domain/notice.js";
import { can } from "../../domain/permission.js";
import { clusterDraft } from "../../usecases/notices/clusters.js";
import { declareNotice } from "../../usecases/notices/declare-notice.js";
import { maxAccounts } from "../../usecases/people/find-accounts.js";
import { loadDraft, saveDraft } from "../../usecases/cases/drafts.js";
import { linkClusterCases } from "../../usecases/notices/link-cluster-cases.js";
import { openNotices, viewNotice } from "../../usecases/notices/notice-facts.js";
import { noticeAccountIds } from "../../usecases/notices/notice-reach.js";
import { changeNotice } from "../../usecases/notices/update-notice.js";
import { carriedNumber } from "../case-argument.js";
import { stateWords, whenWords } from "./banner-card.js";
import { startSweep } from "../start-sweep.js";
import { asLeadOf, kindCarried, noticeForm, readNotice, suggestAccounts, valuesOf } from "./notice-form.js";
import { previewForm } from "./notice-preview.js";
import { progressReply } from "./notice-progress.js";
import { updatedSince, unlessUpdated } from "./concurrent-update.js";
export const declare = {
    commands: [wordOf('incident', 'what is going on'), wordOf('maintenance', 'what will be done')],
    actions: {
        /** value: incident, maintenance, or `cluster:<id>` */
        declare: { opensForm: true, run: startFrom },
        /** value: the notice's id */
        'notice-change': {
            opensForm: true,
            run: async (context, value) => {
                const notice = await viewNotice(context.services, asLeadOf(context, 'incident'), carriedNumber(value));
                const accountIds = await noticeAccountIds(context.services, notice.id);
                return start(context, notice.kind, valuesOf(context, notice, accountIds), {
                    notice: value,
                    read: String(notice.newest.id),
                });
            },
        },
    },
    forms: { declare: { render: draw, submit, suggest: suggestAccounts } },
};
function wordOf(kind, what) {
    return {
        name: kind,
        usage: '[title]',
        description: `tell every affected account ${what}; without a title, what is open`,
        availableTo: (person) => can(person, kind),
        maxWords: 12,
        opensForm: (rest) => rest !== '',
        run: async (context, rest) => rest === '' ? { kind: 'card', card: await openCard(context, kind) } : start(context, kind, { title: rest.slice(0, 120) }),
    };
}
async function startFrom(context, value) {
    const [kind = '', id] = value.split(':');
    if (kind !== 'cluster')
        return start(context, kindCarried({ kind }), {});
    const draft = await clusterDraft(context.services, asLeadOf(context, 'incident'), carriedNumber(id));
    const { title, modules, accountIds, message } = draft;
    // more than a form can hold: then it is everybody's
    const scope = accountIds.length > maxAccounts ? 'all' : 'chosen';
    const values = { title, message, modules: modules.join('\n'), scope, accounts: accountIds.join('\n') };
    return start(context, 'incident', values, { cluster: id ?? '' });
}
async function start(context, kind, values, more = {}) {
    asLeadOf(context, kind);
    return { kind: 'form', form: await noticeForm(context, values, { idempotencyKey: context.newId(), kind, ...more }) };
}
/** The preview carries what was written as a draft; on the way back it is the form again. */
async function draw(context, values, { draft, ...state }) {
    if (draft === undefined)
        return noticeForm(context, values, state);
    const written = await draftOf(context, draft);
    if (values.next === 'back')
        return noticeForm(context, written, state);
    return previewForm(context, readNotice(context, kindCarried(state), written), { ...state, draft });
}
async function submit(context, values, state) {
    const kind = kindCarried(state);
    const lead = asLeadOf(context, kind);
    if (state.draft === undefined) {
        // sent before the accounts could be asked for
        if (values.scope === 'chosen' && values.accounts === undefined)
            return { kind: 'form', form: await noticeForm(context, values, state) };
        const input = readNotice(context, kind, values);
        const draft = await saveDraft(context.services, lead, { text: JSON.stringify(values) });
        return { kind: 'form', form: await previewForm(context, input, { ...state, draft }) };
    }
    const written = await draftOf(context, state.draft);
    if (values.next === 'back')
        return { kind: 'form', form: await draw(context, values, state) };
    const { draft: _, ...fingerprint } = state;
    if (state.notice === undefined)
        return send(context, readNotice(context, kind, written), state);
    const change = () => changed(context, readNotice(context, kind, written), state);
    return unlessUpdated(context, fingerprint, change, (renewed) => noticeForm(context, written, renewed));
}
async function send(context, input, { cluster }) {
    const clusterId = cluster === undefined ? undefined : carriedNumber(cluster);
    const out = await declareNotice(context.services, asLeadOf(context, input.kind), input, { clusterId }, context.request);
    if (out === 'repeat')
        return { kind: 'done' };
    if (clusterId !== undefined)
        await startSweep((most) => linkClusterCases(context.services, { incidentId: out.id, most }));
    return { kind: 'done', card: (await progressReply(context, out.id, `${kindLabel(input.kind)} is declared.`)).card };
}
async function changed(context, input, state) {
    const id = carriedNumber(state.notice);
    const out = await changeNotice(context.services, asLeadOf(context, input.kind), id, input, updatedSince(context, state));
    if (out === 'repeat')
        return { kind: 'done' };
    return { kind: 'done', card: (await progressReply(context, id, `${kindLabel(input.kind)} is changed.`)).card };
}
async function draftOf(context, id) {
    return JSON.parse((await loadDraft(context.services, context.person, id)).text);
}
/** What a lead has to do with. */
async function openCard(context, kind) {
    const open = await openNotices(context.services, asLeadOf(context, kind), { kind, planned: true });
    const title = kind === 'incident' ? 'Open incidents' : 'Coming and running maintenance';
    const rows = open.slice(0, shownRows).map((notice) => ({
        kind: 'listItem',
        text: [{ bold: notice.title }],
        detail: [stateWords(notice), ' · ', ...whenWords(notice), ...(notice.announcedAt ? [] : [' Not announced yet.'])],
        button: { kind: 'button', label: 'View', action: 'notice-view', value: String(notice.id) },
    }));
    const more = open.length - rows.length;
    return {
        summary: `${title}: ${open.length}`,
        elements: [
            { kind: 'heading', text: title },
            ...(open.length === 0 ? [{ kind: 'text', text: ['There is none.'] }] : rows),
            ...(more > 0 ? [{ kind: 'context', text: [`and ${more} more: see “notices”`] }] : []),
            {
                kind: 'actions',
                actions: [
                    { kind: 'button', label: `Declare ${kind}`, action: 'declare', value: kind, style: 'primary' },
                    { kind: 'button', label: 'All notices', action: 'notices', value: '1' },
                ],
            },
        ],
    };
}
const shownRows = 10;
//# sourceMappingURL=declare.js.map