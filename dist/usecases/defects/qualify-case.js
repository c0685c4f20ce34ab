import { CaseError } from "../../domain/case-error.js";
import { defectDue } from "../../domain/defect-due.js";
import { changeCase } from "../change-case.js";
import { whyFixed } from "./move-fixed-cases.js";
/**
 * An advisor writes down a try to replicate the issue, calls it an isolated incident, or links it to a product defect: by a number nobody
 * used yet a new one, else the one that is known. A defect moves the case to Assigned to Development; where it is fixed already, the next
 * sweep moves the case on.
 * @throws CaseError no-replication, no-summary, already-linked, fix-declined, no-reason
 */
export function qualifyCase(services, advisor, input, request) {
    return changeCase(services, advisor, input.number, 'qualify', request, async (locked, tx) => {
        const { attempt, finding, reason, defect } = input;
        if (attempt)
            await keepAttempt(services, tx, advisor, locked, attempt);
        if (finding !== 'defect' || !defect)
            return internal(input);
        if ((await tx.replication.count({ where: { caseId: locked.id } })) === 0)
            throw wrong('no-replication', 'steps', 'Write down at least one try before you call it a product defect.');
        const linked = await knownOrNew(services, tx, locked, defect);
        await checkLink(tx, locked, linked, reason);
        if (locked.defectId !== null && locked.defectId !== linked.id)
            await noteRelink(services, tx, advisor, locked, linked, reason);
        return link(linked);
    });
}
function keepAttempt(services, tx, advisor, { id }, attempt) {
    const data = { caseId: id, ...attempt, byId: advisor.id, byName: advisor.name, at: services.clock.now() };
    return tx.replication.create({ data });
}
/** What stays with advisors: a note, which leaves no trace on what the contact sees. */
function internal({ attempt, finding, reason }) {
    const tried = attempt && `Replication in ${attempt.environment}.\n\n${attempt.steps}\n\nResult: ${attempt.result}`;
    const isIncident = finding === 'incident';
    return {
        post: {
            kind: 'note',
            body: [isIncident ? 'Qualified as an isolated incident.' : null, reason, tried].filter(Boolean).join('\n\n'),
        },
        history: isIncident ? { action: 'qualify-incident' } : { action: 'replicate', to: attempt?.environment },
        why: reason ?? undefined,
    };
}
/** Two advisors may use the same new number at the same moment: the second joins. */
async function knownOrNew(services, tx, { module }, wanted) {
    const { number, summary, severity } = wanted;
    const where = { number };
    const known = await tx.defect.findUnique({ where });
    if (known)
        return known;
    if (summary === null)
        throw wrong('no-summary', 'summary', `${number} is not known yet: write a summary, and it is linked for the first time.`);
    const createdAt = services.clock.now();
    const dueAt = defectDue(services.settings, severity, createdAt)?.dueAt;
    await tx.defect.createMany({ data: [{ number, summary, severity, module, createdAt, dueAt }], skipDuplicates: true });
    return tx.defect.findUniqueOrThrow({ where });
}
async function checkLink(tx, locked, defect, reason) {
    if (locked.defectId === defect.id && locked.status === 'AssignedToDevelopment')
        throw wrong('already-linked', 'defect-number', `The case is linked to ${defect.number} already, and with development.`);
    if (locked.defectId !== null && locked.defectId !== defect.id && reason === null)
        throw wrong('no-reason', 'reason', 'The case is linked to another defect: write why it is linked anew.');
    const release = defect.releaseId === null ? null : await tx.release.findUnique({ where: { id: defect.releaseId } });
    const moved = release &&
        (await tx.historyEntry.findFirst({
            where: { caseId: locked.id, action: 'fixed', why: whyFixed(defect.number, release.name) },
        }));
    if (moved)
        throw wrong('fix-declined', 'defect-number', `This case had the fix of ${defect.number} in ${release.name} already. What still happens needs a development issue number of its own.`);
}
/** Why it is linked anew is for advisors; the contact reads the new number. */
async function noteRelink(services, tx, advisor, locked, { number }, why) {
    const former = await tx.defect.findUnique({ where: { id: locked.defectId ?? 0 } });
    const by = { actorId: advisor.id, actorName: advisor.name, at: services.clock.now() };
    await tx.historyEntry.create({ data: { caseId: locked.id, ...by, action: 'relink', from: former?.number, to: number, why } });
}
function link(defect) {
    const works = defect.state === 'Open' ? 'development works on it' : 'it is fixed already';
    return {
        action: 'qualify',
        patch: { defectId: defect.id, releaseToldAt: null },
        post: { kind: 'event', action: 'qualify', body: `linked the case to the product defect ${defect.number}: ${works}` },
        why: defect.number,
    };
}
function wrong(code, field, words) {
    return new CaseError(code, words, undefined, { [field]: words });
}
//# sourceMappingURL=qualify-case.js.map