import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { FileRefused, FileUnavailable, type FileStore, type StoredContent } from '../../src/ports.ts';

/** A store in memory that keeps the contract of `FileStore`, and shows what it holds. */
export interface MemoryStore extends FileStore {
  /** by checksum */
  readonly contents: ReadonlyMap<string, Buffer>;
  /** every checksum that was opened, in order */
  readonly opened: string[];
  /** Makes the next call of `put` fail with this error, after it has read the content. */
  failNextPut(error: Error): void;
  /** Makes reading this content end with an error. */
  damage(checksum: string): void;
  /** Treats content with this text in it as infected. */
  infect(text: string, infection: string): void;
}

const magic: readonly [mediaType: string, start: string][] = [
  ['image/png', '89504e470d0a1a0a'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '474946383961'],
  ['application/pdf', '255044462d'],
  ['application/zip', '504b0304'],
];

/**
 * Creates an empty store. The first bytes say the type; any other valid UTF-8 is plain text.
 * @param now when content is kept; without it, all content is old
 */
export function createMemoryStore(now: () => Date = () => new Date(0)): MemoryStore {
  const contents = new Map<string, Buffer>();
  const quarantined = new Set<string>();
  const keptAt = new Map<string, Date>();
  const opened: string[] = [];
  const infections = new Map<string, string>();
  const damaged = new Set<string>();
  let failure: Error | null = null;
  return {
    contents,
    opened,
    failNextPut: (error) => (failure = error),
    damage: (checksum) => damaged.add(checksum),
    infect: (text, infection) => infections.set(text, infection),
    async put(content, { maxBytes, size = null }) {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of content) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new FileRefused('too-large');
        chunks.push(chunk);
      }
      if (failure !== null) {
        const error = failure;
        failure = null;
        throw error;
      }
      if (size !== null && bytes < size) throw new FileRefused('unfinished');
      if (bytes === 0) throw new FileRefused('empty');
      const whole = Buffer.concat(chunks);
      const checksum = createHash('sha256').update(whole).digest('hex');
      keptAt.set(checksum, now());
      const infection = [...infections].find(([text]) => whole.includes(text))?.[1];
      if (infection === undefined) contents.set(checksum, whole);
      else quarantined.add(checksum);
      const mediaType = typeOf(whole);
      return {
        checksum,
        size: bytes,
        mediaType,
        ...pixelsOf(whole, mediaType),
        ...(infection === undefined ? {} : { infection }),
      };
    },
    async open(checksum, range) {
      if (quarantined.has(checksum)) throw new FileUnavailable('gone', 'quarantined');
      const whole = contents.get(checksum);
      if (!whole) throw new FileUnavailable('gone', 'not_stored');
      opened.push(checksum);
      if (damaged.has(checksum)) return Readable.from(broken(whole));
      return Readable.from([range ? whole.subarray(range.start, range.end + 1) : whole]);
    },
    async remove(checksum) {
      contents.delete(checksum);
      quarantined.delete(checksum);
    },
    async *list() {
      for (const checksum of [...contents.keys(), ...quarantined]) yield { checksum, at: keptAt.get(checksum) ?? new Date(0) };
    },
  };
}

async function* broken(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content.subarray(0, 1);
  throw new FileUnavailable('gone', 'damaged');
}

function typeOf(content: Buffer): string {
  const found = magic.find(([, start]) => content.subarray(0, start.length / 2).equals(Buffer.from(start, 'hex')));
  if (found) return found[0];
  if (content.subarray(0, 4).toString('latin1') === 'RIFF' && content.subarray(8, 12).toString('latin1') === 'WEBP')
    return 'image/webp';
  return content.includes(0) || content.toString('utf8').includes('\ufffd') ? 'application/octet-stream' : 'text/plain';
}

function pixelsOf(content: Buffer, mediaType: string): Pick<StoredContent, 'width' | 'height'> {
  if (mediaType !== 'image/png' || content.length < 24) return {};
  return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
}
