// Cursors of pages: where the page before ended, and of which list. A cursor of one list does not work for another, and what it says gives access to
// nothing, because each page asks again what its reader may see.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CaseError } from '../domain/case-error.ts';

/** The parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(50).meta({ description: 'Entries on a page.' }),
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .meta({ description: '`next` of the previous page. The other parameters must stay the same.' }),
};

/** Writes a cursor. @param list names the list, with everything that selects and orders its entries */
export function writeCursor(list: readonly unknown[], position: unknown): string {
  return Buffer.from(JSON.stringify([fingerprint(list), position])).toString('base64url');
}

/**
 * Reads a cursor.
 * @returns null for the first page
 * @throws CaseError bad-cursor
 */
export function readCursor<T>(list: readonly unknown[], position: z.ZodType<T>, cursor: string | undefined): T | null {
  if (cursor === undefined) return null;
  const parsed = z.tuple([z.literal(fingerprint(list)), position]).safeParse(decode(cursor));
  if (parsed.success) return parsed.data[1];
  const message = 'This cursor is not of this list.';
  throw new CaseError('bad-cursor', message, 'Begin with the first page, without a cursor.', { cursor: message });
}

/** The position of a list by id, within the database's range. */
export const idPosition = z.int().min(0).max(2_147_483_647);

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

const fingerprint = (list: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 10);
