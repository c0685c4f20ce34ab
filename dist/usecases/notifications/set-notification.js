import { CaseError } from "../../domain/case-error.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { firstDigestCovers } from "../../domain/notification.js";
import { recordOnce, runOnce } from "../idempotency.js";
import { unknownCase } from "../scope.js";
/**
 * @param number of a case, where it is about one
 * @throws CaseError unknown-case, not-told
 */
export async function readNotification(services, contact, number) {
    const { prisma } = services.db;
    const { notify: everything } = await prisma.person.findUniqueOrThrow({ where: { id: contact.id }, select: { notify: true } });
    return { everything, case: number === null ? null : await recipientCase(prisma, contact, number) };
}
/**
 * A contact chooses how much they are told from here on, of everything or of one case.
 * @param input.level null, of a case: as of everything
 * @throws CaseError unknown-case, not-told
 */
export function setNotification(services, contact, input, request) {
    return runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        // held until the end: of two choices at once the second sees the first
        await tx.$queryRaw `select id from person where id = ${contact.id} for no key update`;
        if (input.level === 'digest' && !(await readsDigests(tx, contact))) {
            // an empty one marks when it was chosen: from there on there is news
            const until = new Date(services.clock.now().getTime() - firstDigestCovers);
            await tx.digest.create({ data: { personId: contact.id, from: until, until } });
        }
        if (input.number === null) {
            await tx.person.update({ where: { id: contact.id }, data: { notify: input.level } });
            return 'done';
        }
        const { id: caseId } = await recipientCase(tx, contact, input.number);
        const caseId_personId = { caseId, personId: contact.id };
        await tx.recipient.update({ where: { caseId_personId }, data: { notify: input.level } });
        return 'done';
    });
}
/** Whether one of their choices is the daily digest already; whoever comes back to it begins anew and is not told a year at once. */
async function readsDigests(tx, { id }) {
    const where = { id, OR: [{ notify: 'digest' }, { recipientOf: { some: { notify: 'digest' } } }] };
    return (await tx.person.count({ where })) > 0;
}
async function recipientCase(tx, { id, accountId }, number) {
    const row = await tx.case.findFirst({
        where: { number, accountId },
        select: { id: true, subject: true, recipients: { where: { personId: id }, select: { notify: true } } },
    });
    if (!row)
        throw unknownCase(number);
    const [told] = row.recipients;
    if (!told) {
        const named = formatCaseNumber(number);
        throw new CaseError('not-told', `You are not told of ${named}.`, `“recipients ${named}” shows who is, and adds you.`);
    }
    return { id: row.id, number, subject: row.subject, level: told.notify };
}
//# sourceMappingURL=set-notification.js.map