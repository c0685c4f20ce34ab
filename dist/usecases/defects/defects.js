// What advisors read of a defect. Its cases are of any number of accounts: no contact ever comes here.
import { Prisma } from "../../db/generated/client.js";
import { CaseError } from "../../domain/case-error.js";
import { authorize } from "../../domain/permission.js";
import { defectFacts, withRelease } from "../defect-facts.js";
import { newestFirst, readRows } from "../search/search-cases.js";
import { viewCase } from "../cases/view-case.js";
/**
 * A defect with a page of its cases, last modified first.
 * @throws CaseError unknown-defect
 */
export async function viewDefect(services, advisor, number, page = 1) {
    authorize(advisor, 'qualify');
    const defect = await findDefect(services, number);
    if (!defect)
        throw new CaseError('unknown-defect', `No case is linked to ${number}.`, 'A case is linked with “defect CB-123”.');
    const total = await services.db.prisma.case.count({ where: { defectId: defect.id } });
    const { pageSize } = services.settings.search;
    const pages = Math.max(Math.ceil(total / pageSize), 1);
    const shown = Math.min(Math.max(page, 1), pages);
    const rows = await readRows(services, Prisma.sql `c.defect_id = ${defect.id}`, newestFirst, pageSize, (shown - 1) * pageSize);
    return { defect, cases: { total, page: shown, pages, rows } };
}
/** What the form is filled with: the case, its defect, earlier tries (oldest first). @throws CaseError unknown-case */
export async function viewQualification(services, advisor, number) {
    const viewed = await viewCase(services, advisor, number);
    const attempts = await services.db.prisma.replication.findMany({ where: { caseId: viewed.case.id }, orderBy: { id: 'asc' } });
    return { viewed, attempts };
}
/** A known defect for whoever is about to link a case. @returns null for a number that nobody used yet */
export async function peekDefect(services, advisor, number, caseNumber) {
    authorize(advisor, 'qualify');
    const defect = await findDefect(services, number);
    if (!defect)
        return null;
    const otherCases = await services.db.prisma.case.count({ where: { defectId: defect.id, number: { not: caseNumber } } });
    return { ...defect, otherCases };
}
async function findDefect(services, number) {
    const row = await services.db.prisma.defect.findUnique({ where: { number }, include: withRelease });
    return row && { ...row, ...defectFacts(row) };
}
//# sourceMappingURL=defects.js.map