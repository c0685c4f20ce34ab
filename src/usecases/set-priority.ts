import type { Prisma } from '../db/generated/client.ts';
import type { Priority } from '../domain/priority.ts';

/**
 * Returns the columns that change with the priority. A phone call is expected only while a case is critical, and not when an advisor makes it
 * critical, because then somebody already works on it.
 */
export function setPriority(priority: Priority): Prisma.CaseUncheckedUpdateInput {
  return { priority, ...(priority === 'Critical' ? {} : { phoneCallExpected: false }) };
}
