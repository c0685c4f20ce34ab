// A defect as advisors see it, with a page of its cases.
import { formatDay } from "../../domain/text/times.js";
import { resultCard } from "../search/result-card.js";
export function defectCard({ defect, cases }, asked, lead) {
    const { number, summary, release } = defect;
    const fix = { kind: 'button', label: 'Mark fixed', action: 'mark-fixed', value: number, style: 'primary' };
    const list = resultCard({
        title: `${number} · ${summary}`,
        result: cases,
        asked,
        action: 'defect-page',
        pageValue: (page) => `${number} ${page}`,
        withAccount: true,
        empty: 'No case is linked to it any more.',
        more: lead && defect.state !== 'Released' ? [fix] : [],
    });
    const [heading, ...rows] = list.elements;
    const fields = [
        { label: 'State', value: [{ bold: defect.state }] },
        { label: 'Severity', value: [defect.severity] },
        { label: 'Module', value: [defect.module] },
        { label: 'Due', value: due(defect) },
        ...(release
            ? [
                {
                    label: 'Fixed in',
                    value: [`${release.name} (${release.published ? 'published' : `planned for ${formatDay(release.date)}`})`],
                },
            ]
            : []),
        ...(defect.releaseNote ? [{ label: 'Release note', value: [defect.releaseNote] }] : []),
    ];
    return { ...list, title: number, elements: [...(heading ? [heading] : []), { kind: 'fields', fields }, ...rows] };
}
function due({ state, dueAt, warnedAt, breachedAt }) {
    if (!dueAt)
        return ['No target for this severity'];
    const told = breachedAt ? ': overdue' : warnedAt ? ': 80 % of its time is over' : '';
    return [{ at: dueAt, as: 'moment' }, state === 'Open' ? told : ''];
}
//# sourceMappingURL=defect-card.js.map