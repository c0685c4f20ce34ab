// What a lead says of a notice after it was declared. Every word is an update: the banners are drawn anew, a short reply tells those who
// follow, linked cases are told (`tell-linked-cases`), and the next status broadcast is a cadence away.
import { enqueueBroadcasts, placeBanners, refreshBanners, resetBroadcasts } from "../../outbox/enqueue/banners.js";
import { refreshPlaced } from "../../outbox/enqueue/direct.js";
import { CaseError } from "../../domain/case-error.js";
import { cadences } from "../../domain/cadence.js";
import { isAnnounced } from "../../domain/maintenance-clock.js";
import { isOver, moveNotice, noticeStateLabel } from "../../domain/notice.js";
import { authorize } from "../../domain/permission.js";
import { activeAccounts, maintenanceClock, noticeTimeoutMs } from "./declare-notice.js";
import { unknownNotice } from "./notice-facts.js";
import { recordOnce, runOnce } from "../idempotency.js";
import { textInput } from "../text-input.js";
/**
 * A lead tells what changed. Whoever speaks owns the notice from here on.
 * @param input.instructions null: none (any more); absent: as they were
 * @param input.nextUpdateAt by when the next word comes; null: none was promised
 * @throws CaseError not-allowed, unknown-notice, notice-over, spoken-meanwhile, bad-state, empty, too-long
 */
export function updateNotice(services, lead, input, request) {
    const { id, nextUpdateAt, instructions } = input;
    const body = textInput(input.message, 'message', 'Write what has changed.');
    if (isOver(input.state))
        throw new CaseError('bad-state', 'This would end it.', 'Use “Resolve” for that.', { state: 'Use “Resolve” for that.' });
    return speak(services, lead, id, request, async (_, before) => ({
        action: 'update',
        state: input.state,
        body,
        data: {
            nextUpdateAt: nextUpdateAt ?? askedAgain(before, services.clock.now()),
            ...(instructions === undefined ? {} : { instructions }),
        },
    }));
}
/** Maintenance that should have ended is asked about again in an hour. */
function askedAgain({ kind, state, endsAt }, now) {
    const isLate = kind === 'maintenance' && state === 'UnderWay' && endsAt !== null && endsAt <= now;
    return isLate ? new Date(now.getTime() + 3_600_000) : null;
}
/**
 * It is over: an incident is Resolved, maintenance is Completed or Cancelled. The banners turn gray.
 * @param input.verify the one decision on the linked cases
 * @throws CaseError as `updateNotice`
 */
export function closeNotice(services, lead, input, request) {
    const { id, state, verify } = input;
    const body = textInput(input.message, 'message', state === 'Cancelled' ? 'Write why.' : 'Write what was wrong and what was done about it.');
    return speak(services, lead, id, request, async (tx) => {
        if (state === 'Resolved' && verify !== 'none') {
            const numbers = verify === 'all' ? null : [...verify];
            await tx.$executeRaw `
        with asked as (
          select id from "case" where incident_id = ${id} and status <> 'Closed' and (${numbers}::int[] is null or number = any (${numbers}::int[]))
          order by id for no key update
        )
        update "case" set incident_verify = true from asked where "case".id = asked.id`;
        }
        return {
            action: state === 'Resolved' ? 'resolve' : state === 'Completed' ? 'complete' : 'cancel',
            state,
            body,
            data: { closedAt: services.clock.now(), nextUpdateAt: null, clockAt: null },
        };
    });
}
/**
 * The notice itself is put right: title, what and whom it affects, times. Channels that are affected no more lose the banner.
 * @throws CaseError as `updateNotice`, unknown-account
 */
export function changeNotice(services, lead, id, input, request) {
    return speak(services, lead, id, request, async (tx, before) => {
        const now = services.clock.now();
        const { title, severity, modules, everyAccount, instructions, startsAt, endsAt, nextUpdateAt, message } = input;
        const accounts = await activeAccounts(tx, input);
        await tx.noticeAccount.deleteMany({ where: { noticeId: id } });
        // maintenance that was moved is planned anew; one that runs may be given more time
        const state = before.kind === 'incident' ? input.state : startsAt > now ? 'Planned' : before.state;
        const announced = before.kind === 'incident' || isAnnounced(startsAt, now) ? (before.announcedAt ?? now) : before.announcedAt;
        return {
            action: 'change',
            state,
            body: message,
            data: {
                ...{ title, severity, modules, everyAccount, instructions, startsAt, endsAt, nextUpdateAt },
                announcedAt: announced,
                clockAt: maintenanceClock({ ...input, kind: before.kind, state }, now),
                accounts: { create: accounts },
            },
        };
    });
}
function speak(services, lead, id, request, say) {
    return runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        const before = await lockNotice(tx, id);
        authorize(lead, before.kind);
        moveNotice(before, before.state); // what is over is over
        if (request.read !== undefined)
            await refuseUnread(tx, id, request.read);
        const { action, state, body, data } = await say(tx, before);
        await tx.notice.update({
            where: { id },
            data: { ...data, state: moveNotice(before, state), owner: { connect: { id: lead.id } }, nudges: 0 },
        });
        const at = services.clock.now();
        await writeUpdate(services, tx, { noticeId: id, action, state, body, at, by: lead });
        if (before.nudges > 0)
            await refreshPlaced(tx, { kind: 'nudge', noticeId: id });
        return { id };
    }, noticeTimeoutMs);
}
/** @throws CaseError spoken-meanwhile */
async function refuseUnread(tx, noticeId, read) {
    const unread = { noticeId, id: { gt: read }, body: { not: '' } };
    const newest = await tx.noticeUpdate.findFirst({ where: unread, orderBy: { id: 'desc' } });
    if (!newest)
        return;
    const { authorName, state, body } = newest;
    const request = `${body.slice(0, 200)}${body.length > 200 ? '…' : ''}`;
    const words = `${authorName} has spoken meanwhile (${noticeStateLabel(state)}): “${request}”`;
    throw new CaseError('spoken-meanwhile', words, 'Send yours again if it still holds.');
}
/** Holds the notice until the transaction ends. @throws CaseError unknown-notice */
export async function lockNotice(tx, id) {
    const [row] = await tx.$queryRaw `select id from notice where id = ${id} for no key update`;
    if (!row)
        throw unknownNotice();
    return tx.notice.findUniqueOrThrow({ where: { id } });
}
/** As `lockNotice`, for the clock. @returns null for one that is over, or that somebody holds: it is left to the next tick */
export async function lockIfFree(tx, id) {
    const [row] = await tx.$queryRaw `
    select id from notice where id = ${id} and closed_at is null for no key update skip locked`;
    return row ? tx.notice.findUniqueOrThrow({ where: { id } }) : null;
}
/**
 * Writes a line of the timeline and lets everybody see it. Call it with the notice's row locked and changed already.
 * @param update.by null: the clock
 * @param update.silent the banners say it themselves: no reply tells of it
 */
export async function writeUpdate(services, tx, update) {
    const { noticeId, action, state, body, at, by, silent } = update;
    const written = { noticeId, action, state, body, at, authorId: by?.id, authorName: by?.name ?? services.settings.brand };
    const { id } = await tx.noticeUpdate.create({ data: written });
    const cadence = cadences(services.settings);
    // one whose end is told leaves no channel any more: what stands there turns gray
    if (!isOver(state))
        await placeBanners(tx, at, cadence, { noticeId });
    await refreshBanners(tx, { noticeId });
    if (by)
        await resetBroadcasts(tx, noticeId, at, cadence);
    if (!silent)
        await enqueueBroadcasts(tx, { noticeId }, id);
}
//# sourceMappingURL=update-notice.js.map