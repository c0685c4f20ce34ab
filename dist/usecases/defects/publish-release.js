import { enqueueRelease } from "../../outbox/enqueue/index.js";
import { CaseError } from "../../domain/case-error.js";
import { authorize } from "../../domain/permission.js";
import { parseReleaseNote } from "../../domain/release-notes.js";
import { accountNames, noteField } from "./mark-fixed.js";
import { recordOnce, runOnce } from "../idempotency.js";
/**
 * A lead publishes a release: its notes go to every notices channel, once; its cases are told, and their follow-up clocks started, by
 * `moveFixedCases`.
 * @param input.notes by defect number; one that is absent stays as it was
 * @throws CaseError not-allowed, unknown-release, published-already, nothing-fixed, bad-release-note (each defect needs one)
 */
export function publishRelease(services, lead, input, request) {
    authorize(lead, 'release');
    const { releaseId: id, notes } = input;
    return runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        // held until the end: no defect is added meanwhile
        await tx.$queryRaw `select id from release where id = ${id} for no key update`;
        const release = await tx.release.findUnique({
            where: { id },
            include: { defects: { orderBy: { number: 'asc' } }, publishedBy: true },
        });
        if (!release)
            throw new CaseError('unknown-release', 'There is no such release.', 'See “release”.');
        if (release.publishedAt) {
            const by = release.publishedBy ? ` by ${release.publishedBy.name}` : '';
            throw new CaseError('published-already', `${release.name} was published already${by}.`);
        }
        if (release.defects.length === 0)
            throw new CaseError('nothing-fixed', `Nothing is fixed in ${release.name}.`, 'Mark a defect as fixed in it first.');
        const accounts = await accountNames(tx);
        const missing = {};
        for (const { id: defectId, number, releaseNote } of release.defects) {
            const note = parseReleaseNote(notes[number] ?? releaseNote ?? '', accounts, noteField(number));
            if (note === null)
                missing[noteField(number)] = `Write what customers should know of ${number}.`;
            else
                await tx.defect.update({ where: { id: defectId }, data: { state: 'Released', releaseNote: note } });
        }
        if (Object.keys(missing).length > 0)
            throw new CaseError('bad-release-note', Object.values(missing).join(' '), undefined, missing);
        await tx.release.update({ where: { id }, data: { publishedAt: services.clock.now(), publishedById: lead.id } });
        await enqueueRelease(tx, id);
        return { id, name: release.name };
    });
}
//# sourceMappingURL=publish-release.js.map