// What a redaction takes out and why. Stored as JSON while it is prepared or under way, encrypted like tokens, and deleted with its end.
import { z } from 'zod';
import { emojiNamed } from '../../cards/emoji.ts';
import { decrypt, encrypt } from '../../db/secrets.ts';
import { readPassage, type Passage } from '../../domain/redaction.ts';
import type { Services } from '../context.ts';

const redactionPlan = z.object({
  reason: z.string(),
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('passage'), text: z.string(), insideWords: z.boolean() }),
    /** the id of a file; every file of the cases with the same content goes */
    z.object({ kind: z.literal('file'), fileId: z.int(), checksum: z.string().nullable() }),
    /** the id of a post, and its text, which goes wherever it was repeated */
    z.object({ kind: z.literal('post'), postId: z.int(), text: z.string() }),
  ]),
});

/** What a redaction takes out, and why. */
export type RedactionPlan = z.output<typeof redactionPlan>;
/** What a redaction takes out. */
export type RedactedWhat = RedactionPlan['what'];

/** Names what is encrypted, so that it cannot be decrypted elsewhere. */
export const redactionPlace = 'redaction';

/** Writes a plan as it is stored. */
export function writePlan({ files }: Services, plan: RedactionPlan): string {
  const text = JSON.stringify(plan);
  return files?.secretKeys ? encrypt(files.secretKeys, text, redactionPlace) : text;
}

/** Reads a stored plan. @throws Error if it was encrypted with a key that is not known */
export function readPlan({ files }: Services, stored: string): RedactionPlan {
  if (!stored.startsWith('v1.')) return redactionPlan.parse(JSON.parse(stored));
  if (!files?.secretKeys) throw new Error('A redaction under way is encrypted: set CASEBRIDGE_SECRET_KEY.');
  return redactionPlan.parse(JSON.parse(decrypt(files.secretKeys, stored, redactionPlace)));
}

/** Letters of a post from which on its text is looked for elsewhere, too. “Thanks!” is in many posts. */
const minRepeated = 16;

/** Returns the text that is looked for in the cases; null without one, such as for a file. */
export function passageOf(what: RedactedWhat): Passage | null {
  if (what.kind === 'passage') return passage(what.text, what.insideWords);
  if (what.kind !== 'post' || what.text.length < minRepeated) return null;
  return passage(what.text, false);
}

/** Prepares a passage with the names of emoji. @returns null if it is too short */
export function passage(text: string, insideWords: boolean): Passage | null {
  return readPassage(text, { insideWords, emoji: emojiNamed });
}
