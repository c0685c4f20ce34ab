import type { Prisma } from '../db/generated/client.ts';
import type { Priority } from '../domain/priority.ts';

/** The columns of another priority: a call is expected of critical cases alone. One that becomes critical is in an advisor's hands already. */
export function setPriority(priority: Priority): Prisma.CaseUncheckedUpdateInput {
  return { priority, ...(priority === 'Critical' ? {} : { phoneCallExpected: false }) };
}
