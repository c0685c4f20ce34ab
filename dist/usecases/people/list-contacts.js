/**
 * The active contacts of the actor's own account, Read-Only ones too, by name.
 * @param most as many are read
 */
export async function listContacts(services, { accountId }, most) {
    const rows = await services.db.prisma.person.findMany({
        where: { kind: 'contact', active: true, accountId },
        select: { id: true, name: true, email: true, contactType: true },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
        take: most,
    });
    return rows.flatMap(({ contactType, ...row }) => (contactType ? [{ ...row, contactType }] : []));
}
//# sourceMappingURL=list-contacts.js.map