// Who is told of a case (process.md, Notification recipients).
import { placeDirect, withdrawDirect } from "../../outbox/enqueue/index.js";
import { CaseError } from "../../domain/case-error.js";
import { can, authorize } from "../../domain/permission.js";
import { changeCase } from "../change-case.js";
import { scopeOf, scopeWhere, unknownCase } from "../scope.js";
const authorized = ['support', 'technical', 'implementation'];
/** Recipients as they count: active contacts of the case's own account. */
const active = (accountId) => ({ kind: 'contact', active: true, accountId });
/**
 * Who is told of a case, and who could be.
 * @throws CaseError unknown-case
 */
export async function listRecipients(services, actor, number) {
    const { prisma } = services.db;
    const row = await prisma.case.findFirst({
        where: { number, ...scopeWhere(scopeOf(actor)) },
        select: { id: true, subject: true, contactId: true, accountId: true, account: { select: { name: true } } },
    });
    if (!row)
        throw unknownCase(number);
    authorize(actor, 'view', row.accountId);
    const told = await prisma.recipient.findMany({
        where: { caseId: row.id, person: active(row.accountId) },
        include: { person: true },
        orderBy: [{ person: { name: 'asc' } }, { personId: 'asc' }],
    });
    const recipients = told.flatMap(({ person, notify }) => {
        const { id, name, email, contactType } = person;
        if (!contactType)
            return [];
        return [{ id, name, email, contactType, level: notify ?? person.notify, isCaseContact: id === row.contactId }];
    });
    const others = can(actor, 'manage-recipients', row.accountId)
        ? await prisma.person.findMany({
            where: {
                ...active(row.accountId),
                contactType: { in: [...authorized] },
                id: { not: row.contactId },
                recipientOf: { none: { caseId: row.id } },
            },
            select: { id: true, name: true, email: true },
            orderBy: [{ name: 'asc' }, { id: 'asc' }],
        })
        : [];
    return {
        number,
        subject: row.subject,
        accountName: row.account.name,
        recipients: [...recipients.filter((one) => one.isCaseContact), ...recipients.filter((one) => !one.isCaseContact)],
        others,
    };
}
/**
 * Somebody is told of the case from here on, and finds its card in their conversation with the bot.
 * @throws CaseError not-allowed, no-recipient, already-told
 */
export function addRecipient(services, actor, input, request) {
    return changeCase(services, actor, input.number, deedOf(actor, input.personId), request, async ({ id: caseId, accountId }, tx) => {
        const person = await contactOf(tx, actor, accountId, input.personId);
        const { count } = await tx.recipient.createMany({
            data: [{ caseId, personId: person.id, addedAt: services.clock.now() }],
            skipDuplicates: true,
        });
        if (count === 0)
            throw mistaken('already-told', `${nameFor(actor, person)} told of this case already.`);
        // whoever wants to hear little finds the card with the first word that reaches everybody
        await placeDirect(tx, caseId, ['all', 'status']);
        return { history: { action: 'add-recipient', to: person.name } };
    });
}
/**
 * Somebody is told of the case no more.
 * @throws CaseError not-allowed, no-recipient, case-contact (never removed), not-told
 */
export function removeRecipient(services, actor, input, request) {
    return changeCase(services, actor, input.number, deedOf(actor, input.personId), request, async (locked, tx) => {
        const person = await contactOf(tx, actor, locked.accountId, input.personId);
        if (person.id === locked.contactId)
            throw mistaken('case-contact', `${nameFor(actor, person)} the case contact, who is always told.`);
        const { count } = await tx.recipient.deleteMany({ where: { caseId: locked.id, personId: person.id } });
        if (count === 0)
            throw mistaken('not-told', `${nameFor(actor, person)} not told of this case.`);
        await withdrawDirect(tx, locked.id, person.id);
        return { history: { action: 'remove-recipient', from: person.name } };
    });
}
/** Read-Only contacts add and remove themselves. */
function deedOf(actor, personId) {
    return can(actor, 'recipient-self') && personId === actor.id ? 'recipient-self' : 'manage-recipients';
}
/** Whom this person may add and remove: an Authorized Contact of the case's account, or themselves. */
async function contactOf(tx, actor, accountId, id) {
    const allowed = [{ contactType: { in: [...authorized] } }, { id: actor.id }];
    const person = await tx.person.findFirst({
        where: { id, ...active(accountId), OR: allowed },
        select: { id: true, name: true },
    });
    if (!person)
        throw mistaken('no-recipient', 'That person is no Authorized Contact of the account.', 'Choose somebody from the list.');
    return person;
}
function nameFor(actor, { id, name }) {
    return id === actor.id ? 'You are' : `${name} is`;
}
function mistaken(code, message, next) {
    return new CaseError(code, message, next, { contact: next ? `${message} ${next}` : message });
}
//# sourceMappingURL=recipients.js.map