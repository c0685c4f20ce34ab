// How often an open incident is spoken of when nothing changes (process.md, Incidents and maintenance).
import { durationMs } from "./duration.js";
import { severities } from "./notice.js";
/** @returns milliseconds between status broadcasts, by severity */
export function cadences(settings) {
    const ms = severities.map((severity) => [severity, durationMs(settings.incidents.cadence[severity], settings.businessHours)]);
    return Object.fromEntries(ms);
}
//# sourceMappingURL=cadence.js.map