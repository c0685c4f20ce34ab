// Hundreds of cases of any number of accounts wait for one fix.
import { Prisma } from "../../db/generated/client.js";
import { asAdvisor } from "../as-advisor.js";
import { startFollowUp } from "../update-follow-up.js";
import { writeChange } from "../write-change.js";
import { Failures } from "../failures.js";
import { sweepCases } from "../sweep-cases.js";
/** What the history says of a case that has had this fix: it has it once. */
export function whyFixed(defect, release) {
    return `${defect} in ${release}`;
}
/** Linked cases, as `c`, of fixed defects, `d`, in releases, `r`, that have had this very fix. */
export const hasFix = Prisma.sql `
  exists (select from history_entry h where h.case_id = c.id and h.action = 'fixed' and h.why = d.number || ' in ' || r.name)`;
/** ... that are to have it: with development, or asked from there; available already when the fix was taken into another release. */
export const waitsForFix = Prisma.sql `
  (c.status in ('AssignedToDevelopment', 'AvailableInRelease') or c.status = 'PendingCustomerInput' and c.asked_from = 'AssignedToDevelopment')
  and d.state <> 'Open' and not ${hasFix}`;
/** ... that are to be told that the release is there. */
export const waitsForWord = Prisma.sql `c.status = 'AvailableInRelease' and c.release_told_at is null and d.state = 'Released'`;
export const linkedCases = Prisma.sql `"case" c join defect d on d.id = c.defect_id join release r on r.id = d.release_id`;
/**
 * Moves every case whose defect is fixed to Available in Release, and tells those whose release is published.
 * @returns how many of each
 * @throws AggregateError at the end, when single cases failed; the others are done
 */
export async function moveFixedCases(services, which = {}) {
    const failures = new Failures();
    const moved = await sweep(services, waitsForFix, which, move, failures);
    const told = await sweep(services, waitsForWord, { ...which, most: (which.most ?? Infinity) - moved }, tell, failures);
    failures.raise('cases could not be moved');
    return { moved, told };
}
async function sweep(services, wanted, which, step, failures) {
    const { releaseId = null, number = null, most } = which;
    const asked = Prisma.sql `${linkedCases} where ${wanted} and (${releaseId}::int is null or r.id = ${releaseId}) and (${number}::int is null or c.number = ${number})`;
    return sweepCases(services, asked, async (tx, locked) => step(services, tx, locked, await read(tx, locked.id)), failures, most);
}
async function read(tx, id) {
    const [row] = await tx.$queryRaw `
    select c.id, c.number, d.number defect, r.name release, r.date::text date, d.fixed_by_id "fixedById", r.published_by_id "publishedById"
    from ${linkedCases} where c.id = ${id}`;
    if (!row)
        throw new Error(`case ${id} waits for no fix`);
    return row;
}
async function move(services, tx, locked, { defect, release, date, fixedById }) {
    await tellWhoPosted(services, tx, locked);
    const why = whyFixed(defect, release);
    // a fix that was taken into another release moves nothing, but the contact is told
    const fingerprint = locked.status === 'AvailableInRelease';
    await write(services, tx, locked, fixedById, {
        ...(fingerprint ? { history: { action: 'fixed', from: locked.status, to: locked.status } } : { action: 'fixed' }),
        patch: { releaseToldAt: null },
        post: { kind: 'event', action: 'fixed', body: `marked ${defect} as fixed in ${release}, dated ${date}` },
        why,
    });
}
async function tell(services, tx, locked, { defect, release, publishedById }) {
    const at = services.clock.now();
    await write(services, tx, locked, publishedById, {
        patch: { releaseToldAt: at },
        post: { kind: 'event', action: 'release', body: `published ${release}: the fix of ${defect} is there`, asks: true },
        history: { action: 'release' },
        why: whyFixed(defect, release),
    });
    await startFollowUp(services, tx, locked.id, at);
}
/** Everybody involved is told: the recipients, and contacts who posted, who are recipients from here on. */
async function tellWhoPosted(services, tx, { id, accountId }) {
    await tx.$executeRaw `
    insert into recipient (case_id, person_id, added_at)
    select distinct post.case_id, person.id, ${services.clock.now()}::timestamptz
    from post join person on person.id = post.author_id
    where post.case_id = ${id} and person.kind = 'contact' and person.account_id = ${accountId} and person.active
    on conflict do nothing`;
}
/** In the name of the lead who said so, whoever's process it is. */
async function write(services, tx, locked, leadId, change) {
    const row = leadId === null ? null : await tx.person.findUnique({ where: { id: leadId } });
    await writeChange(services, tx, row && asAdvisor(row), locked, { idempotencyKey: '', platform: null }, change);
}
//# sourceMappingURL=move-fixed-cases.js.map