import { createHash } from 'node:crypto';
import { pipeline, Transform, type Readable } from 'node:stream';
import { FileUnavailable } from '../../ports.ts';

/**
 * Passes content on and compares its checksum at its end. The last piece is held back until it is known to be right, so that a reader never
 * gets damaged content as a whole.
 * @param checksum SHA-256 in hex
 * @returns the stream; it is destroyed with FileUnavailable (`damaged`) on a mismatch, and destroying it destroys the source
 */
export function verified(source: Readable, checksum: string): Readable {
  const hash = createHash('sha256');
  let held: Buffer | null = null;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const ready = held;
      held = chunk;
      done(null, ready ?? undefined);
    },
    flush(done) {
      if (hash.digest('hex') !== checksum) done(new FileUnavailable('gone', 'damaged'));
      else done(null, held ?? undefined);
    },
  });
  pipeline(source, check, () => undefined);
  return check;
}
