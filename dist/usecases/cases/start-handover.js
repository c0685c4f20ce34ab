// All open cases of one advisor go to another, or back to the queue. What is left is written down, and each case is its own transaction:
// killed in the middle, the clock goes on (carry-on-handovers.ts).
import { CaseError } from "../../domain/case-error.js";
import { authorize } from "../../domain/permission.js";
import { carryOn } from "./process-handovers.js";
import { recordOnce, runOnce } from "../idempotency.js";
import { textInput } from "../text-input.js";
/** What the person who asks waits for: a case takes 20 to 40 ms, and Slack allows 3 s. The clock does more than that. */
const atOnce = 50;
/**
 * @param input.to an advisor's id; null: the queue
 * @param input.reason for the history, which advisors read
 * @throws CaseError not-allowed, no-advisor, nothing-open, empty, too-long
 */
export async function startHandover(services, advisor, input, request) {
    authorize(advisor, 'assign');
    if (!advisor.lead && input.from !== advisor.id)
        throw new CaseError('not-allowed', "Only a lead can hand over somebody else's cases.", 'You can hand over your own.');
    const reason = textInput(input.reason, 'reason', 'Write why.');
    const begun = await runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        const [from, to] = await people(tx, input);
        const open = await tx.case.findMany({
            where: { advisorId: from.id, status: { not: 'Closed' } },
            orderBy: { id: 'asc' },
            select: { number: true },
        });
        if (open.length === 0)
            throw mistake('nothing-open', 'from', `${from.name} has no open cases.`);
        const left = open.map(({ number }) => number);
        const ids = { fromId: from.id, toId: to?.id, byId: advisor.id };
        const row = await tx.handover.create({ data: { ...ids, reason, total: left.length, left, createdAt: services.clock.now() } });
        return { row, from: from.name, to: to?.name ?? null };
    });
    if (begun === 'repeat')
        return 'repeat';
    const { row, from, to } = begun;
    const done = row.total <= atOnce;
    if (done)
        await carryOn(services, row);
    return { total: row.total, done, from, to };
}
/** What an advisor has, and what is on its way from them. */
export async function casesToHandOver(services, advisorId) {
    return {
        open: await services.db.prisma.case.count({ where: { advisorId, status: { not: 'Closed' } } }),
        moving: await services.db.prisma.handover.findMany({ where: { fromId: advisorId }, select: { total: true, left: true } }),
    };
}
async function people(tx, input) {
    const from = await tx.person.findFirst({ where: { id: input.from, kind: 'advisor' } });
    if (!from)
        throw mistake('no-advisor', 'from', 'Choose an advisor.');
    if (input.to === null)
        return [from, null];
    const to = await tx.person.findFirst({ where: { id: input.to, kind: 'advisor', active: true } });
    if (!to)
        throw mistake('no-advisor', 'to', 'Choose an active advisor, or the queue.');
    if (to.id === from.id)
        throw mistake('no-advisor', 'to', `These are the cases of ${from.name}; choose somebody else.`);
    return [from, to];
}
function mistake(code, field, words) {
    return new CaseError(code, words, undefined, { [field]: words });
}
//# sourceMappingURL=start-handover.js.map