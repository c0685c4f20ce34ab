// The form of "Modify Support Contacts": what to do decides what it asks.
import { contactChangeType, contactTypeLabel, contactTypes, maxContactLengths, offersContactChange, } from "../../domain/contact-change.js";
import { maxLengths } from "../../domain/case-input.js";
import { listContacts } from "../../usecases/people/list-contacts.js";
import { asContact } from "../capability.js";
import { caseTypeField, openForm, typeOf } from "./open-form.js";
const whatToDo = [
    { label: 'Add a contact', value: 'add' },
    { label: 'Change a contact', value: 'change' },
    { label: 'Remove a contact', value: 'remove' },
];
/** A platform's form takes at most so many options (Slack: 100). */
const mostOptions = 100;
/** The form of the chosen case type: this one, or the common one. */
export async function formOfType(context, values, state) {
    return asksForContacts(context, values) ? modifyContactsForm(context, values, state) : openForm(context, values, state);
}
export function asksForContacts(context, values) {
    return typeOf(context, values) === contactChangeType && offersContactChange(context.services.settings);
}
/** @param values what was typed so far, in this form or in the common one */
export async function modifyContactsForm(context, values, state) {
    const chosen = whatToDo.find(({ value }) => value === values.do)?.value ?? 'add';
    const contacts = chosen === 'add' ? [] : await listContacts(context.services, asContact(context), mostOptions + 1);
    return {
        name: 'modify-contacts',
        title: contactChangeType,
        submit: 'Send request',
        intro: [{ kind: 'context', text: ['An advisor looks at the request and applies it; the case tells when it is done.'] }],
        fields: [
            caseTypeField(context, { ...values, caseType: contactChangeType }),
            {
                kind: 'choice',
                name: 'do',
                label: 'What to do',
                required: true,
                refreshes: true,
                options: whatToDo,
                initial: chosen,
            },
            ...(chosen === 'add' ? [] : [whichContact(contacts, values)]),
            ...(chosen === 'remove' ? [] : says(values, chosen === 'add')),
            {
                kind: 'line',
                name: 'reason',
                label: 'Reason',
                required: true,
                max: maxLengths.reason,
                // a message that was to become a case of another type says why
                initial: (values.reason ?? values.description ?? '').replace(/\s+/g, ' ').slice(0, maxLengths.reason),
            },
        ],
        state: state,
    };
}
function whichContact(contacts, values) {
    const common = { name: 'contact', label: 'Contact', required: true, initial: values.contact };
    if (contacts.length > mostOptions)
        return { kind: 'line', ...common, max: maxContactLengths.email, hint: 'The e-mail address of the contact.' };
    const options = contacts.map(({ id, name, contactType }) => ({
        label: `${name} · ${contactTypeLabel(contactType)}`,
        value: String(id),
    }));
    return { kind: 'choice', ...common, options };
}
/** @param required whether all of it must be said; else what is left empty stays as it is */
function says(values, required) {
    const common = required ? { required } : { hint: 'Leave it empty to keep it as it is.' };
    const options = contactTypes.map((type) => ({ label: contactTypeLabel(type), value: type }));
    const prefix = required ? '' : 'New ';
    const label = (words) => `${prefix}${required ? words : words.toLowerCase()}`;
    return [
        { kind: 'line', name: 'name', label: label('Name'), max: maxContactLengths.name, initial: values.name, ...common },
        { kind: 'line', name: 'email', label: label('E-mail'), max: maxContactLengths.email, initial: values.email, ...common },
        { kind: 'choice', name: 'type', label: label('Type'), options, initial: values.type, ...common },
    ];
}
//# sourceMappingURL=modify-contacts-form.js.map