// Reads defects for advisors. The cases of a defect belong to any number of accounts, so nothing here is ever shown to a contact.
import { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Attempt } from '../../domain/qualification.ts';
import { defectFacts, withRelease } from '../defect-facts.ts';
import { devIssueFacts, issueColumns, type DevIssueFacts } from '../dev-issue-facts.ts';
import type { DefectFacts } from '../case-facts.ts';
import { newestFirst } from '../search/case-order.ts';
import { readRows, type CasePage } from '../search/search-cases.ts';
import { viewCase, type ViewedCase } from '../cases/view-case.ts';
import type { Services } from '../context.ts';
import { pageOf } from '../page-of.ts';

/** A defect as advisors see it. */
export interface ViewedDefect extends DefectFacts {
  id: number;
  summary: string;
  module: string;
  severity: string;
  createdAt: Date;
  /** Null if its severity has no target. */
  dueAt: Date | null;
  /** When advisors were warned that it is due soon. */
  warnedAt: Date | null;
  /** When advisors were notified that it is overdue. */
  breachedAt: Date | null;
  /** One paragraph for customers. */
  releaseNote: string | null;
  /** its issue, where a tracker is followed */
  issue: DevIssueFacts | null;
}

/**
 * Reads a defect with one page of its cases, last modified first.
 * @param page counted from 1; a page past the end is the last page
 * @throws CaseError not-allowed, unknown-defect
 */
export async function viewDefect(
  services: Services,
  advisor: Advisor,
  number: string,
  page = 1,
): Promise<{ defect: ViewedDefect; cases: CasePage }> {
  authorize(advisor, 'qualify');
  const defect = await findDefect(services, number);
  if (!defect)
    throw new CaseError('unknown-defect', `No case is linked to ${number}.`, 'To link one, choose “Defect” on the case.');
  const total = await services.db.prisma.case.count({ where: { defectId: defect.id } });
  const { pageSize } = services.settings.search;
  const shown = pageOf(total, page, pageSize);
  const rows = await readRows(services, Prisma.sql`c.defect_id = ${defect.id}`, newestFirst, pageSize, shown.rows.skip);
  return { defect, cases: { ...shown.position, rows } };
}

/** Reads what the form that qualifies a case shows: the case, and earlier attempts, oldest first. @throws CaseError unknown-case */
export async function viewQualification(
  services: Services,
  advisor: Advisor,
  number: number,
): Promise<{ viewed: ViewedCase; attempts: (Attempt & { byName: string; at: Date })[] }> {
  const viewed = await viewCase(services, advisor, number);
  const attempts = await services.db.prisma.replication.findMany({ where: { caseId: viewed.case.id }, orderBy: { id: 'asc' } });
  return { viewed, attempts };
}

/**
 * Looks up a defect that a case is about to be linked to.
 * @returns null for a number that is not used yet
 * @throws CaseError not-allowed
 */
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
  const include = { ...withRelease, issue: { select: issueColumns } };
  const row = await services.db.prisma.defect.findUnique({ where: { number }, include });
  return row && { ...row, ...defectFacts(row), issue: row.issue && devIssueFacts(services, row.issue) };
}
