import { plural } from "./text/numbers.js";
const minute = 60_000;
const hour = 60 * minute;
/** Splits a duration into its number and its unit. */
export function durationParts(duration) {
    return { count: parseInt(duration, 10), unit: duration.replace(/^\d+/, '') };
}
/** Converts a duration to milliseconds. A business day is as long as the business hours of one day, a day has 24 hours. */
export function durationMs(duration, hours) {
    const { count, unit } = durationParts(duration);
    return count * { m: minute, h: hour, d: 24 * hour, bd: timeOfDay(hours.end) - timeOfDay(hours.start) }[unit];
}
const names = { m: 'minute', h: 'hour', d: 'day', bd: 'business day' };
/** Writes a duration out, such as `4 hours` or `1 business day`. */
export function formatDuration(duration) {
    const { count, unit } = durationParts(duration);
    return plural(count, names[unit]);
}
function timeOfDay(text) {
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    return hours * hour + minutes * minute;
}
//# sourceMappingURL=duration.js.map