// The manage view of a case's notification recipients (process.md): contacts and advisors add and remove, Read-Only contacts themselves only.
import { CaseError } from "../../domain/case-error.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { contactTypeLabel, offersContactChange } from "../../domain/contact-change.js";
import { can, authorize } from "../../domain/permission.js";
import { isAuthorized } from "../../domain/person.js";
import { addRecipient, listRecipients, removeRecipient } from "../../usecases/notifications/recipients.js";
import { everyone } from "../capability.js";
import { carriedNumber, caseArgument } from "../case-argument.js";
import { levelLabels } from "./notify.js";
export const recipients = {
    commands: [
        {
            name: 'recipients',
            usage: 'CB-123',
            description: 'who is told of a case',
            availableTo: everyone,
            run: (context, rest) => show(context, caseArgument(rest, 'recipients').number),
        },
    ],
    actions: {
        // for one reader: in a window of its own
        recipients: { opensForm: true, run: (context, value) => show(context, carriedNumber(value)) },
        'add-recipient': opens(addForm),
        'remove-recipient': opens(removeForm),
        'add-me': changesSelf(addRecipient),
        'remove-me': changesSelf(removeRecipient),
    },
    forms: {
        'add-recipient': changes(addForm, addRecipient, ({ others }) => others),
        'remove-recipient': changes(removeForm, removeRecipient, removable),
    },
};
async function show(context, number) {
    return { kind: 'card', card: manageCard(context, await listRecipients(context.services, context.person, number)) };
}
/** As many lines fit into one message of every platform. */
const mostLines = 30;
function manageCard(context, of) {
    const named = formatCaseNumber(of.number);
    const more = of.recipients.length - mostLines;
    return {
        summary: `Notification recipients of ${named}`,
        title: 'Notification recipients',
        elements: [
            { kind: 'heading', text: `Notification recipients of ${named} · ${of.subject}` },
            ...(of.recipients.length === 0 ? [quiet('Nobody is told of this case.')] : []),
            ...of.recipients.slice(0, mostLines).map(line),
            ...(more > 0 ? [quiet(`and ${more} more`)] : []),
            ...hints(context, of).map(quiet),
            { kind: 'actions', actions: controls(context, of) },
        ],
    };
}
function quiet(words) {
    return { kind: 'context', text: [words] };
}
function line({ name, contactType, level, isCaseContact }) {
    const facts = [contactTypeLabel(contactType), ...(isCaseContact ? ['case contact'] : []), levelLabels[level]];
    return { kind: 'listItem', text: [{ bold: name }], detail: [facts.join(' · ')] };
}
function hints({ person }, of) {
    if (!can(person, 'manage-recipients'))
        return [`“notify ${formatCaseNumber(of.number)}” says how much you are told of it.`];
    return [
        ...(of.others.length === 0 ? [`Every Authorized Contact of ${of.accountName} is told already.`] : []),
        ...(removable(of).length === 0 ? ['Nobody here can be removed: the case contact is always told.'] : []),
    ];
}
function controls({ person, services }, of) {
    const value = String(of.number);
    const button = (label, action) => ({ kind: 'button', label, action, value });
    if (!can(person, 'manage-recipients'))
        return [
            { kind: 'button', label: 'Add me to notifications on this case', action: 'add-me', value },
            { kind: 'button', label: 'Remove me from notifications on this case', action: 'remove-me', value },
        ];
    const told = of.recipients.some(({ id }) => id === person.id);
    return [
        ...(of.others.length > 0 ? [button('Add', 'add-recipient')] : []),
        ...(removable(of).length > 0 ? [button('Remove', 'remove-recipient')] : []),
        ...(isAuthorized(person) && offersContactChange(services.settings)
            ? [{ kind: 'button', label: 'Modify Support Contacts', action: 'modify-contacts', value: '' }]
            : []),
        ...(told ? [button('Notifications', 'notify')] : []),
        { kind: 'button', label: 'View case', action: 'view', value },
    ];
}
/** Read-Only contacts remove themselves; the case contact stays. */
function removable({ recipients: told }) {
    return told.filter(({ isCaseContact, contactType }) => !isCaseContact && contactType !== 'readOnly');
}
function opens(formOf) {
    return {
        opensForm: true,
        run: async (context, value) => {
            const number = carriedNumber(value);
            return {
                kind: 'form',
                form: formOf(await toManage(context, number), { idempotencyKey: context.newId(), number: String(number) }),
            };
        },
    };
}
function changes(formOf, act, listed) {
    return {
        render: async (context, _values, state) => formOf(await toManage(context, carriedNumber(state.number)), state),
        submit: async (context, values, state) => {
            const number = carriedNumber(state.number);
            const chosen = chosenOf(listed(await toManage(context, number)), values.contact ?? '');
            await act(context.services, context.person, { number, personId: chosen }, context.request);
            return { kind: 'done', card: (await show(context, number)).card };
        },
    };
}
function changesSelf(act) {
    return {
        run: async (context, value) => {
            const number = carriedNumber(value);
            await act(context.services, context.person, { number, personId: context.person.id }, context.request);
            return { ...(await show(context, number)), replace: true };
        },
    };
}
/** @throws CaseError unknown-case, not-allowed */
async function toManage({ services, person }, number) {
    const of = await listRecipients(services, person, number);
    authorize(person, 'manage-recipients');
    return of;
}
function addForm(of, state) {
    return {
        name: 'add-recipient',
        title: 'Add recipient',
        submit: 'Add',
        intro: [
            quiet(`${formatCaseNumber(of.number)} · ${of.subject}`),
            quiet('Non-contacts and Read-Only contacts are not listed.'),
        ],
        fields: [contactField(of.others)],
        state: state,
    };
}
function removeForm(of, state) {
    return {
        name: 'remove-recipient',
        title: 'Remove recipient',
        submit: 'Remove',
        intro: [quiet(`${formatCaseNumber(of.number)} · ${of.subject}`), quiet('The case contact is always told and not listed.')],
        fields: [contactField(removable(of))],
        state: state,
    };
}
/** A platform's form takes at most so many options (Slack: 100). */
const mostOptions = 100;
function contactField(listed) {
    const common = { name: 'contact', label: 'Contact', required: true };
    if (listed.length > mostOptions)
        return { kind: 'line', ...common, max: 254, hint: 'The e-mail address, or the beginning of the name.' };
    return {
        kind: 'choice',
        ...common,
        options: listed.map(({ id, name, email }) => ({ label: `${name} · ${email}`, value: String(id) })),
    };
}
/**
 * By id, as chosen from the list, or by e-mail address or the beginning of the name, as typed.
 * @throws CaseError no-recipient, at its field
 */
function chosenOf(listed, text) {
    const wanted = text.trim().toLowerCase();
    const exact = listed.filter(({ id, email }) => String(id) === wanted || email === wanted);
    const found = exact.length > 0 || wanted === '' ? exact : listed.filter(({ name }) => name.toLowerCase().startsWith(wanted));
    const [first, second] = found;
    if (first && !second)
        return first.id;
    const words = second
        ? `More than one is called so: ${found
            .slice(0, 5)
            .map(({ name, email }) => `${name} (${email})`)
            .join(', ')}. Write the address.`
        : 'Choose somebody from the list.';
    throw new CaseError('no-recipient', words, undefined, { contact: words });
}
//# sourceMappingURL=recipients.js.map