import { isAuthorized } from "../../domain/person.js";
/** As many are named where more than one is meant. */
const mostNamed = 5;
/**
 * The Authorized Contact of any account whom an advisor means.
 * @param text an e-mail address, a name, or a part of one
 * @returns what is wrong with it, where it means nobody or more than one
 */
export async function findContact(services, text) {
    const wanted = text.trim();
    if (wanted === '')
        return { mistake: 'Write the e-mail address or the name of the contact.' };
    const all = await contactsCalled(services, wanted);
    const found = all.filter(({ contact }) => isAuthorized(contact));
    const [first, second] = found;
    if (first && !second)
        return first;
    if (first)
        return { mistake: `More than one is called so: ${listed(found)}. Write the address.` };
    const [reader] = all;
    if (!reader)
        return { mistake: `The directory knows no contact “${wanted}”.` };
    return { mistake: `${reader.contact.name} is a Read-Only Contact of ${reader.accountName}; name an Authorized Contact.` };
}
/** Whoever has exactly this address or name; else everybody whose name has it in it. */
async function contactsCalled(services, text) {
    const wanted = text.toLowerCase();
    const byName = (fits) => (one) => one.contact.email === wanted || fits(one.contact.name.toLowerCase());
    // the database takes % and _ for any letters: what it finds is looked at again
    const exactly = await read(services, { OR: [{ email: wanted }, { name: { equals: text, mode: 'insensitive' } }] });
    const exact = exactly.filter(byName((name) => name === wanted));
    if (exact.length > 0)
        return exact;
    const partly = await read(services, { name: { contains: text, mode: 'insensitive' } });
    return partly.filter(byName((name) => name.includes(wanted)));
}
async function read(services, where) {
    const rows = await services.db.prisma.person.findMany({
        where: { kind: 'contact', active: true, account: { active: true }, ...where },
        include: { account: true },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: 100,
    });
    return rows.flatMap(({ id, name, email, contactType, account }) => {
        if (!account || !contactType)
            return [];
        const contact = { kind: 'contact', id, name, email, accountId: account.id, contactType };
        return [{ contact, accountName: account.name, timezone: account.timezone }];
    });
}
function listed(found) {
    const named = found.slice(0, mostNamed).map(({ contact, accountName }) => `${contact.name} (${contact.email}, ${accountName})`);
    const more = found.length - named.length;
    return more > 0 ? `${named.join('; ')}; and ${more} more` : named.join('; ');
}
//# sourceMappingURL=find-contact.js.map