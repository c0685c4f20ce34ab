/** The active advisors, by name. */
export function listAdvisors(services) {
    return services.db.prisma.person.findMany({
        where: { kind: 'advisor', active: true },
        select: { id: true, name: true, email: true, team: true },
        orderBy: { name: 'asc' },
    });
}
//# sourceMappingURL=list-advisors.js.map