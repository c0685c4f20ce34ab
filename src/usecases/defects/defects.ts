// What advisors read of a defect. Its cases are of any number of accounts: no contact ever comes here.
import { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Attempt } from '../../domain/qualification.ts';
import { defectFacts, withRelease } from '../defect-facts.ts';
import type { DefectFacts } from '../case-facts.ts';
import { newestFirst, readRows, type SearchResult } from '../search/search-cases.ts';
import { viewCase, type ViewedCase } from '../cases/view-case.ts';
import type { Services } from '../context.ts';

export interface ViewedDefect extends DefectFacts {
  id: number;
  summary: string;
  module: string;
  severity: string;
  createdAt: Date;
  /** null: its severity has no target */
  dueAt: Date | null;
  /** the advisors of its first case were told that its time runs out, that it is over */
  warnedAt: Date | null;
  breachedAt: Date | null;
  releaseNote: string | null;
}

/**
 * A defect with a page of its cases, last modified first.
 * @throws CaseError unknown-defect
 */
export async function viewDefect(
  services: Services,
  advisor: Advisor,
  number: string,
  page = 1,
): Promise<{ defect: ViewedDefect; cases: SearchResult }> {
  authorize(advisor, 'qualify');
  const defect = await findDefect(services, number);
  if (!defect) throw new CaseError('unknown-defect', `No case is linked to ${number}.`, 'A case is linked with “defect CB-123”.');
  const total = await services.db.prisma.case.count({ where: { defectId: defect.id } });
  const { pageSize } = services.settings.search;
  const pages = Math.max(Math.ceil(total / pageSize), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const rows = await readRows(services, Prisma.sql`c.defect_id = ${defect.id}`, newestFirst, pageSize, (shown - 1) * pageSize);
  return { defect, cases: { total, page: shown, pages, rows } };
}

/** What the form is filled with: the case, its defect, earlier tries (oldest first). @throws CaseError unknown-case */
export async function viewQualification(
  services: Services,
  advisor: Advisor,
  number: number,
): Promise<{ viewed: ViewedCase; attempts: (Attempt & { byName: string; at: Date })[] }> {
  const viewed = await viewCase(services, advisor, number);
  const attempts = await services.db.prisma.replication.findMany({ where: { caseId: viewed.case.id }, orderBy: { id: 'asc' } });
  return { viewed, attempts };
}

/** A known defect for whoever is about to link a case. @returns null for a number that nobody used yet */
export async function peekDefect(
  services: Services,
  advisor: Advisor,
  number: string,
  caseNumber: number,
): Promise<(ViewedDefect & { otherCases: number }) | null> {
  authorize(advisor, 'qualify');
  const defect = await findDefect(services, number);
  if (!defect) return null;
  const otherCases = await services.db.prisma.case.count({ where: { defectId: defect.id, number: { not: caseNumber } } });
  return { ...defect, otherCases };
}

async function findDefect(services: Services, number: string): Promise<ViewedDefect | null> {
  const row = await services.db.prisma.defect.findUnique({ where: { number }, include: withRelease });
  return row && { ...row, ...defectFacts(row) };
}
