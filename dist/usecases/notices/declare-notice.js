import { lockPlacing, placeBanners } from "../../outbox/enqueue/banners.js";
import { cadences } from "../../domain/cadence.js";
import { CaseError } from "../../domain/case-error.js";
import { isAnnounced, nextStep } from "../../domain/maintenance-clock.js";
import { authorize } from "../../domain/permission.js";
import { declaredCluster } from "./clusters.js";
import { recordOnce, runOnce } from "../idempotency.js";
/** Placing and drawing ten thousand banners takes a second or two. */
export const noticeTimeoutMs = 15_000;
/**
 * A lead declares an incident, or maintenance: its banner goes to every subscribed channel of each affected account. Maintenance that is
 * more than two weeks ahead is announced by the clock.
 * @param from.clusterId the draft it is made of: `linkClusterCases` links its cases
 * @throws CaseError not-allowed, unknown-account, and what became of the cluster meanwhile
 */
export function declareNotice(services, lead, input, from, request) {
    authorize(lead, input.kind);
    return runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        await lockPlacing(tx);
        const now = services.clock.now();
        const { kind, title, severity, state, modules, everyAccount, instructions, startsAt, endsAt, nextUpdateAt } = input;
        const known = { kind, title, severity, state, modules, everyAccount, instructions, startsAt, endsAt, nextUpdateAt };
        const { id } = await tx.notice.create({
            data: {
                ...known,
                ownerId: lead.id,
                declaredAt: now,
                announcedAt: kind === 'incident' || isAnnounced(startsAt, now) ? now : null,
                clockAt: maintenanceClock(input, now),
                accounts: { create: await activeAccounts(tx, input) },
                updates: {
                    create: { action: 'declare', state, body: input.message, authorId: lead.id, authorName: lead.name, at: now },
                },
            },
        });
        if (from.clusterId !== undefined)
            await declaredCluster(tx, from.clusterId, id);
        await placeBanners(tx, now, cadences(services.settings), { noticeId: id });
        return { id };
    }, noticeTimeoutMs);
}
export function maintenanceClock(notice, now) {
    return notice.kind === 'maintenance' ? nextStep(notice, now) : null;
}
/** @throws CaseError unknown-account */
export async function activeAccounts(tx, { everyAccount, accountIds }) {
    if (everyAccount)
        return [];
    const found = await tx.account.findMany({ where: { id: { in: accountIds }, active: true }, select: { id: true } });
    if (found.length < accountIds.length) {
        const words = 'One of these accounts is not there any more; choose them again.';
        throw new CaseError('unknown-account', words, undefined, { accounts: words });
    }
    return found.map(({ id }) => ({ accountId: id }));
}
//# sourceMappingURL=declare-notice.js.map