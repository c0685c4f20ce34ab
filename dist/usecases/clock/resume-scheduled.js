import { changeCaseByClock } from "../change-case.js";
import { Failures } from "../failures.js";
/** Cases of one look. */
const batch = 100;
/**
 * Scheduled cases whose day has come are with their advisor again, each once. One that somebody changes at this moment is left for the
 * next tick.
 * @throws AggregateError at the end, when single cases failed; the others are done
 */
export async function resumeScheduled(services) {
    const now = services.clock.now();
    const failures = new Failures();
    let [due, after] = [0, 0];
    for (;;) {
        const rows = await services.db.prisma.$queryRaw `
      select id, number from "case" where status = 'Scheduled' and scheduled_at <= ${now} and id > ${after}
      order by id limit ${batch} for no key update skip locked`;
        for (const { number } of rows) {
            if (await failures.past(() => takeUp(services, number, now)))
                due += 1;
        }
        const last = rows.at(-1);
        if (!last)
            break;
        after = last.id;
    }
    failures.raise('cases could not be taken up again');
    return { due };
}
/** What was looked up may have been answered, or scheduled anew, before it was locked. */
async function takeUp(services, number, now) {
    let claimed = false;
    const idempotencyKey = `fall-due:${number}:${now.toISOString()}`;
    const outcome = await changeCaseByClock(services, number, idempotencyKey, ({ status, scheduledAt, scheduledWhat }) => {
        claimed = status === 'Scheduled' && scheduledAt !== null && scheduledAt <= now;
        if (!claimed)
            return null;
        return { action: 'fallDue', post: { kind: 'event', action: 'fall-due', body: scheduledWhat ?? '' } };
    });
    return claimed && outcome !== 'repeat';
}
//# sourceMappingURL=resume-scheduled.js.map