// The form in which a lead describes an incident or maintenance.
import { DateTime } from 'luxon';
import { CaseError } from "../../domain/case-error.js";
import { formatDuration } from "../../domain/duration.js";
import { incidentStates, isOver, noticeStateLabel, severities, severityLabel } from "../../domain/notice.js";
import { maxNoticeLengths, nextUpdates, parseNotice } from "../../domain/notice-input.js";
import { authorize } from "../../domain/permission.js";
import { accountsOf, countAccounts, findAccounts, maxAccounts } from "../../usecases/people/find-accounts.js";
import { asAdvisor } from "../capability.js";
import { chosenValues } from "../../cards/chosen-values.js";
/** @throws CaseError not-allowed */
export function asLeadOf(context, kind) {
    authorize(context.person, kind);
    return asAdvisor(context);
}
/** What the form carries says which of the two it is. @throws CaseError old-form */
export function kindCarried({ kind }) {
    if (kind === 'incident' || kind === 'maintenance')
        return kind;
    throw new CaseError('old-form', 'This form is from an older version.', 'Close it and open it again.');
}
/** The lead's own zone: dates and times of the form are in it. */
export function zoneOf({ actor }) {
    return actor.timezone ?? 'UTC';
}
export function readNotice(context, kind, values) {
    return parseNotice(kind, values, {
        now: context.services.clock.now(),
        zone: zoneOf(context),
        settings: context.services.settings,
    });
}
/** @param carries kind; notice: the id of the one that is changed; cluster */
export async function noticeForm(context, values, state) {
    const kind = kindCarried(state);
    const lead = asLeadOf(context, kind);
    const isIncident = kind === 'incident';
    return {
        name: 'declare',
        title: `${state.notice === undefined ? 'Declare' : 'Change'} ${kind}`,
        submit: 'Preview',
        intro: [
            { kind: 'context', text: [`Nothing goes out yet: you see the banner first. Times are in your zone, ${zoneOf(context)}.`] },
        ],
        fields: [
            line('title', 'Title', values, {
                max: maxNoticeLengths.title,
                placeholder: isIncident ? 'Attendance is slow' : 'Database upgrade',
                required: true,
            }),
            ...(isIncident
                ? [
                    choice('severity', 'Severity', severities.map((one) => [severityLabel(one), one]), values),
                ]
                : []),
            ...(isIncident ? [stateField(values.state ?? 'Investigating')] : []),
            {
                kind: 'choices',
                name: 'modules',
                label: 'Modules',
                hint: 'None chosen: all of them.',
                options: context.services.settings.modules.slice(0, maxAccounts).map((module) => ({ label: module, value: module })),
                initial: chosenValues(values.modules),
            },
            {
                ...choice('scope', 'Accounts', [
                    ['All accounts', 'all'],
                    ['Chosen accounts', 'chosen'],
                ], { scope: values.scope ?? 'all' }),
                refreshes: true,
            },
            ...(values.scope === 'chosen' ? [await accountsField(context, lead, values)] : []),
            paragraph('message', isIncident ? 'What is going on' : 'What will be done', values.message, true),
            paragraph('instructions', 'What to do meanwhile', values.instructions, false),
            ...moment('start', 'Start', values, isIncident ? 'Empty: now.' : undefined),
            ...moment('end', isIncident ? 'Expected end' : 'End', values, isIncident ? 'Only if it is known.' : undefined),
            ...(isIncident ? [nextUpdateField(values.nextUpdate)] : []),
        ],
        state: state,
    };
}
/** Of an incident that goes on. */
export function stateField(initial) {
    const open = incidentStates.filter((state) => !isOver(state));
    return choice('state', 'State', open.map((state) => [noticeStateLabel(state), state]), { state: initial });
}
export function nextUpdateField(initial) {
    const options = nextUpdates.map((after) => [`In ${formatDuration(after)}`, after]);
    return {
        ...choice('nextUpdate', 'Next update', options, { nextUpdate: initial ?? '' }),
        hint: 'Whoever declares it is reminded when it is due.',
    };
}
export function paragraph(name, label, initial, required) {
    return {
        kind: 'paragraph',
        name,
        label,
        max: maxNoticeLengths.text,
        initial: initial ?? '',
        ...(required ? { required } : {}),
    };
}
/** Few accounts are ticked, many are searched. */
async function accountsField(context, lead, values) {
    const named = { name: 'accounts', label: 'Which accounts', required: true };
    const ids = chosenValues(values.accounts);
    if ((await countAccounts(context.services)) <= maxAccounts) {
        const all = await findAccounts(context.services, lead, '');
        return { ...named, kind: 'choices', options: all.map(optionOf), initial: ids };
    }
    const initial = await accountsOf(context.services, lead, ids.map(Number).filter(Number.isInteger).slice(0, maxAccounts));
    return { ...named, kind: 'search', placeholder: 'Type a part of the name', max: maxAccounts, initial: initial.map(optionOf) };
}
export async function suggestAccounts(context, field, text) {
    if (field !== 'accounts')
        return [];
    return (await findAccounts(context.services, asLeadOf(context, 'incident'), text)).map(optionOf);
}
function optionOf({ id, name }) {
    return { label: name, value: String(id) };
}
/** A notice as the form's values, to be changed. */
export function valuesOf(context, notice, accountIds) {
    const at = (moment) => moment && DateTime.fromJSDate(moment, { zone: zoneOf(context) });
    const [start, end] = [at(notice.startsAt), at(notice.endsAt)];
    return {
        title: notice.title,
        severity: notice.severity ?? '',
        state: notice.state,
        modules: notice.modules.join('\n'),
        scope: notice.everyAccount ? 'all' : 'chosen',
        accounts: accountIds.join('\n'),
        message: notice.newest.body.slice(0, maxNoticeLengths.text),
        instructions: notice.instructions ?? '',
        startDate: start?.toISODate() ?? '',
        startTime: start?.toFormat('HH:mm') ?? '',
        endDate: end?.toISODate() ?? '',
        endTime: end?.toFormat('HH:mm') ?? '',
    };
}
function line(name, label, values, more) {
    return { kind: 'line', name, label, initial: values[name] ?? '', ...more };
}
export function choice(name, label, options, values) {
    const known = options.map(([words, value]) => ({ label: words, value }));
    const initial = known.some(({ value }) => value === values[name]) ? values[name] : undefined;
    return { kind: 'choice', name, label, required: true, options: known, ...(initial === undefined ? {} : { initial }) };
}
function moment(what, label, values, hint) {
    return [
        { kind: 'date', name: `${what}Date`, label: `${label}: date`, initial: values[`${what}Date`], ...(hint ? { hint } : {}) },
        line(`${what}Time`, `${label}: time`, values, { max: 10, placeholder: '22:00' }),
    ];
}
//# sourceMappingURL=notice-form.js.map