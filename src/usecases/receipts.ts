import type { Again } from '../ports.ts';
import type { Tx, Work } from './work.ts';

/** Thrown inside a transaction to undo it: this request has had its effect before. */
class Repeat extends Error {}

/**
 * Notes the request in the transaction of its effect. A second request with the same receipt waits for the first and then throws.
 * @param again the same words under another id are a repeat, too, as long as the first were not answered in time
 * @throws Repeat
 */
export async function noteReceipt(tx: Tx, receipt: string, again?: Again): Promise<void> {
  const added = await tx.$executeRaw`insert into receipt (key) values (${receipt}) on conflict do nothing`;
  if (added === 0 || (again && !(await isNew(tx, again)))) throw new Repeat(receipt);
}

/**
 * A platform sends words again about 15 s after the first time when they were not answered by then (msteams-docs issue 6084). Sooner it is
 * somebody who says the same twice, and so it is later, or where the first were answered in time (`forgetAgain`).
 */
const repeatedWithin = { from: 10_000, to: 90_000 };

async function isNew(tx: Pick<Tx, '$executeRaw'>, { key, at }: Again): Promise<boolean> {
  const [from, to] = [repeatedWithin.to, repeatedWithin.from].map((ms) => new Date(at.getTime() - ms));
  const noted = await tx.$executeRaw`
    insert into receipt (key, at) values (${key}, ${at}) on conflict (key) do update set at = excluded.at
    where receipt.at < ${from} or receipt.at > ${to}`;
  return noted === 1;
}

/** These words were answered in time: whoever says the same again means it. */
export async function forgetAgain(work: Work, { key, at }: Again): Promise<void> {
  await work.db.prisma.receipt.deleteMany({ where: { key: { in: [key, answerTo(key)] }, at } });
}

/** The key under which the answer to words is noted. */
export const answerTo = (key: string): string => `answer:${key}`;

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
export async function once(work: Work, receipt: string, again?: Again): Promise<boolean> {
  const { prisma } = work.db;
  if (again && !(await isNew(prisma, again))) return false;
  return (await prisma.$executeRaw`insert into receipt (key) values (${receipt}) on conflict do nothing`) === 1;
}
