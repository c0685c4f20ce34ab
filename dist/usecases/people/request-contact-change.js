import { maxLengths } from "../../domain/case-input.js";
import { contactChangeType, descriptionOf, invalidChange, parseContactChange, subjectOf, } from "../../domain/contact-change.js";
import { authorize } from "../../domain/permission.js";
import { freeAddress } from "./free-address.js";
import { openCase } from "../cases/open-case.js";
/**
 * Opens a case that asks for a contact of the own account to be added, changed or removed; an advisor applies it.
 * @param values of the form, by field name
 * @returns the case's number and subject, 'repeat' where the form had its effect before
 * @throws CaseError invalid-change, with every mistake at its field; not-allowed
 */
export async function requestContactChange(services, contact, values, filed, request) {
    authorize(contact, 'open', contact.accountId);
    const contactChange = await resolve(services, contact, parseContactChange(values));
    const { modules } = services.settings;
    const subject = subjectOf(contactChange).slice(0, maxLengths.subject);
    const input = {
        subject,
        description: descriptionOf(contactChange),
        replicationSteps: null,
        expected: null,
        actual: null,
        environment: null,
        impact: null,
        priority: 'Medium',
        module: modules.includes('Other') ? 'Other' : (modules.at(-1) ?? 'Other'),
        caseType: contactChangeType,
        dueDate: null,
        dueReason: null,
    };
    const outcome = await openCase(services, contact, input, { ...filed, contactChange }, request);
    return outcome === 'repeat' ? outcome : { number: outcome.number, subject };
}
/** Who is meant, of the own account. @throws CaseError invalid-change */
async function resolve(services, { accountId }, asked) {
    const { prisma } = services.db;
    if (asked.do === 'add') {
        await freeAddress(prisma, accountId, asked.email);
        return asked;
    }
    const { contact, ...rest } = asked;
    const which = /^\d{1,9}$/.test(contact) ? { id: Number(contact) } : { email: contact.trim().toLowerCase() };
    const who = await prisma.person.findFirst({
        where: { ...which, accountId, kind: 'contact', active: true },
        select: { id: true, name: true, email: true },
    });
    if (!who)
        throw invalidChange({ contact: 'There is no such contact in your district.' });
    if (rest.do === 'change' && rest.email && rest.email !== who.email) {
        const removed = await freeAddress(prisma, accountId, rest.email);
        if (removed)
            throw wasRemoved(removed.name);
    }
    return { ...rest, who };
}
/** An address stays with whoever had it, also after their removal: what they wrote would become somebody else's. */
export function wasRemoved(name) {
    return invalidChange({ email: `This was the address of ${name}, who was removed; use another one.` });
}
//# sourceMappingURL=request-contact-change.js.map