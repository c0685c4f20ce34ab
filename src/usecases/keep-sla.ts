// Starts, stops and settles the SLA's clocks of a case with whatever happens to it.
import type { Prisma } from '../db/generated/client.ts';
import type { Happened } from './write-change.ts';
import type { Tx, Work } from './work.ts';

/** @returns the columns that change */
export async function keepSla(_work: Work, _tx: Tx, _happened: Happened): Promise<Prisma.CaseUncheckedUpdateInput> {
  return {};
}
