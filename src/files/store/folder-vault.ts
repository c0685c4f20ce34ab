// Contents in a folder: attachments/ab/cd/<checksum>, those in quarantine in attachments/quarantine/<checksum>. The folder is a complete
// backup of the files; attachments/incoming holds what is being received and can be left out.
import { access, constants, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Area, Vault } from './vault.ts';

const shape = /^[0-9a-f]{64}$/;
/** Read at a time. Many readers may be slow, and each holds two pieces in memory. */
const pieceBytes = 32 * 1024;

/** Creates a vault in a folder, which is created with the first file. @param folder absolute path */
export function folderVault(folder: string): Vault {
  const quarantine = path.join(folder, 'quarantine');
  const pathOf = (checksum: string, area: Area) =>
    area === 'quarantine'
      ? path.join(quarantine, checksum)
      : path.join(folder, checksum.slice(0, 2), checksum.slice(2, 4), checksum);
  return {
    place: folder,
    async keep(staged, area) {
      const target = pathOf(staged.checksum, area);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await rename(staged.path, target);
      await syncFolder(path.dirname(target));
    },
    has: (checksum, area) => exists(pathOf(checksum, area)),
    async open(checksum, range) {
      if (!shape.test(checksum)) return null;
      try {
        const handle = await open(pathOf(checksum, 'kept'), constants.O_RDONLY);
        return handle.createReadStream({ ...range, highWaterMark: pieceBytes });
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async remove(checksum, area) {
      if (shape.test(checksum)) await rm(pathOf(checksum, area), { force: true });
    },
    async *list() {
      for await (const file of filesBelow(folder)) {
        const name = path.basename(file);
        if (!shape.test(name)) continue;
        const at = await stat(file).then(
          ({ mtime }) => mtime,
          () => null,
        );
        if (at) yield { checksum: name, at };
      }
    },
    async check() {
      try {
        // with the dot, a file in place of a folder is an error
        await access(`${await existing(folder)}/.`, constants.W_OK);
      } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
        throw new Error(
          `${folder} can't be written (${code}). Give this user the folder, or set CASEBRIDGE_DATA_DIR to another`,
          {
            cause,
          },
        );
      }
    },
  };
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Returns the folder, or the nearest one above it that exists. */
async function existing(folder: string): Promise<string> {
  const above = path.dirname(folder);
  return above === folder || (await exists(folder)) ? folder : existing(above);
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** A rename survives a power cut only when its folder was written, too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Yields the files below a folder; one that disappears meanwhile is left out. */
async function* filesBelow(folder: string): AsyncIterable<string> {
  const entries = await opendir(folder).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!entries) return;
  for await (const entry of entries) {
    const inner = path.join(folder, entry.name);
    if (entry.isFile()) yield inner;
    else if (entry.isDirectory() && entry.name !== 'incoming') yield* filesBelow(inner);
  }
}
