// Cases that change hands many at a time: handovers that somebody asked for, and cases whose advisor is one no more.
import { isOpen } from "../../domain/status.js";
import { unassigned } from "../../domain/transition.js";
import { changeCaseByClock, lockCase } from "../change-case.js";
import { Failures } from "../failures.js";
import { recordOnce, runOnce } from "../idempotency.js";
import { everyAccount } from "../scope.js";
import { writeChange } from "../write-change.js";
/** How often the rest is written down, in cases. */
const batch = 50;
/** Goes on with every handover. @throws AggregateError at the end, when some failed; they are tried again */
export async function processHandovers(services) {
    const failures = new Failures();
    let moved = 0;
    for (const row of await services.db.prisma.handover.findMany({ orderBy: { id: 'asc' } }))
        moved += (await failures.past(() => carryOn(services, row))) ?? 0;
    failures.raise('handovers could not be carried out whole');
    return { moved };
}
/** Moves what is left of one. Two processes at once have one effect. @returns how many were moved now */
export async function carryOn(services, row) {
    const [from, to, by] = await Promise.all([row.fromId, row.toId, row.byId].map((id) => personOf(services, id)));
    if (!from || !by)
        throw new Error(`handover ${row.id} is nobody's`);
    const failures = new Failures();
    const failed = [];
    let moved = 0;
    for (let next = 0; next < row.left.length; next += batch) {
        for (const number of row.left.slice(next, next + batch)) {
            const done = await failures.past(() => moveOne(services, row, number, { from, to: to ?? null, by }));
            if (done === null)
                failed.push(number);
            else if (done)
                moved += 1;
        }
        await services.db.prisma.handover.updateMany({
            where: { id: row.id },
            data: { left: [...failed, ...row.left.slice(next + batch)] },
        });
    }
    failures.raise('cases could not be handed over');
    await services.db.prisma.handover.deleteMany({ where: { id: row.id } });
    return moved;
}
async function personOf(services, id) {
    return id === null ? null : services.db.prisma.person.findUnique({ where: { id } });
}
/** In the name of who asked. One that was closed, or has another advisor by now, stays as it is. */
async function moveOne(services, row, number, { from, to, by }) {
    const idempotencyKey = `handover:${row.id}:${number}`;
    const outcome = await runOnce(services, async (tx) => {
        await recordOnce(tx, idempotencyKey);
        const locked = await lockCase(everyAccount, tx, number);
        if (locked.advisorId !== from.id || !isOpen(locked.status))
            return false;
        const actor = { kind: 'advisor', id: by.id, name: by.name, email: by.email, lead: by.lead, team: by.team };
        const entry = { caseId: locked.id, at: services.clock.now(), actorId: by.id, actorName: by.name };
        // why it was handed over is no business of the contact's, who reads the history of an assignment
        await tx.historyEntry.create({ data: { ...entry, action: 'hand-over', why: row.reason } });
        const change = to ? toAdvisor(from, to) : toQueue(locked, from);
        await writeChange(services, tx, actor, locked, { idempotencyKey, platform: null }, change);
        return true;
    });
    return outcome === true;
}
function toAdvisor(from, to) {
    return {
        action: 'assign',
        patch: { advisorId: to.id },
        post: { kind: 'event', action: 'assign', body: `handed the case over to ${to.name}` },
        why: `from ${from.name} to ${to.name}`,
    };
}
function toQueue(locked, from) {
    const { status, askedFrom } = unassigned(locked);
    return {
        patch: { advisorId: null, status, askedFrom },
        post: { kind: 'event', action: 'assign', body: 'put the case back into the queue' },
        history: { action: 'assign', from: locked.status, to: status },
        why: `from ${from.name} to the queue`,
    };
}
/**
 * Open cases of advisors whom the directory has removed, or made contacts, go back to the queue.
 * @throws AggregateError at the end, when single cases failed
 */
export async function freeCasesOfFormerAdvisors(services) {
    const now = services.clock.now().toISOString();
    const failures = new Failures();
    let [freed, after] = [0, 0];
    for (;;) {
        const rows = await services.db.prisma.case.findMany({
            where: { id: { gt: after }, status: { not: 'Closed' }, advisor: { OR: [{ active: false }, { kind: 'contact' }] } },
            select: { id: true, number: true },
            orderBy: { id: 'asc' },
            take: batch,
        });
        for (const { number } of rows) {
            await failures.past(() => changeCaseByClock(services, number, `free:${number}:${now}`, async (locked, tx) => {
                const former = locked.advisorId === null ? null : await tx.person.findUnique({ where: { id: locked.advisorId } });
                if (!former || !isOpen(locked.status) || (former.active && former.kind === 'advisor'))
                    return null;
                freed += 1;
                return toQueue(locked, former);
            }));
        }
        const last = rows.at(-1);
        if (!last)
            break;
        after = last.id;
    }
    failures.raise('cases could not be put back');
    return { freed };
}
//# sourceMappingURL=process-handovers.js.map