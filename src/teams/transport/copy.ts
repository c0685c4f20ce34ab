// What the transport remembers of a file that it offered to a person (ports.ts, FileCopies): what they decided, and where their copy is.
import { z } from 'zod';

const text = z.string().max(4_000);
const place = { name: text, contentUrl: text, uniqueId: text, fileType: text };

const copyShape = z.discriminatedUnion('state', [
  /** until: when the upload is given up, in milliseconds */
  z.object({ state: z.literal('accepted'), ...place, uploadUrl: text, until: z.number() }),
  z.object({ state: z.literal('uploaded'), ...place }),
  z.object({ state: z.literal('declined') }),
  z.object({ state: z.literal('failed') }),
]);

/** A file as far as it has come. */
export type Copy = z.output<typeof copyShape>;

/** Writes a copy. */
export function writeCopy(copy: Copy): string {
  return JSON.stringify(copy);
}

/** Reads a copy. @returns null for one that was not written by `writeCopy` */
export function readCopy(external: string): Copy | null {
  try {
    return copyShape.parse(JSON.parse(external));
  } catch {
    return null;
  }
}
