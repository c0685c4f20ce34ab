// Correcting what was chosen wrongly: priority, module, case type, environment, case contact.
import { CaseError } from "../../domain/case-error.js";
import { maxLengths } from "../../domain/case-input.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { maxContactLengths } from "../../domain/contact-change.js";
import { priorities } from "../../domain/priority.js";
import { contactsOf } from "../../usecases/people/contacts-of.js";
import { correctCase } from "../../usecases/cases/correct-case.js";
import { viewCase } from "../../usecases/cases/view-case.js";
import { checkNow } from "../allowed-now.js";
import { asAdvisor, advisorsOnly } from "../capability.js";
import { carriedNumber, caseArgument } from "../case-argument.js";
export const correct = {
    commands: [
        {
            name: 'correct',
            usage: 'CB-123',
            description: 'correct priority, module, case type, environment or contact',
            availableTo: advisorsOnly,
            opensForm: () => true,
            run: async (context, rest) => ({ kind: 'form', form: await correctForm(context, caseArgument(rest, 'correct').number) }),
        },
    ],
    actions: {
        correct: {
            opensForm: true,
            run: async (context, value) => ({ kind: 'form', form: await correctForm(context, carriedNumber(value)) }),
        },
    },
    forms: {
        correct: {
            render: async (context, values, state) => ({ ...(await correctForm(context, carriedNumber(state.number), values)), state }),
            submit: async (context, values, state) => {
                const number = carriedNumber(state.number);
                const { priority = '', module = '', caseType = '', environment = '', reason = '' } = values;
                const contactId = await chosenContact(context, number, values.contact ?? '');
                const request = { number, priority, module, caseType, environment, contactId, reason };
                await correctCase(context.services, asAdvisor(context), request, context.request);
                return { kind: 'done' };
            },
        },
    },
};
/** A platform's form takes at most so many options (Slack: 100). */
const mostOptions = 100;
async function correctForm(context, number, values = {}) {
    const viewed = await viewCase(context.services, asAdvisor(context), number);
    checkNow(context, viewed, 'correct');
    const { case: shown } = viewed;
    const { modules, caseTypes, environments } = context.services.settings;
    const choice = (name, label, options, now, required = true) => ({
        kind: 'choice',
        name,
        label,
        required,
        // what was configured when the case was opened may be no more
        options: [...new Set([...options, ...(now === null ? [] : [now])])].map((value) => ({ label: value, value })),
        initial: values[name] ?? now ?? undefined,
    });
    return {
        name: 'correct',
        title: 'Correct case',
        submit: 'Correct',
        intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${shown.subject}`] }],
        fields: [
            choice('priority', 'Priority', priorities, shown.priority),
            choice('module', 'Module', modules, shown.module),
            choice('caseType', 'Case type', caseTypes, shown.caseType),
            choice('environment', 'Environment', environments, shown.environment, false),
            contactField(shown, await contactsOf(context.services, shown.account.id), values.contact),
            {
                kind: 'line',
                name: 'reason',
                label: 'Reason',
                hint: 'Everybody on the case reads it.',
                required: true,
                max: maxLengths.reason,
                initial: values.reason,
            },
        ],
        state: { idempotencyKey: context.newId(), number: String(number) },
    };
}
/** A case contact who is none any more stays until somebody else is chosen. */
function contactField({ contact }, listed, typed) {
    const field = { name: 'contact', label: 'Contact', required: true };
    if (listed.length > mostOptions)
        return {
            ...field,
            kind: 'line',
            hint: 'The name or e-mail address of an Authorized Contact of the account.',
            max: maxContactLengths.email,
            initial: typed ?? contact.name,
        };
    const known = listed.map(({ id, name, email }) => ({ label: `${name} (${email})`, value: String(id) }));
    const former = listed.some(({ id }) => id === contact.id) ? [] : [{ label: contact.name, value: String(contact.id) }];
    return { ...field, kind: 'choice', options: [...former, ...known], initial: typed ?? String(contact.id) };
}
/**
 * @param text an id of the list, or a name or address
 * @throws CaseError no-contact, at its field
 */
async function chosenContact(context, number, text) {
    const { case: shown } = await viewCase(context.services, asAdvisor(context), number);
    const listed = await contactsOf(context.services, shown.account.id);
    const wanted = text.trim().toLowerCase();
    if (wanted === String(shown.contact.id) || wanted === shown.contact.name.toLowerCase())
        return shown.contact.id;
    const exactly = listed.filter(({ id, name, email }) => email === wanted || name.toLowerCase() === wanted || String(id) === wanted);
    const [found, another] = exactly;
    if (found && !another)
        return found.id;
    const words = another
        ? `More than one is called so: ${exactly.map(({ email }) => email).join(', ')}. Write the address.`
        : 'Choose an Authorized Contact of the account.';
    throw new CaseError('no-contact', words, undefined, { contact: words });
}
//# sourceMappingURL=correct.js.map