import { nearestDue, nextAlert, startSla } from "../domain/sla.js";
import { calendarOf } from "./account-calendar.js";
export function slaColumns(sla, calendar) {
    return {
        sla: JSON.parse(JSON.stringify(sla)),
        slaDueAt: nearestDue(sla, calendar),
        slaAlertAt: nextAlert(sla, calendar),
    };
}
/** Of a new case. @param days the account's */
export function newSla(services, priority, days, at) {
    return slaColumns(startSla(slaTargets(services, priority), at), calendarOf(services, days));
}
/** What a case of this priority may take. */
export function slaTargets({ settings }, priority) {
    return settings.sla[priority.toLowerCase()];
}
//# sourceMappingURL=sla-columns.js.map