// Opening a case: by word, button, shortcut, or from a message.
import { DateTime } from 'luxon';
import { CaseError } from "../../domain/case-error.js";
import { isApplicationIssue, maxLengths, parseNewCase } from "../../domain/case-input.js";
import { isOver } from "../../domain/notice.js";
import { can, authorize } from "../../domain/permission.js";
import { loadDraft } from "../../usecases/cases/drafts.js";
import { viewNotice } from "../../usecases/notices/notice-facts.js";
import { openCase } from "../../usecases/cases/open-case.js";
import { viewCase } from "../../usecases/cases/view-case.js";
import { asContact, speakerOf } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
import { filedBy, isOpenCard } from "./filing.js";
import { chosenIncident, linkWords, noticesFor, stillToAsk } from "./incident-field.js";
import { asksForContacts, formOfType } from "./modify-contacts-form.js";
import { maxTypedLength, openForm } from "./open-form.js";
import { fileOnBehalf, onBehalfForm } from "./open-on-behalf.js";
export const open = {
    commands: [
        {
            name: 'open',
            usage: '[subject]',
            description: 'open a case',
            availableTo: (person) => can(person, 'open'),
            maxWords: 12,
            opensForm: () => true,
            run: async (context, rest) => start(context, { subject: isOnlyCase(rest) ? '' : rest }),
        },
    ],
    actions: {
        /** value: nothing, or the id of a draft that becomes the description */
        open: { opensForm: true, run: (context, value) => start(context, {}, value === '' ? {} : { draft: value }) },
        /** value: the number of the closed case */
        'follow-up': {
            opensForm: true,
            run: async (context, value) => {
                const { case: closed } = await viewCase(context.services, context.person, carriedNumber(value));
                const { subject, module, caseType, priority, contact } = closed;
                const values = { subject: `Follow-up: ${subject}`, module, caseType, priority };
                if (context.person.kind === 'advisor')
                    values.contact = contact.name;
                return start(context, values, { previous: value });
            },
        },
        /** value: the id of an incident: “We have this, too” */
        affected: {
            opensForm: true,
            run: async (context, value) => {
                const { kind, state, modules } = await viewNotice(context.services, context.person, carriedNumber(value));
                if (kind !== 'incident' || isOver(state))
                    throw new CaseError('notice-over', 'This incident is over.', 'Say “open” if you still have trouble.');
                const [module] = modules.length === 1 ? modules : [];
                return start(context, module === undefined ? {} : { module }, { incident: value });
            },
        },
    },
    forms: {
        open: {
            render: formFor,
            submit: (context, values, state) => submit(context, values, state),
        },
    },
};
/** "Open a case" is no subject. */
function isOnlyCase(rest) {
    return /^(an? |the )?(new )?case[.!]?$/i.test(rest);
}
/** The form, filled with what is known already. @param from a draft's id, the number of the closed case it follows up on, or an incident's id */
export async function start(context, values, from = {}) {
    authorize(context.person, 'open');
    const draft = from.draft === undefined ? null : await loadDraft(context.services, context.person, from.draft);
    const state = { idempotencyKey: context.newId(), ...from };
    if (context.place && context.place.kind !== 'direct')
        state.channel = context.place.channelId;
    const { rest, lost } = beyondField(draft?.text ?? '');
    if (rest > 0)
        state.rest = String(rest);
    if (lost > 0)
        state.lost = String(lost);
    const description = draft?.text.slice(0, maxTypedLength) ?? '';
    return { kind: 'form', form: await formFor(context, { description, ...values }, state) };
}
/** An advisor says whose case it is; a contact's own case may have a form of its type. */
async function formFor(context, values, state) {
    return context.person.kind === 'advisor' ? onBehalfForm(context, values, state) : formOfType(context, values, state);
}
/** A long message: what is added when the form is sent, and what a case cannot hold, in characters. */
function beyondField({ length }) {
    return { rest: Math.max(Math.min(length, maxLengths.text) - maxTypedLength, 0), lost: Math.max(length - maxLengths.text, 0) };
}
async function submit(context, values, state) {
    // sent before the form of its case type could be shown
    if (context.person.kind === 'contact' && asksForContacts(context, values))
        return { kind: 'form', form: await formOfType(context, values, state) };
    const draft = state.draft === undefined ? null : await loadDraft(context.services, context.person, state.draft);
    const rest = state.rest === undefined ? '' : (draft?.text.slice(maxTypedLength, maxLengths.text) ?? '');
    const filled = { ...values, description: `${values.description ?? ''}${rest}` };
    if (context.person.kind === 'advisor')
        return fileOnBehalf(context, values, state, (timezone) => read(context, filled, values, state, timezone));
    const contact = asContact(context);
    // the date where the contact is; UTC where the platform does not know
    const input = await read(context, filled, values, state, context.actor.timezone ?? 'utc');
    if ('kind' in input)
        return input;
    const notices = await noticesFor(context, state);
    if (stillToAsk(notices, values, state))
        return { kind: 'form', form: await openForm(context, values, state) };
    const incident = chosenIncident(notices, values);
    const { platform } = speakerOf(context);
    const filed = { ...(await filedBy(context, state)), incidentId: incident?.id };
    const outcome = await openCase(context.services, contact, input, filed, { ...context.request, platform });
    if (outcome === 'repeat')
        return { kind: 'done' };
    const isToPhone = input.priority === 'Critical' && incident === null && context.services.settings.supportPhone !== null;
    return { kind: 'done', card: isOpenCard(context, outcome.number, input.subject, isToPhone, linkWords(values, incident)) };
}
/** A form that was sent before it could show what its case type asks comes back with the fields that are missing. */
async function read(context, filled, values, state, timezone) {
    try {
        return parseNewCase(filled, context.services.settings, today(context, timezone));
    }
    catch (error) {
        const unasked = error instanceof CaseError && isApplicationIssue(values.caseType ?? '') && state.asks !== values.caseType;
        if (!unasked)
            throw error;
        return {
            kind: 'form',
            form: await (context.person.kind === 'advisor' ? onBehalfForm : openForm)(context, values, state),
        };
    }
}
function today({ services }, zone) {
    return DateTime.fromJSDate(services.clock.now(), { zone }).toISODate() ?? '';
}
//# sourceMappingURL=open.js.map