// What the bot remembers of a file until it has read its content (ports.ts, SentFile.ref).
import { z } from 'zod';

const address = z.string().max(4_000);
const id = z.string().max(500);

const fileRef = z.discriminatedUnion('kind', [
  /** a file in a personal chat: its address contains the permission to read it, for some minutes */
  z.object({ kind: z.literal('download'), url: address }),
  /** a picture that the connector has */
  z.object({ kind: z.literal('picture'), url: address, channelId: id }),
  /** a picture in a message, at its address in Microsoft Graph */
  z.object({ kind: z.literal('hosted'), url: address }),
  /** a picture in a message, by its id in the store of Teams; Graph knows its address */
  z.object({
    kind: z.literal('posted'),
    object: id,
    channelId: id,
    messageId: id,
    /** of a message in a channel: the team, by its id in Teams or in the directory, and the first message of the thread */
    team: z.object({ id: id.optional(), groupId: id.optional(), rootId: id }).optional(),
  }),
]);

/** How the content of a file is read. */
export type FileRef = z.output<typeof fileRef>;

/** Writes a reference. */
export function writeRef(ref: FileRef): string {
  return JSON.stringify(ref);
}

/** Reads a reference. @returns null for one that was not written by `writeRef` */
export function readRef(text: string): FileRef | null {
  try {
    return fileRef.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
