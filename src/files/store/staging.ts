// Receives contents on the local disk: attachments/incoming/<random>. Nothing is kept elsewhere before it is complete and checked.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FileRefused } from '../../ports.ts';
import type { Staged } from './vault.ts';

/** Limits and announced size of content. */
export interface Expected {
  maxBytes: number;
  size?: number | null;
}

/** What nobody has written to for this long belongs to a process that died, ms. */
const staleMs = 3_600_000;

/**
 * Writes content to a new file and to the disk, after making room.
 * @returns the file, which the caller removes or moves
 * @throws FileRefused, and what the content's own stream throws; no file is left then
 */
export async function stage(folder: string, content: AsyncIterable<Uint8Array>, expected: Expected): Promise<Staged> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, randomUUID());
  const handle = await open(file, 'wx', 0o600);
  const hash = createHash('sha256');
  let size = 0;
  async function* measured(): AsyncIterable<Uint8Array> {
    for await (const chunk of content) {
      size += chunk.length;
      if (size > expected.maxBytes) throw new FileRefused('too-large');
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    try {
      await clean(folder, (await handle.stat()).mtimeMs);
      await writeFile(handle, measured());
      const announced = expected.size ?? 0;
      if (size < announced) throw new FileRefused('unfinished');
      if (size === 0) throw new FileRefused('empty');
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { path: file, checksum: hash.digest('hex'), size };
}

/**
 * Removes what processes that died have left. Other processes may be receiving files in the same folder.
 * @param now the disk's own time, which may be another machine's
 */
async function clean(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const changed = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => now,
    );
    if (now - changed > staleMs) await rm(file, { force: true });
  }
}
