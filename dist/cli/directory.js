// Reads the operator's directory file: YAML -> entries with their lines, or every mistake at once.
import Holidays from 'date-holidays';
import { z } from 'zod';
import { DirectoryError } from "../usecases/people/directory.js";
import { YamlLines } from "./yaml-lines.js";
/** What is wrong with a value of the wrong kind. */
const orMissing = (otherwise) => ({
    error: ({ input }) => (input === undefined ? 'is missing' : otherwise),
});
const text = z.string(orMissing('must be text (write it in quotes)')).trim().min(1, 'is empty').max(200, 'is too long');
const email = text.toLowerCase().pipe(z.email('is no e-mail address'));
const key = text.regex(/^[a-z0-9][a-z0-9-]*$/i, 'may hold letters, digits and hyphens');
const platform = z.enum(['slack', 'teams'], orMissing('must be slack or teams'));
const flag = z.boolean('must be true or false');
const purpose = z.enum(['queue', 'escalation', 'notices', 'cases'], orMissing('must be queue, escalation, notices or cases'));
const timezone = text.refine(isTimezone, 'is no time zone: write one such as America/Chicago');
const holidays = text.refine(isHolidayCode, 'is no public holidays code: write a country and state such as US-MN');
const closedDays = text.refine(isDayOrRange, 'is neither a date (2026-12-24) nor a range (2026-12-21/2027-01-01)');
const contactType = z
    .enum(['support', 'technical', 'implementation', 'read-only'], orMissing('must be support, technical, implementation or read-only'))
    .transform((type) => (type === 'read-only' ? 'readOnly' : type));
// of an entry that is removed only its identity counts
const accountKey = z.object({ key });
const personKey = z.object({ email });
const workspaceKey = z.object({ platform, id: text });
const channelKey = z.object({ platform, workspace: text, id: text });
const account = accountKey
    .strict()
    .extend({ name: text, timezone, holidays: holidays.nullable().default(null), closed: z.array(closedDays).default([]) });
const person = personKey.strict().extend({ name: text, formerly: email.nullable().default(null) });
const contact = person.extend({ account: key, type: contactType });
const advisor = person.extend({ lead: flag.default(false), team: text.nullable().default(null) });
const workspace = workspaceKey
    .strict()
    .extend({ account: key.nullable().default(null) })
    .superRefine(slackId(/^[TE][A-Z0-9]+$/, 'T0PLAIN'));
const channel = channelKey
    .strict()
    .extend({
    for: z.union([purpose.transform((one) => [one]), z.array(purpose).min(1)], orMissing('must be queue, escalation, notices or cases, or a list of these')),
    modules: z.array(text).default([]),
    team: text.nullable().default(null),
    account: key.nullable().default(null),
})
    .superRefine(slackId(/^[CG][A-Z0-9]+$/, 'C0QUEUE (not its name)'))
    .refine((it) => it.modules.length === 0 || it.for.includes('queue'), { path: ['modules'], error: 'is for queue channels only' })
    .refine((it) => (it.team !== null) === it.for.includes('escalation'), {
    path: ['team'],
    error: 'must be given for escalation, and only there',
})
    .refine((it) => it.account !== null || !it.for.includes('cases'), {
    path: ['account'],
    error: 'must be given for cases: whose?',
});
const sections = ['accounts', 'contacts', 'advisors', 'workspaces', 'channels'];
/**
 * @param source the file's text
 * @throws DirectoryError with every mistake and its line
 */
export function parseDirectory(source) {
    const yaml = new YamlLines(source);
    if (yaml.errors.length > 0)
        throw new DirectoryError(yaml.errors);
    const content = yaml.toJS() ?? {};
    if (typeof content !== 'object' || Array.isArray(content)) {
        throw new DirectoryError([{ line: 1, message: `the file must hold sections: ${sections.join(', ')}` }]);
    }
    const mistakes = Object.keys(content)
        .filter((name) => !sections.includes(name))
        .map((name) => ({ line: yaml.lineOf([name]), message: `unknown section ${name}; known: ${sections.join(', ')}` }));
    const read = (name, whole, identity) => readSection({ yaml, mistakes, name, whole, identity }, content[name] ?? []);
    const directory = {
        accounts: read('accounts', account, accountKey),
        contacts: read('contacts', contact, personKey),
        advisors: read('advisors', advisor, personKey),
        workspaces: read('workspaces', workspace, workspaceKey),
        channels: read('channels', channel, channelKey),
    };
    mistakes.push(...repeated(directory));
    if (mistakes.length > 0)
        throw new DirectoryError(mistakes);
    return directory;
}
function readSection({ yaml, mistakes, name, whole, identity }, items) {
    const section = { listed: [], removed: [] };
    if (!Array.isArray(items)) {
        mistakes.push({ line: yaml.lineOf([name]), message: `${name} must be a list` });
        return section;
    }
    for (const [index, item] of items.entries()) {
        const line = yaml.lineOf([name, index]);
        const check = (schema, value) => {
            const { data, error } = schema.safeParse(value);
            for (const issue of error?.issues ?? [])
                mistakes.push(mistakeOf(yaml, [name, index], issue));
            return data;
        };
        const entry = check(z.looseObject({ remove: flag.default(false) }, 'must hold keys and values'), item);
        if (!entry)
            continue;
        const { remove, ...fields } = entry;
        if (remove) {
            const data = check(identity, fields);
            if (data)
                section.removed.push({ ...data, line });
        }
        else {
            const data = check(whole, fields);
            if (data)
                section.listed.push({ ...data, line });
        }
    }
    return section;
}
function mistakeOf(yaml, entry, issue) {
    if (issue.code === 'unrecognized_keys') {
        return { line: yaml.lineOf([...entry, ...issue.path, issue.keys[0] ?? '']), message: `unknown key ${issue.keys.join(', ')}` };
    }
    const field = issue.path.filter((step) => typeof step === 'string').join('.');
    const path = [...entry, ...issue.path];
    return { line: yaml.lineOf(path), message: field === '' ? `the entry ${issue.message}` : `${field} ${issue.message}` };
}
/** The same subject twice, also one person as a contact and as an advisor. */
function repeated({ accounts, contacts, advisors, workspaces, channels }) {
    const both = ({ listed, removed }) => [...listed, ...removed];
    const groups = [
        both(accounts).map(({ line, key: name }) => ({ line, name })),
        [...both(contacts), ...both(advisors)].map(({ line, email: name }) => ({ line, name })),
        both(workspaces).map(({ line, id: name }) => ({ line, name })),
        both(channels).map(({ line, workspace: home, id }) => ({ line, name: `${home} ${id}` })),
    ];
    return groups.flatMap((group) => {
        const first = new Map();
        return group.flatMap(({ line, name }) => {
            const earlier = first.get(name);
            if (earlier === undefined)
                first.set(name, line);
            return earlier === undefined ? [] : [{ line, message: `${name} is listed twice, first on line ${earlier}` }];
        });
    });
}
function isTimezone(name) {
    try {
        return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
    }
    catch {
        return false;
    }
}
/** Country, optionally a state, optionally a region: as date-holidays names them. */
function isHolidayCode(code) {
    const [country = '', state, region, ...rest] = code.split('-');
    const known = new Holidays();
    if (rest.length > 0 || !(country in known.getCountries()))
        return false;
    if (state === undefined)
        return true;
    const states = (known.getStates(country) ?? {});
    return (state in states && (region === undefined || region in (known.getRegions(country, state) ?? {})));
}
function isDayOrRange(days) {
    const [start = '', end = start, ...rest] = days.split('/');
    return rest.length === 0 && [start, end].every((day) => z.iso.date().safeParse(day).success) && start <= end;
}
/** People copy names where Slack wants ids. */
function slackId(pattern, example) {
    return ({ platform: on, id }, context) => {
        if (on === 'slack' && !pattern.test(id))
            context.issues.push({ code: 'custom', path: ['id'], input: id, message: `is no id: write one such as ${example}` });
    };
}
//# sourceMappingURL=directory.js.map