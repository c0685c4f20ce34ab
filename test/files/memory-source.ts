import { FileUnavailable, type FileSource, type SentFile } from '../../src/ports.ts';

/** A platform's files in memory. */
export interface MemorySource extends FileSource {
  /** Adds a file and returns it as an adapter hands it over. */
  add(name: string, content: string | Buffer): SentFile & { ref: string };
  /** Makes every read of a file fail with this error, or work again. */
  fail(ref: string, error: Error | null): void;
  /** the references that were read, in order */
  readonly reads: string[];
}

/** Creates a source without files. */
export function createMemorySource(): MemorySource {
  const contents = new Map<string, Buffer>();
  const failures = new Map<string, Error>();
  const reads: string[] = [];
  return {
    reads,
    add(name, content) {
      const ref = JSON.stringify({ id: `F${contents.size + 1}` });
      const bytes = Buffer.from(content as string);
      contents.set(ref, bytes);
      return { name, size: bytes.length, ref };
    },
    fail(ref, error) {
      if (error) failures.set(ref, error);
      else failures.delete(ref);
    },
    async open(_workspaceId, ref) {
      reads.push(ref);
      const failure = failures.get(ref);
      if (failure) throw failure;
      const bytes = contents.get(ref);
      if (!bytes) throw new FileUnavailable('gone', 'file_deleted');
      return { size: bytes.length, content: inParts(bytes) };
    },
  };
}

async function* inParts(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 1024) yield bytes.subarray(start, start + 1024);
}
