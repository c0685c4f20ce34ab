// Loads the cases of the labeled set into one account.
import type { Database } from '../../../src/db/client.ts';
import { indexCases } from '../../../src/usecases/search-index.ts';
import type { LabeledCase } from './parse-cases.ts';

/** A case of the set in the database. */
export type LoadedCase = LabeledCase & { number: number };

/** Stores the cases with their search documents, and has the server gather its statistics as it does by itself. */
export async function loadCases(
  { prisma, pool }: Database,
  contact: { id: number; accountId: number },
  cases: readonly LabeledCase[],
): Promise<LoadedCase[]> {
  const at = new Date('2026-11-02T15:00:00Z');
  const common = { accountId: contact.accountId, contactId: contact.id, priority: 'Medium', source: 'slack' } as const;
  const more = { module: 'Grade Book', caseType: 'Question', category: 'Question', createdAt: at, updatedAt: at };
  const rows = await prisma.case.createManyAndReturn({
    data: cases.map(({ subject, description }) => ({ ...common, ...more, subject, description })),
    select: { id: true, number: true },
  });
  await prisma.$transaction(async (tx) => indexCases(tx, rows.map(({ id }) => id)), { timeout: 60_000 }); // prettier-ignore
  await pool.query('analyze search_document');
  return cases.map((one, index) => ({ ...one, number: rows[index]?.number ?? 0 }));
}
