// Reads the contents of files that people sent, from their platforms into the store. Every process fetches a few at once; a lease on the row
// decides which process reads a file, so one that was killed in the middle is read again by another. settle-file.ts records what became of it.
// All times are the database's (`now()`), because processes share them.
import { Prisma } from '../../db/generated/client.ts';
import { withDatabaseScope } from '../../db/database-scope.ts';
import { decrypt } from '../../db/secrets.ts';
import { maxBytes } from '../../domain/files.ts';
import { FileRefused, FileUnavailable, type Log, type PlatformName } from '../../ports.ts';
import type { FileServices, Services } from '../context.ts';
import { sourcePlace } from './attach-files.ts';
import type { FileResult } from './file-columns.ts';
import { settleFile, type ClaimedFile } from './settle-file.ts';

/** A running fetcher. */
export interface Fetcher {
  /** Looks for files at once instead of at the next poll. */
  wake(): void;
  /** Waits until nothing can be read at this moment. For tests and the demo. */
  idle(): Promise<void>;
  /** Takes no other files and gives back those that are being read. */
  stop(): Promise<void>;
}

/** Limits of a fetcher. */
export interface FetcherOptions {
  log: Log;
  /** how many files are read at once */
  concurrency?: number;
  pollMs?: number;
  /** how long a file stays with a process that was killed */
  leaseMs?: number;
  /** how long one file may take */
  timeoutMs?: number;
}

const defaults = { concurrency: 4, pollMs: 1_000, leaseMs: 20_000, timeoutMs: 300_000 };

/** The longest time between two attempts, in seconds: 1 s, 2 s, 4 s … 5 min. */
const maxBackoff = 300;
/** A platform that does not hand out a file is asked again for about six hours. */
const maxAttempts = 80;

interface Row extends ClaimedFile {
  platform: PlatformName;
  workspaceId: string;
  source: string;
  size: number | null;
}

/** Starts reading files. */
export function startFetcher(services: Services & { files: FileServices }, options: FetcherOptions): Fetcher {
  const settings = { ...defaults, ...options };
  const { log, concurrency, pollMs } = settings;
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let isAgain = false;

  const start = (): void => {
    if (stopping.signal.aborted) return;
    if (running.size >= concurrency) {
      isAgain = true;
      return;
    }
    // a request may have woken it
    const run = withDatabaseScope('worker', fetchAll)
      .catch((err: unknown) => log.error({ err }, 'cannot read files'))
      .finally(() => {
        running.delete(run);
        if (!isAgain) return;
        isAgain = false;
        start();
      });
    running.add(run);
  };
  /** Reads one file after the other; another one that waits is read at the same time. */
  const fetchAll = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const row = await claim(services, settings.leaseMs);
      if (!row) return;
      start();
      await fetchOne(services, row, settings, stopping.signal);
    }
  };
  const poll = setInterval(start, pollMs);
  poll.unref();
  start();
  return {
    wake: start,
    idle: () =>
      withDatabaseScope('worker', async () => {
        do {
          // what runs already looks again by itself before it ends
          if (running.size === 0) start();
          await Promise.all(running);
        } while (!stopping.signal.aborted && (running.size > 0 || (await isAnyReady(services))));
      }),
    async stop() {
      stopping.abort();
      clearInterval(poll);
      await Promise.all(running);
    },
  };
}

/** Leases the file that waits longest. @returns null if none waits for this process */
async function claim({ db, files }: Services & { files: FileServices }, leaseMs: number): Promise<Row | null> {
  const [row] = await db.prisma.$queryRaw<Row[]>`
    with head as (select id from file where ${isReady(files)} order by next_at, id limit 1 for update skip locked)
    update file f set lease_until = now() + ${leaseMs} * interval '1 ms', attempts = attempts + 1 from head where f.id = head.id
    returning f.id, f.case_id "caseId", f.post_id "postId", f.attempts, f.platform::text, f.workspace_id "workspaceId", f.source, f.size`;
  return row ?? null;
}

/** SQL: whether a file can be read now, by this process. The index `file_next` has the ones that are expected. */
function isReady({ sources }: FileServices): Prisma.Sql {
  return Prisma.sql`state = 'expected' and deleted_at is null and next_at <= now() and platform::text = any (${Object.keys(sources)}::text[])
    and (lease_until is null or lease_until < now())`;
}

async function isAnyReady({ db, files }: Services & { files: FileServices }): Promise<boolean> {
  const [row] = await db.prisma.$queryRaw<{ ready: boolean }[]>`select exists (select from file where ${isReady(files)}) ready`;
  return row?.ready ?? false;
}

async function fetchOne(
  services: Services & { files: FileServices },
  row: Row,
  { log, leaseMs, timeoutMs }: typeof defaults & FetcherOptions,
  stopping: AbortSignal,
): Promise<void> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
  const renew = setInterval(() => {
    void renewLease(services, row, leaseMs).catch((err: unknown) => log.warn({ err, fileId: row.id }, 'cannot renew a lease'));
  }, leaseMs / 3);
  try {
    await settleFile(services, row, await read(services, row, signal));
  } catch (error) {
    const refused = permanentResult(error);
    if (refused && !stopping.aborted) return await settleFile(services, row, refused);
    const why = error instanceof FileUnavailable ? { code: error.code } : { err: error };
    if (!stopping.aborted) log.warn({ ...why, fileId: row.id, attempt: row.attempts }, 'a file could not be read');
    if (row.attempts >= maxAttempts && !stopping.aborted) return await settleFile(services, row, { problem: 'unreachable' });
    const waitMs = error instanceof FileUnavailable ? (error.retryAfterMs ?? 0) : 0;
    await postpone(services, row, stopping.aborted ? null : waitMs);
  } finally {
    clearInterval(renew);
  }
}

async function read({ files, settings }: Services & { files: FileServices }, row: Row, signal: AbortSignal): Promise<FileResult> {
  const source = files.sources[row.platform];
  if (!source) throw new FileUnavailable('later', 'no_source');
  const ref = files.secretKeys && row.source.startsWith('v1.') ? decrypt(files.secretKeys, row.source, sourcePlace) : row.source;
  const { content, size } = await source.open(row.workspaceId, ref);
  const limit = maxBytes(settings.attachments);
  // known before a byte is read
  if (size !== null && size > limit) return { problem: 'too-large', size };
  return { content: await files.store.put(until(signal, content), { maxBytes: limit, size: size ?? row.size }) };
}

/** Ends a stream with an error when it has to stop, also while it waits for its next part. */
async function* until(signal: AbortSignal, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  aborted.catch(() => undefined); // it may be aborted after the last part
  const parts = content[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const part = await Promise.race([parts.next(), aborted]);
      if (part.done) return;
      yield part.value;
    }
  } finally {
    // not awaited: a stream that hangs may never answer
    parts.return?.().then(
      () => undefined,
      () => undefined,
    );
  }
}

/** Codes of platforms for files that were deleted. All others are for files that the bot may not, or cannot, read. */
const deleted = ['file_deleted', 'file_not_found', 'not_found', 'http_404', 'http_410'];

/** @returns null when it is worth trying again */
function permanentResult(error: unknown): FileResult | null {
  if (error instanceof FileUnavailable && error.kind === 'gone') {
    if (error.code === 'not_stored') return null; // our own store: see `claimContent`
    if (error.code === 'no_consent') return { problem: 'no-consent' };
    return { problem: deleted.includes(error.code) ? 'gone' : 'unreadable' };
  }
  // an unfinished transfer is repeated
  return error instanceof FileRefused && error.code !== 'unfinished' ? { problem: error.code } : null;
}

/** Gives a file back. @param waitMs what the platform asks for; null: the process stops, and the attempt does not count */
async function postpone({ db }: Services, { id, attempts }: Row, waitMs: number | null): Promise<void> {
  const backoffMs = 1000 * Math.min(2 ** (attempts - 1), maxBackoff);
  await db.prisma.$executeRaw`
    update file set lease_until = null, attempts = attempts - ${waitMs === null ? 1 : 0}::int,
      next_at = now() + ${waitMs === null ? 0 : Math.max(waitMs, backoffMs)}::float * interval '1 ms'
    where id = ${id} and attempts = ${attempts} and state = 'expected'`;
}

async function renewLease({ db }: Services, { id, attempts }: Row, leaseMs: number): Promise<void> {
  await db.prisma.$executeRaw`
    update file set lease_until = now() + ${leaseMs} * interval '1 ms' where id = ${id} and attempts = ${attempts} and state = 'expected'`;
}
