// Smaller copies of pictures, for cards. They are made one after the other when somebody looks at them, and the last ones stay in memory:
// a copy is ready within a second, so the store keeps none, and nothing needs to be deleted with the picture.
import { buffer } from 'node:stream/consumers';
import type { ShownPicture } from '../../cards/shown-picture.ts';
import { FileUnavailable, type FileStore, type Log } from '../../ports.ts';
import { scalePicture, type ScaleLimits } from './scale.ts';

/** A copy of a picture. */
export interface PictureCopy {
  mediaType: 'image/png' | 'image/jpeg';
  body: Buffer;
}

/** Makes copies of pictures. */
export interface PictureCopies {
  /**
   * Returns a copy. Whether its reader may see the picture is checked before.
   * @returns null for a picture that cannot be decoded
   * @throws FileUnavailable, also when too many others wait
   */
  copyOf(checksum: string, size: ShownPicture): Promise<PictureCopy | null>;
}

/** Limits of the copies. */
interface CopyLimits extends ScaleLimits {
  /** copies that are being made or wait */
  waiting: number;
  /** bytes of copies in memory */
  kept: number;
}

/** A photo of 25 million pixels that is shown on its side takes 420 MB and 7 seconds on a busy machine (measured). */
const defaults: CopyLimits = { timeoutMs: 20_000, memoryBytes: 600_000_000, waiting: 20, kept: 16 * 1_048_576 };
/** Bytes that an entry takes besides its content. */
const entryBytes = 1_000;

/** Creates the copies. */
export function createCopies(
  { store, log }: { store: Pick<FileStore, 'open'>; log: Log },
  options: Partial<CopyLimits> = {},
): PictureCopies {
  const limits = { ...defaults, ...options };
  /** in the order in which they were used last */
  const kept = new Map<string, PictureCopy | null>();
  const running = new Map<string, Promise<PictureCopy | null>>();
  let bytes = 0;
  let last: Promise<unknown> = Promise.resolve();

  const make = async (checksum: string, size: ShownPicture): Promise<PictureCopy | null> => {
    const body = await scalePicture(await buffer(await store.open(checksum)), size, limits);
    if (!body) log.warn({ what: 'a smaller copy of a picture' }, 'a picture cannot be scaled');
    const copy: PictureCopy | null = body && { mediaType: body[0] === 0xff ? 'image/jpeg' : 'image/png', body };
    keep(checksum, copy);
    return copy;
  };
  const keep = (checksum: string, copy: PictureCopy | null): void => {
    kept.set(checksum, copy);
    bytes += weightOf(copy);
    for (const [oldest, old] of kept) {
      if (bytes <= limits.kept) return;
      kept.delete(oldest);
      bytes -= weightOf(old);
    }
  };
  return {
    copyOf: async (checksum, size) => {
      const known = kept.get(checksum);
      if (known !== undefined) {
        kept.delete(checksum);
        kept.set(checksum, known);
        return known;
      }
      const started = running.get(checksum);
      if (started) return started;
      if (running.size >= limits.waiting) throw new FileUnavailable('later', 'busy');
      const next = () => make(checksum, size);
      const copy = last.then(next, next).finally(() => running.delete(checksum));
      running.set(checksum, copy);
      last = copy;
      return copy;
    },
  };
}

const weightOf = (copy: PictureCopy | null): number => entryBytes + (copy?.body.length ?? 0);
