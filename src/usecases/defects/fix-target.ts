import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Services } from '../context.ts';

/**
 * Finds the release that the issue of a defect is planned for, as a start for the form that marks it fixed.
 * @returns nothing where the tracker names none
 * @throws CaseError not-allowed
 */
export async function fixTarget({ db }: Services, lead: Advisor, number: string): Promise<{ release?: string; date?: string }> {
  authorize(lead, 'fixed');
  const issue = await db.prisma.devIssue.findFirst({
    where: { defect: { number, state: 'Open' } },
    select: { target: true, targetDate: true },
  });
  if (!issue?.target) return {};
  return { release: issue.target, ...(issue.targetDate ? { date: issue.targetDate.toISOString().slice(0, 10) } : {}) };
}
