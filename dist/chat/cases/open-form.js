import { isApplicationIssue, maxLengths } from "../../domain/case-input.js";
import { priorities } from "../../domain/priority.js";
import { incidentFields, noticeIntro, noticesFor, shownIncident } from "./incident-field.js";
import { phoneUs } from "./phone.js";
/** What fits in one field of a form (Slack: 3,000 characters); a longer message's rest is added when the form is sent. */
export const maxTypedLength = 3000;
/**
 * The form for a new case; the case type decides what it asks, the priority and what is going on what it says.
 * @param values what was typed so far
 * @param carries account: whose case it is, where an advisor has said so; incident: what it was opened for
 */
export async function openForm(context, values, state) {
    const notices = await noticesFor(context, state);
    // only a contact is asked to phone, and not for what is known
    const { supportPhone } = context.services.settings;
    const isToPhone = values.priority === 'Critical' && context.person.kind === 'contact' && supportPhone !== null;
    const linked = Number(shownIncident(notices, values, state)) > 0;
    const about = incidentFields(notices, values, state, isToPhone);
    return {
        name: 'open',
        title: 'Open a case',
        submit: 'Open case',
        intro: [...noticeIntro(notices), ...phone(context, isToPhone, linked), ...intro(context, state)],
        fields: [...asked(context, values, notices.length > 0, about), ...askedByType(context, values), ...due(values)],
        state: { ...state, asks: typeOf(context, values) },
    };
}
function phone({ services }, isToPhone, linked) {
    if (!isToPhone)
        return [];
    if (!linked)
        return phoneUs(services.settings);
    const words = ' This is about an incident we know of.';
    return [{ kind: 'callout', tone: 'neutral', text: [{ bold: 'There is no need to phone.' }, words] }];
}
function intro(context, state) {
    const { selfService } = context.services.settings;
    const forContact = context.person.kind === 'contact';
    return [
        ...(selfService && forContact
            ? [
                {
                    kind: 'context',
                    text: ['Perhaps it is answered already: ', { link: selfService.url, text: selfService.name }],
                },
            ]
            : []),
        ...(state.rest
            ? [
                {
                    kind: 'context',
                    text: [tellRest(state.rest, state.lost)],
                },
            ]
            : []),
    ];
}
function tellRest(rest, lost) {
    const added = `The message is long: its next ${rest} characters are added below the description.`;
    return lost === undefined ? added : `${added} The last ${lost} do not fit; add them as a post.`;
}
/** Choosing it changes what is asked. */
export function caseTypeField(context, values) {
    return {
        kind: 'choice',
        name: 'caseType',
        label: 'Case type',
        required: true,
        refreshes: true,
        options: options(context.services.settings.caseTypes),
        initial: typeOf(context, values),
    };
}
/** @param refreshes something is going on: the module decides whether the case may be about it */
function asked(context, values, refreshes, incident) {
    const { modules } = context.services.settings;
    return [
        caseTypeField(context, values),
        {
            kind: 'line',
            name: 'subject',
            label: 'Subject',
            required: true,
            max: maxLengths.subject,
            initial: values.subject?.slice(0, maxLengths.subject),
        },
        {
            kind: 'choice',
            name: 'module',
            label: 'Module',
            required: true,
            ...(refreshes ? { refreshes } : {}),
            options: options(modules),
            initial: values.module,
        },
        ...incident,
        {
            kind: 'choice',
            name: 'priority',
            label: 'Priority',
            required: true,
            refreshes: true,
            options: options(priorities),
            initial: values.priority ?? 'Medium',
        },
        paragraph('description', 'Description', values, { required: true }),
    ];
}
function askedByType(context, values) {
    const { environments } = context.services.settings;
    if (!isApplicationIssue(typeOf(context, values)))
        return [paragraph('replicationSteps', 'Replication steps', values, { hint: 'How to see it, step by step, if that helps.' })];
    return [
        paragraph('replicationSteps', 'Replication steps', values, { required: true, hint: 'How to see it, step by step.' }),
        paragraph('expected', 'Expected behaviour', values, { required: true }),
        paragraph('actual', 'Actual behaviour', values, { required: true }),
        {
            kind: 'choice',
            name: 'environment',
            label: 'Environment',
            required: true,
            options: options(environments),
            initial: values.environment ?? environments[0],
        },
        paragraph('impact', 'Impact', values, { required: true, hint: 'Who is affected, and how.' }),
    ];
}
/** The case type that is chosen, or stands there first. */
export function typeOf(context, values) {
    return values.caseType ?? context.services.settings.caseTypes[0] ?? '';
}
function due(values) {
    return [
        { kind: 'date', name: 'dueDate', label: 'Due date', hint: 'Only if it is time-sensitive.', initial: values.dueDate },
        {
            kind: 'line',
            name: 'dueReason',
            label: 'Reason',
            hint: 'Why it is time-sensitive; needed with a due date.',
            max: maxLengths.reason,
            initial: values.dueReason,
        },
    ];
}
function paragraph(name, label, values, more) {
    return { kind: 'paragraph', name, label, max: maxTypedLength, initial: values[name] ?? '', ...more };
}
function options(values) {
    return values.map((value) => ({ label: value, value }));
}
//# sourceMappingURL=open-form.js.map