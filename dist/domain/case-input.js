import { z } from 'zod';
import { CaseError } from "./case-error.js";
import { priorities } from "./priority.js";
/** The longest of each text, in characters. */
export const maxLengths = { subject: 255, text: 10_000, reason: 500 };
/** An Application Issue asks what was expected, what happened, where, and how to make it happen again. */
export const askedOfApplicationIssue = ['replicationSteps', 'expected', 'actual', 'environment', 'impact'];
export function isApplicationIssue(caseType) {
    return caseType === 'Application Issue';
}
/**
 * Reads the form of a new case.
 * @param values by field name, as they were typed; a field that was not shown is absent
 * @param today the ISO date in the account's zone
 * @throws CaseError invalid-case, with every mistake at its field
 */
export function parseNewCase(values, settings, today) {
    const parsed = schemaFor(settings).safeParse(values);
    const fields = {};
    for (const issue of parsed.error?.issues ?? [])
        fields[String(issue.path[0])] ??= issue.message;
    for (const [name, words] of missing(values, today))
        fields[name] ??= words;
    if (parsed.success && Object.keys(fields).length === 0)
        return parsed.data;
    throw new CaseError('invalid-case', 'Some fields need another look.', 'Correct the marked fields and send the form again.', fields);
}
/** What one field asks of another. @returns a mistake for each field it stands at */
function* missing(values, today) {
    const isFilled = (name) => showsSomething(values[name] ?? '');
    if (isApplicationIssue(values.caseType ?? '')) {
        if (!isFilled('replicationSteps'))
            yield ['replicationSteps', 'Write the steps that make it happen.'];
        if (!isFilled('expected'))
            yield ['expected', 'Write what you expected to happen.'];
        if (!isFilled('actual'))
            yield ['actual', 'Write what happened instead.'];
        if (!isFilled('environment'))
            yield ['environment', 'Choose where it happens.'];
        if (!isFilled('impact'))
            yield ['impact', 'Write who is affected, and how.'];
    }
    const due = z.iso.date().safeParse(values.dueDate).data;
    if (due && due < today)
        yield ['dueDate', 'The due date is in the past; choose today or later.'];
    if (due && !isFilled('dueReason'))
        yield ['dueReason', 'Write why it is time-sensitive.'];
    if (!isFilled('dueDate') && isFilled('dueReason'))
        yield ['dueDate', 'Choose the date this is due, or leave both empty.'];
}
/** Making the schema takes 0.7 ms, more than everything else that is done with the form. */
const made = new WeakMap();
function schemaFor(settings) {
    const before = made.get(settings);
    if (before)
        return before;
    const schema = makeSchema(settings);
    made.set(settings, schema);
    return schema;
}
function makeSchema(settings) {
    return z.object({
        subject: z.preprocess(oneLine, needed('Subject', maxLengths.subject)),
        description: needed('Description', maxLengths.text),
        replicationSteps: optional('Replication steps', maxLengths.text),
        expected: optional('Expected behaviour', maxLengths.text),
        actual: optional('Actual behaviour', maxLengths.text),
        environment: choice('Environment', settings.environments)
            .nullish()
            .transform((one) => one ?? null),
        impact: optional('Impact', maxLengths.text),
        priority: z.enum(priorities, 'Choose a priority.'),
        module: choice('Module', settings.modules),
        caseType: choice('Case type', settings.caseTypes),
        dueDate: z.preprocess(blankToNull, z.iso.date('Choose a date.').nullable().default(null)),
        dueReason: optional('Reason', maxLengths.reason),
    });
}
function needed(label, max) {
    return z
        .string(`${label} is required.`)
        .trim()
        .refine(showsSomething, `${label} is required.`)
        .refine((text) => text.length <= max, tooLong(label, max));
}
function optional(label, max) {
    return z
        .string()
        .trim()
        .refine((text) => text.length <= max, tooLong(label, max))
        .nullish()
        .transform((text) => (text && showsSomething(text) ? text : null));
}
function choice(label, options) {
    return z
        .string(`Choose a value for ${label}.`)
        .refine((value) => options.includes(value), `Choose a value for ${label} from the list.`);
}
function tooLong(label, max) {
    return {
        error: (issue) => `${label} is ${String(issue.input).length} characters long; ${max} is the most. Shorten it, or add the rest as a post.`,
    };
}
/** Text of nothing but white space and characters that show nothing says nothing. */
export function showsSomething(text) {
    return /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text);
}
/** A subject is one line, whatever was pasted. */
function oneLine(value) {
    return typeof value === 'string' ? value.replace(/\s+/g, ' ') : value;
}
function blankToNull(value) {
    return value === '' || value === undefined ? null : value;
}
//# sourceMappingURL=case-input.js.map