import { declareNotice } from "../usecases/notices/declare-notice.js";
import { linkCase } from "../usecases/notices/link-case.js";
import { closeNotice, updateNotice } from "../usecases/notices/update-notice.js";
import { notifyLinkedCases } from "../usecases/notices/notify-linked-cases.js";
const minute = 60_000;
const day = 24 * 60 * minute;
/** Nothing is played where there is a notice already. @param clock what the use-cases read the time from */
export async function playNotices(services, lead, clock, now) {
    if ((await services.db.prisma.notice.count()) > 0)
        return;
    const at = (before) => (clock.at = new Date(now.getTime() - before));
    await past(services, lead, at);
    await open(services, lead, at);
    await coming(services, lead, at, now);
    clock.at = now;
}
/** Ends of hours and days as people plan them. */
function evening(now, days, hour) {
    const date = new Date(now.getTime() + days * day);
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), hour));
}
const everybody = { everyAccount: true, accountIds: [] };
async function past(services, lead, at) {
    const began = 12 * day + 5 * 60 * minute;
    const id = await declare(services, lead, {
        kind: 'incident',
        title: 'Messages to parents go out late',
        severity: 'minor',
        state: 'Investigating',
        modules: ['Messenger'],
        message: 'Scheduled messages leave up to 40 minutes late. Nothing is lost.',
        instructions: null,
        startsAt: at(began),
        nextUpdateAt: null,
    });
    at(began - 90 * minute);
    await updateNotice(services, lead, {
        id,
        state: 'Identified',
        message: 'The queue of one region was full. We move its messages to another.',
        nextUpdateAt: null,
    }, request());
    at(began - 170 * minute);
    await closeNotice(services, lead, { id, state: 'Resolved', message: 'Every message is out, and the queue has room again.', verify: 'none' }, request());
    // it was read then
    await services.db.pool.query("update delivery set state = 'sent', external_id = 'told', sent_at = now() where banner_id is not null");
}
async function open(services, lead, at) {
    const began = 55 * minute;
    const id = await declare(services, lead, {
        kind: 'incident',
        title: 'Attendance lists are empty in period 1',
        severity: 'major',
        state: 'Investigating',
        modules: ['Attendance'],
        message: 'Teachers at some high schools get an empty class list in period 1.',
        instructions: 'Take attendance on paper for period 1 and enter it after the all clear. Other periods work.',
        startsAt: new Date(at(began).getTime() - 20 * minute),
        nextUpdateAt: null,
    });
    const first = await services.db.prisma.case.findFirst({
        where: { module: 'Attendance', status: { not: 'Closed' } },
        orderBy: { createdAt: 'desc' },
        select: { number: true },
    });
    at(began - 6 * minute);
    if (first)
        await linkCase(services, lead, { number: first.number, incidentId: id }, request());
    const spoken = at(25 * minute);
    const update = {
        id,
        state: 'Identified',
        message: 'Bell schedules of **high schools** still point at last year. We correct them district by district; Plainview is next.',
        nextUpdateAt: new Date(spoken.getTime() + 60 * minute),
    };
    await updateNotice(services, lead, update, request());
    await notifyLinkedCases(services);
}
async function coming(services, lead, at, now) {
    at(10 * minute);
    await declare(services, lead, {
        kind: 'maintenance',
        title: 'Database upgrade',
        severity: null,
        state: 'Planned',
        modules: [],
        message: 'We move every district to faster databases. Nobody can sign in meanwhile.',
        instructions: 'Let registers and kiosks finish their day before it starts.',
        startsAt: evening(now, 9, 3),
        endsAt: evening(now, 9, 7),
        nextUpdateAt: null,
    });
}
async function declare(services, lead, notice) {
    const out = await declareNotice(services, lead, { endsAt: null, ...notice, ...everybody, accountIds: [] }, {}, request());
    if (out === 'repeat')
        throw new Error('a notice was declared twice');
    return out.id;
}
const request = (() => {
    let count = 0;
    return () => ({ idempotencyKey: `demo-notice:${++count}`, platform: 'slack' });
})();
//# sourceMappingURL=play-notices.js.map