// Maintenance moves by the clock: it is announced, reminded of, started, and its owner is asked whether it has ended (process.md, Incidents
// and maintenance).
import { dueStep, nextStep } from "../../domain/maintenance-clock.js";
import { Failures } from "../failures.js";
import { lockIfFree, writeUpdate } from "./update-notice.js";
/** with one notice in ten thousand channels, on a busy machine; ms */
const patience = { timeout: 60_000, maxWait: 60_000 };
/**
 * Takes the step that is due of each maintenance, once, however many look. Of several that were missed it is the latest.
 * @throws AggregateError at the end, when single notices failed; the others are done
 */
export async function advanceMaintenance(services) {
    const now = services.clock.now();
    const where = { kind: 'maintenance', closedAt: null, clockAt: { lte: now } };
    const due = await services.db.prisma.notice.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
    const done = { announce: 0, start: 0, 'ask-end': 0 };
    const failures = new Failures();
    for (const { id } of due) {
        const step = await failures.past(() => services.db.prisma.$transaction((tx) => takeStep(services, tx, id, now), patience));
        if (step)
            done[step] += 1;
    }
    failures.raise('maintenance notices could not be moved on');
    return { announced: done.announce, started: done.start, asked: done['ask-end'] };
}
async function takeStep(services, tx, id, now) {
    const notice = await lockIfFree(tx, id);
    if (!notice?.clockAt || notice.clockAt > now)
        return null;
    const step = dueStep(notice, now);
    const state = step === 'start' ? 'UnderWay' : notice.state;
    const isAsked = step === 'ask-end';
    await tx.notice.update({
        where: { id },
        data: {
            state,
            // asked once: from here on it is a word that is overdue (`nudge-owners`)
            clockAt: isAsked ? null : nextStep({ ...notice, state }, now),
            ...(isAsked ? { nextUpdateAt: now, nudges: 0 } : {}),
            ...(step ? { announcedAt: notice.announcedAt ?? now } : {}),
        },
    });
    // a banner that is placed only now says it all; whether it has ended is asked of the owner, not of the channels
    const silent = isAsked || notice.announcedAt === null;
    if (step)
        await writeUpdate(services, tx, { noticeId: id, action: step, state, body: '', at: now, by: null, silent });
    return step;
}
//# sourceMappingURL=advance-maintenance.js.map