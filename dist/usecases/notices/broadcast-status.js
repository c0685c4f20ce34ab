// The clock speaks of open incidents when nobody does (process.md, Incidents and maintenance): once per cadence in each channel, however
// long nobody kept time.
import { enqueueBroadcasts, refreshBanners } from "../../outbox/enqueue/banners.js";
import { dueBanners, moveBroadcasts, nextMoment, noticesDue } from "../../outbox/enqueue/due-broadcasts.js";
import { nextBusinessMoment } from "../../domain/business-time.js";
import { cadences } from "../../domain/cadence.js";
import { calendarOf } from "../account-calendar.js";
import { Failures } from "../failures.js";
import { lockIfFree } from "./update-notice.js";
/** Channels in one transaction: few enough that a lead who speaks meanwhile waits for a moment only. */
const batch = 2_000;
/** with one of them, on a busy machine; ms */
const patience = { timeout: 60_000, maxWait: 60_000 };
/** ms */
const day = 86_400_000;
/**
 * Puts a short reply under every banner whose broadcast is due, and draws the banner anew. A channel outside its account's business hours
 * is told when they begin, unless the incident is critical.
 * @returns channels that are told, and those that wait for their hours
 * @throws AggregateError at the end, when batches failed; the others are done
 */
export async function broadcastStatus(services) {
    const now = services.clock.now();
    const done = { told: 0, waiting: 0 };
    const hours = new Map();
    const failures = new Failures();
    for (const id of await noticesDue(services.db.pool, now)) {
        for (let more = true; more;) {
            const page = await failures.past(() => services.db.prisma.$transaction((tx) => tellPage(services, tx, id, now, hours), patience));
            done.told += page?.told ?? 0;
            done.waiting += page?.waiting ?? 0;
            more = page?.full ?? false;
        }
    }
    failures.raise('batches of status broadcasts failed');
    return done;
}
/** @returns null: somebody speaks of it at this moment; what is due is moved by that, or told at the next tick */
async function tellPage(services, tx, noticeId, now, hours) {
    const notice = await lockIfFree(tx, noticeId);
    if (!notice?.severity)
        return null;
    const due = await dueBanners(tx, noticeId, now, batch);
    const isCritical = notice.severity === 'critical';
    if (!isCritical)
        await learnHours(services, tx, due, now, hours);
    const opens = ({ accountId }) => (isCritical || accountId === null ? now : (hours.get(accountId) ?? now));
    const [told, waiting] = [due.filter((one) => one.told && opens(one) <= now), due.filter((one) => one.told && opens(one) > now)];
    const bannerIds = told.map(({ id }) => id);
    if (bannerIds.length > 0) {
        await refreshBanners(tx, { bannerIds });
        await enqueueBroadcasts(tx, { bannerIds }, null);
    }
    const cadence = cadences(services.settings);
    // one that came late, after an outage or a night, is not followed at once by the next
    const next = await nextMoment(tx, noticeId, new Date(now.getTime() + cadence[notice.severity] / 2), cadence);
    await moveBroadcasts(tx, due.map((one) => ({ id: one.id, at: one.told && opens(one) > now ? opens(one) : next })));
    return { told: told.length, waiting: waiting.length, full: due.length === batch };
}
async function learnHours(services, tx, due, now, known) {
    const unknown = new Set(due.flatMap(({ accountId }) => (accountId === null || known.has(accountId) ? [] : [accountId])));
    if (unknown.size === 0)
        return;
    for (const account of await tx.account.findMany({ where: { id: { in: [...unknown] } } }))
        known.set(account.id, opensAt(services, account, now));
}
/** An account without any business day, closed for good, waits day by day: those beside it do not. */
function opensAt(services, account, now) {
    try {
        return nextBusinessMoment(calendarOf(services, account), now);
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
        return new Date(now.getTime() + day);
    }
}
//# sourceMappingURL=broadcast-status.js.map