// A defect's own SLA: at 80 % of its time and when it is over, once each, advisors read it in a note on its first open case.
import { formatCaseNumber } from "../../domain/case-number.js";
import { defectDue } from "../../domain/defect-due.js";
import { changeCaseByClock } from "../change-case.js";
/** @returns how many defects were warned of, how many are overdue since the last look */
export async function checkDefects(services) {
    const now = services.clock.now();
    const running = { state: 'Open', dueAt: { not: null } };
    const late = await services.db.prisma.defect.findMany({ where: { ...running, breachedAt: null }, orderBy: { id: 'asc' } });
    let [warned, breached] = [0, 0];
    for (const defect of late) {
        const warnAt = defectDue(services.settings, defect.severity, defect.createdAt)?.warnAt;
        if (defect.dueAt && defect.dueAt <= now)
            breached += await tell(services, defect, 'breachedAt', now);
        else if (warnAt && warnAt <= now && !defect.warnedAt)
            warned += await tell(services, defect, 'warnedAt', now);
    }
    return { warned, breached };
}
/** Where no case is open any more, only the mark is set: there is nobody to tell. @returns 1; 0 where another process was first */
async function tell(services, defect, mark, now) {
    const first = await services.db.prisma.case.findFirst({
        where: { defectId: defect.id, status: { not: 'Closed' } },
        orderBy: { id: 'asc' },
        select: { number: true },
    });
    if (!first)
        return setMark(services.db.prisma, defect, mark, now);
    let marked = 0;
    await changeCaseByClock(services, first.number, `defect:${defect.id}:${mark}`, async (locked, tx) => {
        marked = await setMark(tx, defect, mark, now);
        return marked === 0 ? null : { post: { kind: 'note', body: words(defect, mark, formatCaseNumber(locked.number)) } };
    });
    return marked;
}
async function setMark(db, { id }, mark, now) {
    const { count } = await db.defect.updateMany({ where: { id, state: 'Open', [mark]: null }, data: { [mark]: now } });
    return count;
}
function words({ number, dueAt, severity }, mark, first) {
    const due = `${dueAt?.toISOString().slice(0, 16).replace('T', ' ') ?? ''} UTC`;
    const when = mark === 'breachedAt' ? `is overdue since ${due}` : `is due at ${due}: 80 % of its time is over`;
    return `The defect ${number} (${severity}) ${when}. This stands on ${first} because it is its first open case.`;
}
//# sourceMappingURL=check-defects.js.map