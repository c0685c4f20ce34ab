/**
 * Whom mail to this address reaches.
 * @returns null where nobody active has it (any more)
 */
export async function personByMail(services, address) {
    const row = await services.db.prisma.person.findFirst({
        where: { email: address.toLowerCase(), active: true, OR: [{ accountId: null }, { account: { active: true } }] },
        include: { account: true, identities: { where: { timezone: { not: null } }, orderBy: { checkedAt: 'desc' }, take: 1 } },
    });
    if (!row)
        return null;
    const { id, name, email, kind, accountId, contactType, lead, team, account } = row;
    const timezone = row.identities[0]?.timezone ?? account?.timezone ?? 'UTC';
    const known = { accountName: account?.name ?? null, timezone };
    if (kind === 'advisor')
        return { ...known, person: { kind, id, name, email, lead, team } };
    if (accountId === null || contactType === null)
        return null;
    return { ...known, person: { kind, id, name, email, accountId, contactType } };
}
//# sourceMappingURL=person-by-mail.js.map