// What a "Modify Support Contacts" case asks for: a contact of the own account is added, changed or removed.
import { z } from 'zod';
import { CaseError } from "./case-error.js";
import { maxLengths, showsSomething } from "./case-input.js";
/** The case type whose form asks for it. */
export const contactChangeType = 'Modify Support Contacts';
/** Whether the operator offers it. */
export function offersContactChange({ caseTypes }) {
    return caseTypes.includes(contactChangeType);
}
export const contactTypes = ['support', 'technical', 'implementation', 'readOnly'];
const typeLabels = {
    support: 'Support',
    technical: 'Technical',
    implementation: 'Implementation',
    readOnly: 'Read-Only',
};
export const contactTypeLabel = (type) => typeLabels[type];
/** The longest name, in characters; an address may have 254 (RFC 5321). */
export const maxContactLengths = { name: 200, email: 254 };
const type = z.enum(contactTypes, 'Choose a type.');
const name = z
    .string('Write the name.')
    .transform((text) => text.replace(/\s+/g, ' ').trim())
    .refine(showsSomething, 'Write the name.')
    .refine((text) => text.length <= maxContactLengths.name, `At most ${maxContactLengths.name} characters.`);
const email = z
    .string('Write the e-mail address.')
    .trim()
    .toLowerCase()
    .pipe(z.email('This is no e-mail address.').max(maxContactLengths.email, `At most ${maxContactLengths.email} characters.`));
const reason = z
    .string('Write why.')
    .trim()
    .refine(showsSomething, 'Write why.')
    .refine((text) => text.length <= maxLengths.reason, `At most ${maxLengths.reason} characters.`);
/** Left empty: as it is. */
const blankToAbsent = (value) => (typeof value === 'string' && !showsSomething(value) ? undefined : value);
const perhaps = (schema) => z.preprocess(blankToAbsent, schema.optional());
/** The contact it is about: who they were when it was asked for. */
const who = z.object({ id: z.int(), name: z.string(), email: z.string() });
const stored = z.discriminatedUnion('do', [
    z.object({ do: z.literal('add'), name, email, type, reason }),
    z.object({
        do: z.literal('change'),
        who,
        name: name.optional(),
        email: email.optional(),
        type: type.optional(),
        reason,
    }),
    z.object({ do: z.literal('remove'), who, reason }),
]);
/** The request of a case, as it is stored. @throws for what this version did not write */
export function storedContactChange(json) {
    return json === null ? null : stored.parse(json);
}
/** What the form says; `contact`: the id or the address of the contact it is about. */
const asked = z.discriminatedUnion('do', [
    z.object({ do: z.literal('add'), name, email, type, reason }),
    z.object({
        do: z.literal('change'),
        contact: z.string('Choose the contact.'),
        name: perhaps(name),
        email: perhaps(email),
        type: perhaps(type),
        reason,
    }),
    z.object({ do: z.literal('remove'), contact: z.string('Choose the contact.'), reason }),
], 'Choose what to do.');
/**
 * Reads the form.
 * @param values by field name, as they were typed
 * @throws CaseError invalid-change, with every mistake at its field
 */
export function parseContactChange(values) {
    const parsed = asked.safeParse(values);
    const fields = {};
    for (const issue of parsed.error?.issues ?? [])
        fields[String(issue.path[0] ?? 'do')] ??= issue.message;
    if (parsed.success) {
        const { data } = parsed;
        const saysNothing = data.do === 'change' && !data.name && !data.email && !data.type;
        if (!saysNothing)
            return data;
        fields.name = 'Write what should change: the name, the e-mail address or the type.';
    }
    throw invalidChange(fields);
}
export function invalidChange(fields) {
    return new CaseError('invalid-change', Object.values(fields).join(' '), 'Correct the marked fields and send it again.', fields);
}
/** Whether an Authorized Contact would stop being one. */
export function endsAuthorization(change) {
    return change.do === 'remove' || (change.do === 'change' && change.type === 'readOnly');
}
/** The case's subject, one line. */
export function subjectOf(change) {
    switch (change.do) {
        case 'add':
            return `Add ${change.name} (${contactTypeLabel(change.type)})`;
        case 'change': {
            const what = [change.name && 'name', change.email && 'e-mail', change.type && 'type'].filter(Boolean).join(', ');
            return `Change ${change.who.name} (${what})`;
        }
        case 'remove':
            return `Remove ${change.who.name}`;
    }
}
/** The case's description, CommonMark. */
export function descriptionOf(change) {
    return `${sentenceOf(change)}\n\nReason: ${change.reason}`;
}
function sentenceOf(change) {
    if (change.do === 'add')
        return `Please add ${change.name} (${change.email}) as ${asType(change.type)}.`;
    const who = `${change.who.name} (${change.who.email})`;
    if (change.do === 'remove')
        return `Please remove ${who}.`;
    const says = [
        change.name && `the name becomes ${change.name}`,
        change.email && `the e-mail address becomes ${change.email}`,
        change.type && `becomes ${asType(change.type)}`,
    ];
    return `Please change ${who}: ${says.filter(Boolean).join(', ')}.`;
}
/** @returns e.g. `a Technical contact` */
export function asType(type) {
    return `${type === 'implementation' ? 'an' : 'a'} ${contactTypeLabel(type)} contact`;
}
/** The request as a field for each thing it says. */
export function fieldsOf(change) {
    const about = change.do === 'add' ? [] : [{ label: 'Contact', value: `${change.who.name} (${change.who.email})` }];
    const says = change.do === 'remove' ? {} : change;
    const prefix = change.do === 'change' ? 'New ' : '';
    const labelled = [
        ['name', says.name],
        ['e-mail', says.email],
        ['type', says.type && contactTypeLabel(says.type)],
    ];
    return [
        { label: 'Request', value: { add: 'Add a contact', change: 'Change a contact', remove: 'Remove a contact' }[change.do] },
        ...about,
        ...labelled.flatMap(([label, value]) => (value ? [{ label: capital(`${prefix}${label}`), value }] : [])),
        { label: 'Reason', value: change.reason },
    ];
}
function capital(text) {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
//# sourceMappingURL=contact-change.js.map