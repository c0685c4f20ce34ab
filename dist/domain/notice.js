// An incident or maintenance (process.md, Incidents and maintenance): its states, and what each may become.
import { CaseError } from "./case-error.js";
export const severities = ['critical', 'major', 'minor'];
export const incidentStates = ['Investigating', 'Identified', 'Monitoring', 'Resolved'];
export const maintenanceStates = ['Planned', 'UnderWay', 'Completed'];
/** In the process's own words. */
export function noticeStateLabel(state) {
    return state === 'UnderWay' ? 'Under way' : state;
}
export function severityLabel(severity) {
    return { critical: 'Critical', major: 'Major', minor: 'Minor' }[severity];
}
/** What a notice is called at the start of a sentence. */
export function kindLabel(kind) {
    return kind === 'incident' ? 'Incident' : 'Maintenance';
}
export function isOver(state) {
    return state === 'Resolved' || state === 'Completed' || state === 'Cancelled';
}
/** An incident moves forwards and back as people learn; maintenance moves by the clock and by confirmation. */
export function statesOf(kind) {
    return kind === 'incident' ? incidentStates : maintenanceStates;
}
/**
 * Whether a notice may be spoken of as being in this state.
 * @throws CaseError notice-over (nothing follows the end), bad-state
 */
export function moveNotice(now, to) {
    if (isOver(now.state)) {
        const words = `This ${now.kind} is ${noticeStateLabel(now.state).toLowerCase()} already.`;
        throw new CaseError('notice-over', words, `Declare a new ${now.kind} if it happens again.`);
    }
    if (to !== 'Cancelled' && !statesOf(now.kind).includes(to))
        throw new CaseError('bad-state', `${kindLabel(now.kind)} has no state “${noticeStateLabel(to)}”.`, undefined, {
            state: `Choose one of ${statesOf(now.kind).map(noticeStateLabel).join(', ')}.`,
        });
    return to;
}
/** The modules in words. @param modules none: all */
export function affects(modules) {
    return modules.length === 0 ? 'All modules' : modules.join(', ');
}
/** Whether a case on this module may be about it. @param modules none: all */
export function concerns({ modules }, module) {
    return modules.length === 0 || modules.includes(module);
}
//# sourceMappingURL=notice.js.map