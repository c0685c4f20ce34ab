import { Prisma } from "../../db/generated/client.js";
import { moveMail } from "../../outbox/enqueue/mail.js";
import { CaseError } from "../../domain/case-error.js";
import { asType, endsAuthorization, storedContactChange } from "../../domain/contact-change.js";
import { isOpen } from "../../domain/status.js";
import { changeCase } from "../change-case.js";
import { addressInUse, freeAddress } from "./free-address.js";
import { wasRemoved } from "./request-contact-change.js";
/**
 * Carries out what a "Modify Support Contacts" case asks for: the directory changes, the case tells so, its status stays. A later import
 * leaves it as it is. Only people of the case's own account are touched.
 * @throws CaseError no-change, already-applied, not-now, invalid-change, no-contact, last-contact; nothing has changed then
 */
export function applyContactChange(services, advisor, number, request) {
    return changeCase(services, advisor, number, 'apply-contact-change', request, async (locked, tx) => {
        const change = storedContactChange(locked.contactChange);
        if (!change)
            throw new CaseError('no-change', 'This case asks for no change of the contacts.');
        if (locked.contactChangedAt)
            throw await alreadyApplied(tx, locked.id);
        if (!isOpen(locked.status))
            throw new CaseError('not-now', 'The case is closed: its request stands no more.', 'It can be reopened.');
        // one change of an account at a time: two could remove its last two Authorized Contacts
        await tx.$executeRaw `select 1 from account where id = ${locked.accountId} for no key update`;
        const account = await tx.account.findUniqueOrThrow({ where: { id: locked.accountId } });
        const at = services.clock.now();
        const told = await carryOut({ tx, account, at }, change);
        return {
            patch: { contactChangedAt: at },
            post: { kind: 'event', action: 'apply-contact-change', body: `applied the change: ${told}` },
            history: { action: 'apply-contact-change', to: told },
            why: change.reason,
        };
    });
}
async function alreadyApplied(tx, caseId) {
    const by = await tx.historyEntry.findFirst({ where: { caseId, action: 'apply-contact-change' } });
    return new CaseError('already-applied', `${by?.actorName ?? 'Somebody'} has applied this change already.`);
}
/** @returns what is so now, in words */
async function carryOut(applying, change) {
    try {
        if (change.do === 'add')
            return await add(applying, change);
        const person = await contactOf(applying, change.who);
        if (endsAuthorization(change))
            await keepOneAuthorized(applying, person);
        return await (change.do === 'remove' ? remove(applying, person) : alter(applying, person, change));
    }
    catch (error) {
        // another account's change took the address at this very moment
        if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
            throw addressInUse();
        throw error;
    }
}
async function add({ tx, account, at }, { name, email, type }) {
    const removed = await freeAddress(tx, account.id, email);
    const says = { name, contactType: type, active: true, changedInChatAt: at };
    if (removed)
        await tx.person.update({ where: { id: removed.id }, data: says });
    else
        await tx.person.create({ data: { ...says, email, kind: 'contact', accountId: account.id } });
    return `${name} is now ${asType(type)} of ${account.name}`;
}
async function alter({ tx, account, at }, person, change) {
    const { name, email, type } = change;
    if (email && email !== person.email) {
        const removed = await freeAddress(tx, account.id, email);
        if (removed)
            throw wasRemoved(removed.name);
        await unbind(tx, person);
    }
    await tx.person.update({
        where: { id: person.id },
        data: { ...(name && { name }), ...(email && { email }), ...(type && { contactType: type }), changedInChatAt: at },
    });
    if (email)
        await moveMail(tx, [person.id]);
    const told = [name && `is called ${name} now`, email && `has the address ${email} now`, type && `is ${asType(type)} now`];
    return `${person.name} of ${account.name} ${told.filter(Boolean).join(' and ')}`;
}
/** The cases stay with their contact's name; access and notifications end. */
async function remove({ tx, account, at }, person) {
    await tx.person.update({ where: { id: person.id }, data: { active: false, changedInChatAt: at } });
    await unbind(tx, person);
    await tx.recipient.deleteMany({ where: { personId: person.id } });
    const open = await tx.case.count({ where: { contactId: person.id, status: { not: 'Closed' } } });
    const stay = open === 0 ? '' : `; ${open === 1 ? '1 open case stays' : `${open} open cases stay`} filed under this name`;
    return `${person.name} is no longer a contact of ${account.name}${stay}`;
}
/** Whoever spoke from there is nobody until the platform is asked anew. */
async function unbind(tx, { id }) {
    await tx.identity.updateMany({ where: { personId: id }, data: { personId: null } });
}
/** @throws CaseError no-contact */
async function contactOf({ tx, account }, who) {
    const person = await tx.person.findFirst({ where: { id: who.id, accountId: account.id, kind: 'contact', active: true } });
    if (person)
        return person;
    throw new CaseError('no-contact', `${who.name} is no contact of ${account.name} any more.`, 'Nothing was changed; tell the contact with a post.');
}
/** @throws CaseError last-contact */
async function keepOneAuthorized({ tx, account }, person) {
    if (person.contactType === 'readOnly')
        return;
    const others = await tx.person.count({
        where: {
            accountId: account.id,
            kind: 'contact',
            active: true,
            contactType: { not: 'readOnly' },
            id: { not: person.id },
        },
    });
    if (others > 0)
        return;
    throw new CaseError('last-contact', `${person.name} is the last Authorized Contact of ${account.name}: nobody could open a case any more.`, 'Add another Authorized Contact first.');
}
//# sourceMappingURL=apply-contact-change.js.map