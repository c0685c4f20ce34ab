// A defect's own SLA (process.md, Defects): by severity, in the support organisation's hours. Its cases are of many accounts, so no
// account's zone or holidays apply: the calendar is UTC without holidays.
import { addBusinessTime } from "./business-time.js";
import { durationMs, durationParts } from "./duration.js";
/** Part of the time after which a defect's advisors are warned. */
const warnedAfter = 0.8;
/** @returns when a defect of this severity is due, and when its advisors are warned; null where its severity has no target */
export function defectDue({ defectSla, businessHours }, severity, from) {
    const duration = defectSla[severity.toLowerCase()];
    if (duration === null)
        return null;
    const ms = durationMs(duration, businessHours);
    const calendar = { timezone: 'UTC', holidays: null, closed: [], hours: businessHours };
    const after = (time) => durationParts(duration).unit === 'd' ? new Date(from.getTime() + time) : addBusinessTime(calendar, from, time);
    return { warnAt: after(ms * warnedAfter), dueAt: after(ms) };
}
//# sourceMappingURL=defect-due.js.map