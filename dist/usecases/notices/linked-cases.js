import { authorize } from "../../domain/permission.js";
/**
 * The open cases that are linked to an incident, oldest first.
 * @param most as many are read
 * @throws CaseError not-allowed
 */
export async function linkedOpenCases(services, lead, incidentId, most) {
    authorize(lead, 'incident');
    const where = { incidentId, status: { not: 'Closed' } };
    const total = await services.db.prisma.case.count({ where });
    const select = { number: true, subject: true, account: { select: { name: true } } };
    const rows = await services.db.prisma.case.findMany({ where, select, orderBy: { number: 'asc' }, take: most });
    return { total, rows: rows.map(({ account, ...row }) => ({ ...row, accountName: account.name })) };
}
//# sourceMappingURL=linked-cases.js.map