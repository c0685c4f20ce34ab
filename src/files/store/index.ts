// The store of files: receives content on the local disk, learns its type, has it scanned, and keeps it under its checksum in a folder or in
// a bucket. Where, and who scans, is configured by ATTACHMENTS_URL and CLAMD_URL.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { AttachmentsConfig } from '../../config/attachments.ts';
import { FileUnavailable, type FileStore } from '../../ports.ts';
import { bucketVault } from './bucket-vault.ts';
import { clamd } from './clamd.ts';
import { folderVault } from './folder-vault.ts';
import { inspect } from './inspect.ts';
import { stage } from './staging.ts';
import { verified } from './verified.ts';

/** What the store needs. */
export interface StoreParts {
  /** absolute path */
  dataDir: string;
  attachments: AttachmentsConfig;
}

/** The store, and what `doctor` asks of it. */
export interface CheckedStore extends FileStore {
  /** where the contents are, as the operator reads it */
  readonly place: string;
  /** @throws an Error of one line when contents cannot be written */
  check(): Promise<void>;
  /** @returns the version of the virus scanner; null without a scanner @throws FileUnavailable */
  scannerVersion(): Promise<string | null>;
}

/** Creates the store. Its folders are created with the first file. */
export function createStore({ dataDir, attachments: { bucket, scanner: address } }: StoreParts): CheckedStore {
  const folder = path.join(dataDir, 'attachments');
  const incoming = path.join(folder, 'incoming');
  const vault = bucket ? bucketVault(bucket) : folderVault(folder);
  const scanner = address && clamd(address);

  /** Content that was found infected stays infected when the scanner is turned off. */
  async function infectionOf(file: string, checksum: string): Promise<string | null> {
    if (scanner) return scanner.scan(file);
    return (await vault.has(checksum, 'quarantine')) ? 'found in an earlier scan' : null;
  }

  return {
    place: vault.place,
    async put(content, expect) {
      const staged = await stage(incoming, content, expect).catch(ofDisk);
      try {
        const { checksum, size } = staged;
        const nature = await inspect(staged.path);
        const infection = await infectionOf(staged.path, checksum);
        await vault.keep(staged, infection === null ? 'kept' : 'quarantine');
        // another verdict than before, after the signatures of viruses changed
        await vault.remove(checksum, infection === null ? 'quarantine' : 'kept');
        return { checksum, size, ...nature, ...(infection === null ? {} : { infection }) };
      } catch (error) {
        return ofDisk(error);
      } finally {
        await rm(staged.path, { force: true });
      }
    },
    async open(checksum, range) {
      const content = await vault.open(checksum, range);
      if (content) return range ? content : verified(content, checksum);
      const isQuarantined = await vault.has(checksum, 'quarantine');
      throw new FileUnavailable('gone', isQuarantined ? 'quarantined' : 'not_stored');
    },
    async remove(checksum) {
      await vault.remove(checksum, 'kept');
      await vault.remove(checksum, 'quarantine');
    },
    list: () => vault.list(),
    async check() {
      await vault.check();
      if (bucket) await folderVault(folder).check();
    },
    scannerVersion: async () => scanner && scanner.version(),
  };
}

/** The disk is full, or this process may not write: only an operator can help, and the file can be sent again then. */
const diskErrors = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE', 'ENOTDIR', 'EEXIST']);

/** @throws FileUnavailable for an error of the disk, else the error itself */
function ofDisk(error: unknown): never {
  const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : '';
  if (diskErrors.has(code)) throw new FileUnavailable('later', code, { cause: error });
  throw error;
}
