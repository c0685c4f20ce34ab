import { isOver } from "../domain/notice.js";
/** On paper all text has at least 4.5:1; so has paper on a mark. */
export const colors = {
    paper: '#ffffff',
    ink: '#111827',
    quiet: '#4b5563',
    grid: '#e5e7eb',
    line: '#1d4ed8',
    under: 'rgba(29, 78, 216, 0.12)',
};
/** As the banner has it: orange incident, green maintenance, grey all clear. */
export function markColor(kind, state) {
    if (isOver(state))
        return '#4b5563';
    return kind === 'incident' ? '#b45309' : '#15803d';
}
//# sourceMappingURL=timeline-colors.js.map