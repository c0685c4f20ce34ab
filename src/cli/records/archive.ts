// The folder of a records request. Each file is written under another name first, and a line in the journal says that a case is complete.
// After an interruption, the cases of the journal stay as they are and the rest is written again. A line is written when the files of its case are on
// the disk, which is waited for once for many cases: one by one, a disk that takes 10 ms for it would take 10 minutes for 20,000 cases.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, truncate, type FileHandle } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { RecordsRequest } from '../../usecases/access/read-records.ts';
import { Refusal } from '../terminal.ts';
import { inParallel } from './in-parallel.ts';

/** A file of the archive. */
export const writtenFile = z.object({ path: z.string(), bytes: z.number(), sha256: z.string() });
/** A file of the archive, with its SHA-256 in hex. */
export type WrittenFile = z.infer<typeof writtenFile>;

const counts = z.object({ posts: z.number(), files: z.number(), missing: z.number() });

/** A case that is complete in the archive, as the index lists it. */
export const doneCase = z.object({
  id: z.number(),
  number: z.number(),
  subject: z.string(),
  status: z.string(),
  openedAt: z.string(),
  counts,
  written: z.array(writtenFile),
});
/** A case that is complete in the archive. */
export type DoneCase = z.infer<typeof doneCase>;

const bounds = z.object({ case: z.number(), post: z.number(), history: z.number(), file: z.number(), access: z.number() });
const request = z.object({ accountId: z.number(), since: z.string(), until: z.string(), notes: z.boolean(), bounds });

const requestFile = '.request.json';
const journalFile = '.journal.jsonl';

/**
 * Opens a folder for a request.
 * @param fields what an interrupted request must have in common with this one
 * @returns the request that the folder was begun with, or this one if it is new
 */
export async function openArchive(
  folder: string,
  asked: RecordsRequest,
  fields: readonly ('accountId' | 'since' | 'until' | 'notes')[],
): Promise<RecordsRequest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  if (names.includes(requestFile)) {
    const begun = request.parse(JSON.parse(await readFile(path.join(folder, requestFile), 'utf8')));
    const same = fields.every((field) => begun[field] === asked[field]);
    if (!same) throw new Refusal(`${folder} holds another request that was interrupted. Repeat that one, or use a new folder`);
    return begun;
  }
  if (names.some((name) => !name.endsWith('.part'))) throw new Refusal(`${folder} is not empty. Use a new folder`);
  await writeWhole(folder, requestFile, [JSON.stringify(asked)]);
  await syncFiles(folder, [requestFile]);
  return asked;
}

/** Reads the cases that are complete, one line at a time. A last line that was cut off is left out. */
export async function* readJournal(folder: string): AsyncGenerator<DoneCase> {
  const file = path.join(folder, journalFile);
  const stream = createReadStream(file);
  try {
    await once(stream, 'open');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  for await (const line of createInterface({ input: stream })) {
    const read = doneCase.safeParse(jsonOf(line));
    if (!read.success) return;
    yield read.data;
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Cases whose files reach the disk together. A process that is killed writes twice as many again. */
const together = 50;

/** The journal of an archive that is being written. */
export interface Journal {
  /** the ID of the last case that is complete; 0 for none */
  last: number;
  /** Adds a case whose files are written. It is complete after the next `flush`, or soon after enough of them wait. */
  add(done: DoneCase): Promise<void>;
  /** Waits until the files of all cases are on the disk, and notes the cases as complete. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the journal to add cases, after the last complete line. */
export async function openJournal(folder: string): Promise<Journal> {
  let last = 0;
  let length = 0;
  for await (const done of readJournal(folder)) {
    last = done.id;
    length += Buffer.byteLength(JSON.stringify(done)) + 1;
  }
  const handle = await open(path.join(folder, journalFile), 'a', 0o600);
  await truncate(path.join(folder, journalFile), length);
  let waiting: DoneCase[] = [];
  let syncing: Promise<void> = Promise.resolve();
  const note = async (done: readonly DoneCase[]): Promise<void> => {
    await syncFiles(
      folder,
      done.flatMap(({ written }) => written.map((file) => file.path)),
    );
    await handle.appendFile(done.map((one) => `${JSON.stringify(doneCase.parse(one))}\n`).join(''));
    await handle.datasync();
  };
  const begin = async (): Promise<void> => {
    await syncing;
    syncing = note(waiting);
    syncing.catch(() => undefined); // the code that awaits it gets the error
    waiting = [];
  };
  return {
    last,
    add: async (done) => {
      waiting.push(done);
      if (waiting.length >= together) await begin();
    },
    async flush() {
      if (waiting.length > 0) await begin();
      await syncing;
    },
    async close() {
      await syncing.catch(() => undefined);
      await handle.close();
    },
  };
}

/** Waits until files are on the disk with their names, which are kept in their folders. @param names their paths in the archive */
async function syncFiles(folder: string, names: readonly string[]): Promise<void> {
  const parents = names.flatMap((name) => [path.dirname(name), path.dirname(path.dirname(name))]);
  await inParallel(names, (name) => sync(path.join(folder, name), process.platform === 'win32' ? 'r+' : 'r'));
  await inParallel([...new Set(parents)], (name) => sync(path.join(folder, name), 'r').catch(ignoreUnsupported));
}

/** Windows and some network file systems cannot do this with folders: they write names themselves. */
function ignoreUnsupported(error: NodeJS.ErrnoException): void {
  if (!['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM', 'EACCES'].includes(error.code ?? '')) throw error;
}

async function sync(file: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(file, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what only an unfinished archive needs, when everything else is on the disk. @param names the files that no journal names */
export async function closeArchive(folder: string, names: readonly string[]): Promise<void> {
  await syncFiles(folder, names);
  await rm(path.join(folder, journalFile));
  await rm(path.join(folder, requestFile));
}

/** A file that is being written. */
export interface Writing {
  /** @returns a promise when the disk must be waited for */
  write(part: string | Uint8Array): Promise<void> | undefined;
  /** Gives the file its name, which it does not have before. */
  end(): Promise<WrittenFile>;
}

/** Bytes that are collected before they are written. */
const bufferBytes = 128 * 1024;

/** Begins a file. It reaches the disk for certain when the journal notes its case, or when the archive is closed. @param name its path in the folder */
export function beginFile(folder: string, name: string): Writing {
  const target = path.join(folder, name);
  const hash = createHash('sha256');
  let bytes = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let handle: FileHandle | null = null;
  // opened late, so that a case with a thousand files that wait keeps none open
  const flush = async (): Promise<void> => {
    const data = Buffer.concat(waiting);
    [waiting, waitingBytes] = [[], 0];
    hash.update(data);
    bytes += data.length;
    handle ??= await openNew(`${target}.part`);
    await handle.appendFile(data).catch(closed);
  };
  const closed = async (error: unknown): Promise<never> => {
    await handle?.close();
    throw error;
  };
  return {
    write(part) {
      const buffer = typeof part === 'string' ? Buffer.from(part) : part;
      waiting.push(buffer as Buffer);
      waitingBytes += buffer.length;
      return waitingBytes < bufferBytes ? undefined : flush();
    },
    async end() {
      await flush();
      await handle?.close();
      await rename(`${target}.part`, target);
      return { path: name, bytes, sha256: hash.digest('hex') };
    },
  };
}

/** Opens a file for the operator alone, and makes its folder. */
async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'w', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    return open(file, 'w', 0o600);
  }
}

/** Writes a file as its parts come. */
export async function writeWhole(
  folder: string,
  name: string,
  parts: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<WrittenFile> {
  const file = beginFile(folder, name);
  for await (const part of parts) await file.write(part);
  return file.end();
}
