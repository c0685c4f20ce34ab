import { CaseError } from "../../domain/case-error.js";
import { authorize } from "../../domain/permission.js";
import { maxReleaseNameLength, parseReleaseNote } from "../../domain/release-notes.js";
import { DateTime } from 'luxon';
import { recordOnce, runOnce } from "../idempotency.js";
/** The field of a defect's release note. */
export const noteField = (number) => `note-${number}`;
/** `checkFix`, for the lead who is about to say it. */
export function previewFix({ db }, lead, fix) {
    authorize(lead, 'fixed');
    return checkFix(db.prisma, fix);
}
/**
 * What a fix is about.
 * @returns the defects in the order of their numbers; the release, null for a new one
 * @throws CaseError bad-fix, with every mistake at its field: defects, release, date; bad-release-note for a release named after an account
 */
async function checkFix(db, fix) {
    const defects = await db.defect.findMany({ where: { number: { in: [...fix.defects] } }, orderBy: { number: 'asc' } });
    const unknown = fix.defects.filter((number) => !defects.some((one) => one.number === number));
    const released = defects.filter(({ state }) => state === 'Released').map(({ number }) => number);
    const typed = fix.release.replace(/\s+/g, ' ').trim();
    const release = await releaseNamed(db, typed);
    const date = fix.date === '' ? (release?.date.toISOString().slice(0, 10) ?? '') : fix.date;
    const mistakes = {};
    if (unknown.length > 0)
        mistakes.defects = `No case is linked to ${unknown.join(', ')}.`;
    else if (released.length > 0)
        mistakes.defects = `${released.join(', ')}: the fix is published. What happens again needs a development issue number of its own.`;
    if (typed === '')
        mistakes.release = 'Name the release or Rx pack, such as Release 2026.12 or Rx 2026.11.3.';
    else if (typed.length > maxReleaseNameLength)
        mistakes.release = `${maxReleaseNameLength} characters are the most.`;
    else if (release?.publishedAt)
        mistakes.release = `${release.name} is published: its notes have gone out. Name another.`;
    if (date === '')
        mistakes.date = 'Choose the date of the release.';
    else if (!isDate(date))
        mistakes.date = 'Choose a date.';
    if (Object.keys(mistakes).length > 0)
        throw new CaseError('bad-fix', Object.values(mistakes).join(' '), undefined, mistakes);
    // the contacts of every account read the name of a release
    if (!release)
        parseReleaseNote(typed, await accountNames(db), 'release');
    return { defects, release, name: release?.name ?? typed, date };
}
/**
 * A lead marks defects as fixed in a release or Rx pack, which is made when it is new. Their cases are moved by `moveFixedCases`.
 * @param notes by defect number: for customers, one paragraph; empty: later, when it is published
 * @returns the release
 * @throws CaseError not-allowed, bad-fix, bad-release-note
 */
export function markFixed(services, lead, fix, request) {
    authorize(lead, 'fixed');
    return runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        const { name, date } = await checkFix(tx, fix);
        const release = await madeOrKnown(tx, name, date);
        // its row is held now: it cannot be published between the look and the change
        const { defects } = await checkFix(tx, fix);
        const accounts = await accountNames(tx);
        for (const { id, number, fixedAt, state } of defects) {
            const releaseNote = parseReleaseNote(fix.notes[number] ?? '', accounts, noteField(number));
            const first = state === 'Open' ? { fixedAt: services.clock.now() } : { fixedAt };
            await tx.defect.update({
                where: { id },
                data: { state: 'Fixed', releaseId: release.id, releaseNote, fixedById: lead.id, ...first },
            });
        }
        return release;
    });
}
/** Every account, so that none is named where all customers read. */
export async function accountNames(db) {
    return (await db.account.findMany({ select: { name: true } })).map(({ name }) => name);
}
/** By its name, whatever the letter case. */
export async function releaseNamed(db, name) {
    const [found] = await db.$queryRaw `
    select id, name, date, published_at "publishedAt", published_by_id "publishedById" from release where lower(name) = lower(${name})`;
    return found ?? null;
}
async function madeOrKnown(tx, name, date) {
    await tx.release.createMany({ data: [{ name, date: new Date(date) }], skipDuplicates: true });
    return tx.release.update({ where: { name }, data: { date: new Date(date) } });
}
function isDate(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}
//# sourceMappingURL=mark-fixed.js.map