// A contact phones, and an advisor opens the case for them: the same form, and whose case it is.
import { CaseError } from "../../domain/case-error.js";
import { maxContactLengths } from "../../domain/contact-change.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { findContact } from "../../usecases/people/find-contact.js";
import { openOnBehalf } from "../../usecases/cases/open-on-behalf.js";
import { asAdvisor } from "../capability.js";
import { filedBy } from "./filing.js";
import { chosenIncident, linkWords, noticesFor, stillToAsk } from "./incident-field.js";
import { openForm } from "./open-form.js";
import { textCard } from "../replies.js";
export async function onBehalfForm(context, values, state) {
    const form = await openForm(context, values, state);
    return {
        ...form,
        fields: [
            {
                kind: 'line',
                name: 'contact',
                label: 'Contact',
                hint: 'The e-mail address or name of the Authorized Contact who phones. It becomes their case.',
                required: true,
                max: maxContactLengths.email,
                initial: values.contact,
            },
            ...form.fields,
        ],
    };
}
/**
 * @param read the rest of the form, with the time zone that says what day it is
 * @throws CaseError no-contact and whatever `read` throws, with every mistake at its field
 */
export async function fileOnBehalf(context, values, state, read) {
    const advisor = asAdvisor(context);
    const named = await findContact(context.services, values.contact ?? '');
    if ('mistake' in named)
        throw await withMistake(named.mistake, () => read(context.actor.timezone ?? 'utc'));
    const input = await read(named.timezone);
    if ('kind' in input)
        return input;
    const { contact, accountName } = named;
    const theirs = { ...state, account: String(contact.accountId) };
    const notices = await noticesFor(context, theirs);
    if (stillToAsk(notices, values, state))
        return { kind: 'form', form: await onBehalfForm(context, values, theirs) };
    const incident = chosenIncident(notices, values);
    const filed = { ...(await filedBy(context, state)), incidentId: incident?.id };
    const outcome = await openOnBehalf(context.services, advisor, contact, input, filed, context.request);
    if (outcome === 'repeat')
        return { kind: 'done' };
    const opened = `${formatCaseNumber(outcome.number)} is open for ${contact.name}, ${accountName}.`;
    const unknown = `No conversation with ${contact.name} is known: they hear of it ${context.services.mail ? 'by mail' : 'when they first write'}.`;
    const words = outcome.told ? 'Its card is on its way to their conversation and to the queue.' : unknown;
    return { kind: 'done', card: textCard(opened, [words, ...linkWords(values, incident)]) };
}
async function withMistake(words, read) {
    const alone = new CaseError('no-contact', words, undefined, { contact: words });
    try {
        await read();
    }
    catch (error) {
        if (!(error instanceof CaseError))
            throw error;
        return new CaseError(error.code, error.message, error.next, { ...alone.fields, ...error.fields });
    }
    return alone;
}
//# sourceMappingURL=open-on-behalf.js.map