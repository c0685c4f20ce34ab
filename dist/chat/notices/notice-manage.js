// What a lead says of a notice that is open: an update, or its end.
import { formatCaseNumber } from "../../domain/case-number.js";
import { noticeStateLabel } from "../../domain/notice.js";
import { nextUpdate } from "../../domain/notice-input.js";
import { linkedOpenCases } from "../../usecases/notices/linked-cases.js";
import { viewNotice } from "../../usecases/notices/notice-facts.js";
import { closeNotice, updateNotice } from "../../usecases/notices/update-notice.js";
import { notifyLinkedCases } from "../../usecases/notices/notify-linked-cases.js";
import { stateWords } from "./banner-card.js";
import { carriedNumber } from "../case-argument.js";
import { chosenValues } from "../../cards/chosen-values.js";
import { startSweep } from "../start-sweep.js";
import { asLeadOf, choice, nextUpdateField, paragraph, stateField } from "./notice-form.js";
import { progressReply } from "./notice-progress.js";
import { updatedSince, unlessUpdated } from "./concurrent-update.js";
export const manageNotice = {
    actions: {
        /** value: the notice's id */
        'notice-update': { opensForm: true, run: (context, value) => start(context, value, updateForm) },
        'notice-close': { opensForm: true, run: (context, value) => start(context, value, closeForm) },
    },
    forms: {
        'notice-update': { render: updateForm, submit: update },
        'notice-close': { render: closeForm, submit: close },
    },
};
async function start(context, notice, draw) {
    const { newest } = await noticeOf(context, { notice });
    return { kind: 'form', form: await draw(context, {}, { idempotencyKey: context.newId(), notice, read: String(newest.id) }) };
}
function noticeOf(context, { notice }) {
    return viewNotice(context.services, asLeadOf(context, 'incident'), carriedNumber(notice));
}
async function updateForm(context, values, state) {
    const notice = await noticeOf(context, state);
    const isIncident = notice.kind === 'incident';
    return {
        name: 'notice-update',
        title: 'Post update',
        submit: 'Post update',
        intro: [{ kind: 'text', text: [{ bold: notice.title }, ` · ${stateWords(notice)}`] }],
        fields: [
            ...(isIncident ? [stateField(values.state ?? notice.state)] : []),
            {
                ...paragraph('message', 'What has changed', values.message, true),
                hint: 'It replaces the words of the banner, and is told below it and on linked cases.',
            },
            paragraph('instructions', 'What to do meanwhile', values.instructions ?? notice.instructions ?? '', false),
            ...(isIncident ? [nextUpdateField(values.nextUpdate ?? usualNext(context, notice))] : []),
        ],
        state: state,
    };
}
/** The severity's cadence, where it is one of those that can be chosen. */
function usualNext({ services }, { severity }) {
    return severity ? services.settings.incidents.cadence[severity] : undefined;
}
async function update(context, values, state) {
    const notice = await noticeOf(context, state);
    const lead = asLeadOf(context, notice.kind);
    const isIncident = notice.kind === 'incident';
    const { settings, clock } = context.services;
    const input = {
        id: notice.id,
        state: isIncident ? (values.state ?? notice.state) : notice.state,
        message: values.message ?? '',
        instructions: (values.instructions ?? '').trim() || null,
        nextUpdateAt: isIncident ? nextUpdate(values.nextUpdate, { now: clock.now(), settings }) : null,
    };
    const run = async () => tellAll(context, await updateNotice(context.services, lead, input, updatedSince(context, state)), 'The update is out.');
    return unlessUpdated(context, state, run, (renewed) => updateForm(context, values, renewed));
}
async function tellAll(context, out, request) {
    if (out === 'repeat')
        return { kind: 'done' };
    await startSweep((most) => notifyLinkedCases(context.services, { incidentId: out.id, most }));
    return { kind: 'done', card: (await progressReply(context, out.id, request)).card };
}
/** What it can end as, the usual first. */
const endsOf = { incident: ['Resolved', 'Cancelled'], maintenance: ['Completed', 'Cancelled'] };
async function closeForm(context, values, state) {
    const notice = await noticeOf(context, state);
    const lead = asLeadOf(context, notice.kind);
    const ends = endsOf[notice.kind].map((state) => [noticeStateLabel(state), state]);
    const words = notice.kind === 'incident' ? 'What was wrong, and what was done' : 'How it went';
    return {
        name: 'notice-close',
        title: notice.kind === 'incident' ? 'Resolve incident' : 'End maintenance',
        submit: notice.kind === 'incident' ? 'Resolve' : 'Confirm end',
        intro: [
            { kind: 'text', text: [{ bold: notice.title }, ` · ${stateWords(notice)}`] },
            { kind: 'context', text: ['Every banner turns gray and is unpinned.'] },
        ],
        fields: [
            choice('state', 'It is', ends, { state: values.state ?? ends[0]?.[1] ?? '' }),
            paragraph('message', words, values.message, true),
            ...(notice.kind === 'incident' ? await verifyFields(context, lead, notice.id, values) : []),
        ],
        state: state,
    };
}
/** Those of a single list: more are asked all or none. */
const mostChosen = 100;
async function verifyFields(context, lead, incidentId, values) {
    const { total, rows } = await linkedOpenCases(context.services, lead, incidentId, mostChosen);
    if (total === 0)
        return [];
    const cases = total === 1 ? 'the linked case' : `all ${total.toLocaleString('en-US')} linked cases`;
    const options = [
        [`Ask the contacts of ${cases} to verify`, 'all'],
        ...(total > 1 && total <= mostChosen ? [['Choose which cases are asked', 'some']] : []),
        ['Ask nobody: only tell them', 'none'],
    ];
    const verify = { ...choice('verify', 'Linked cases', options, { verify: values.verify ?? 'all' }), refreshes: true };
    if (values.verify !== 'some' || total > mostChosen)
        return [verify];
    return [
        verify,
        {
            kind: 'choices',
            name: 'cases',
            label: 'Ask these to verify',
            options: rows.map(({ number, accountName, subject }) => ({
                label: `${formatCaseNumber(number)} ${accountName}: ${subject}`.slice(0, 75),
                value: String(number),
            })),
            initial: values.cases === undefined ? rows.map(({ number }) => String(number)) : chosenValues(values.cases),
        },
    ];
}
async function close(context, values, state) {
    const notice = await noticeOf(context, state);
    const lead = asLeadOf(context, notice.kind);
    // sent before the cases could be asked for
    if (values.verify === 'some' && values.cases === undefined)
        return { kind: 'form', form: await closeForm(context, values, state) };
    const end = endsOf[notice.kind].find((one) => one === values.state) ?? endsOf[notice.kind][0];
    const input = { id: notice.id, state: end, message: values.message ?? '', verify: verifyOf(values) };
    const done = `${notice.title}: ${noticeStateLabel(end).toLowerCase()}.`;
    const run = async () => tellAll(context, await closeNotice(context.services, lead, input, updatedSince(context, state)), done);
    return unlessUpdated(context, state, run, (renewed) => closeForm(context, values, renewed));
}
function verifyOf({ verify, cases }) {
    if (verify === 'none')
        return 'none';
    return verify === 'some' ? chosenValues(cases).map(Number) : 'all';
}
//# sourceMappingURL=notice-manage.js.map