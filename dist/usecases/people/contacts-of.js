/** The active Authorized Contacts of an account, by name: whose case a case can be. */
export function contactsOf(services, accountId, tx = services.db.prisma) {
    return tx.person.findMany({
        where: { kind: 'contact', active: true, accountId, contactType: { in: ['support', 'technical', 'implementation'] } },
        select: { id: true, name: true, email: true },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
    });
}
//# sourceMappingURL=contacts-of.js.map