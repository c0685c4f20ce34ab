import type { Tx, Work } from './work.ts';

/** Thrown inside a transaction to undo it: this request has had its effect before. */
class Repeat extends Error {}

/**
 * Notes the request in the transaction of its effect. A second request with the same receipt waits for the first and then throws.
 * @throws Repeat
 */
export async function noteReceipt(tx: Tx, receipt: string): Promise<void> {
  const added = await tx.$executeRaw`insert into receipt (key) values (${receipt}) on conflict do nothing`;
  if (added === 0) throw new Repeat(receipt);
}

/** Runs one transaction that notes a receipt. @returns 'repeat' where it had its effect before: nothing was done now */
export async function unlessRepeated<T>(work: Work, run: (tx: Tx) => Promise<T>): Promise<T | 'repeat'> {
  try {
    return await work.db.prisma.$transaction(run);
  } catch (error) {
    if (error instanceof Repeat) return 'repeat';
    throw error;
  }
}

/** For requests that only read but whose answer must not be given twice: true the first time, false for every retry. */
export async function once(work: Work, receipt: string): Promise<boolean> {
  return (await work.db.prisma.$executeRaw`insert into receipt (key) values (${receipt}) on conflict do nothing`) === 1;
}
