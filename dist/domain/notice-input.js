// What a lead says of an incident or of maintenance, read from its form.
import { DateTime } from 'luxon';
import { CaseError } from "./case-error.js";
import { showsSomething } from "./case-input.js";
import { durationMs } from "./duration.js";
import { incidentStates, severities } from "./notice.js";
/** In characters. A banner is read at a glance: what is longer belongs into an update. */
export const maxNoticeLengths = { title: 120, text: 2_000 };
/** After which time the next word comes. */
export const nextUpdates = ['30m', '1h', '2h', '4h', '8h', '1d', '2d'];
/**
 * @param values title, severity, state, modules, scope (`all` or `chosen`), accounts (ids), message, instructions, startDate, startTime,
 * endDate, endTime, nextUpdate
 * @throws CaseError invalid-notice, with every mistake at its field
 */
export function parseNotice(kind, values, at) {
    const mistakes = new Map();
    const isIncident = kind === 'incident';
    const text = (name, words, longest) => {
        const value = (values[name] ?? '').trim();
        if (!showsSomething(value)) {
            if (words !== null)
                mistakes.set(name, words);
            return '';
        }
        if (value.length > longest)
            mistakes.set(name, `This is ${value.length.toLocaleString('en-US')} characters long; ${longest} is the most.`);
        return value;
    };
    const severity = severities.find((one) => one === values.severity) ?? null;
    if (isIncident && !severity)
        mistakes.set('severity', 'Choose how grave it is.');
    const modules = listed(values.modules);
    if (modules.some((module) => !at.settings.modules.includes(module)))
        mistakes.set('modules', 'Choose from the list.');
    const everyAccount = values.scope !== 'chosen';
    const accountIds = everyAccount ? [] : listed(values.accounts).map(Number);
    if (!everyAccount && (accountIds.length === 0 || !accountIds.every(Number.isInteger)))
        mistakes.set('accounts', 'Choose at least one account, or all of them.');
    const read = {
        kind,
        title: text('title', `Write in a few words what ${isIncident ? 'is going on' : 'will be done'}.`, maxNoticeLengths.title),
        severity: isIncident ? severity : null,
        state: isIncident ? (incidentStates.find((one) => one === values.state && one !== 'Resolved') ?? 'Investigating') : 'Planned',
        modules: [...new Set(modules)],
        everyAccount,
        accountIds: [...new Set(accountIds)],
        message: text('message', 'Write what people notice, and what is known.', maxNoticeLengths.text),
        instructions: text('instructions', null, maxNoticeLengths.text) || null,
        ...readTimes(isIncident, values, at, mistakes),
        nextUpdateAt: isIncident ? nextUpdate(values.nextUpdate, at) : null,
    };
    if (isIncident && !read.nextUpdateAt)
        mistakes.set('nextUpdate', 'Choose by when the next word comes.');
    if (mistakes.size === 0)
        return read;
    throw new CaseError('invalid-notice', 'Some fields need another look.', 'Correct the marked fields and send the form again.', Object.fromEntries(mistakes));
}
/** @returns null for what is no time to the next word */
export function nextUpdate(after, { now, settings }) {
    const duration = nextUpdates.find((one) => one === after);
    return duration ? new Date(now.getTime() + durationMs(duration, settings.businessHours)) : null;
}
function listed(value) {
    return (value ?? '').split('\n').filter((one) => one !== '');
}
function readTimes(isIncident, values, { now, zone }, mistakes) {
    const startsAt = readMoment(values.startDate, values.startTime, zone, 'start', mistakes);
    const endsAt = readMoment(values.endDate, values.endTime, zone, 'end', mistakes);
    if (!isIncident && startsAt === null)
        mistakes.set('startDate', 'Choose the day on which it starts.');
    if (!isIncident && endsAt === null)
        mistakes.set('endDate', 'Choose the day on which it ends.');
    if (isIncident && startsAt && startsAt > now)
        mistakes.set('startDate', 'An incident has begun; leave it empty for now.');
    if (endsAt && endsAt <= (startsAt ?? now))
        mistakes.set('endDate', 'It ends before it starts.');
    if (endsAt && endsAt <= now && !mistakes.has('endDate'))
        mistakes.set('endDate', 'This is over already; choose a later end.');
    return { startsAt: startsAt ?? now, endsAt: endsAt ?? null };
}
/** @returns null where nothing was said; undefined where it is wrong, and the mistake is noted */
function readMoment(date, time, zone, what, mistakes) {
    const [day, clock] = [(date ?? '').trim(), (time ?? '').trim()];
    if (day === '' && clock === '')
        return null;
    const fail = (field, words) => void mistakes.set(`${what}${field}`, words);
    if (day === '')
        return fail('Date', 'Choose the day, too.');
    if (clock === '')
        return fail('Time', 'Write the time, too, e.g. 22:00.');
    const hours = readTime(clock);
    if (!hours)
        return fail('Time', `“${clock.slice(0, 20)}” is no time: write it as 22:00 or 10:00 pm.`);
    const moment = DateTime.fromISO(day, { zone }).set({ ...hours, second: 0, millisecond: 0 });
    return moment.isValid ? moment.toJSDate() : fail('Date', 'This is no day.');
}
/** `22:00`, `9:30`, `10 pm`, `10:15pm` */
function readTime(text) {
    const [, hours = '', minutes = '0', half] = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?$/i.exec(text) ?? [];
    const [hour, minute] = [Number(hours), Number(minutes)];
    if (hours === '' || minute > 59 || (half ? hour < 1 || hour > 12 : hour > 23))
        return null;
    if (!half)
        return { hour, minute };
    return { hour: (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0), minute };
}
//# sourceMappingURL=notice-input.js.map