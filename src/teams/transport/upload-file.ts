// Uploads a file into a person's OneDrive, piece by piece, and goes on where an earlier attempt stopped.
// Follows learn.microsoft.com/graph/api/driveitem-createuploadsession, Upload bytes to the upload session.
import type { CardFile } from '../../cards/elements.ts';
import { DeliveryError, FileUnavailable, type FileStore } from '../../ports.ts';
import { callStorage, ForbiddenAddress, retryAfterMs } from './call-storage.ts';
import type { FileHosts } from './file-hosts.ts';

/** Bytes of a piece: a multiple of 320 KiB, as OneDrive demands of all but the last. */
const pieceBytes = 10 * 320 * 1024;

/** What an upload needs. */
export interface Upload {
  store: FileStore;
  hosts: FileHosts;
  file: CardFile;
  uploadUrl: string;
  /** Whether there is time for another piece before the attempt is taken for lost. */
  hasTime: () => boolean;
}

/**
 * Uploads the rest of a file.
 * @returns false when the place for it, or its content, no longer exists
 * @throws DeliveryError to be tried again
 */
export async function uploadFile(upload: Upload): Promise<boolean> {
  try {
    let start = await nextByte(upload);
    while (start !== null && start < upload.file.size) {
      if (!upload.hasTime()) throw new DeliveryError('failed', 'upload_unfinished');
      start = await sendPiece(upload, start);
    }
    return start !== null;
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    if (error instanceof ForbiddenAddress) return false;
    if (error instanceof FileUnavailable && error.kind === 'gone') return false;
    throw new DeliveryError('failed', 'upload_failed', undefined, { cause: error });
  }
}

/** Asks what has arrived so far. @returns null when there is no such upload */
async function nextByte({ hosts, uploadUrl }: Upload): Promise<number | null> {
  const response = await callStorage(uploadUrl, { allows: (url) => hosts.isStorage(url) });
  if (isGone(response)) return null;
  if (!response.ok) throw await failure(response);
  return firstExpected(await response.json()) ?? 0;
}

/** @returns the first byte that is missing; the file's size when all are there, and null when the upload no longer exists */
async function sendPiece(upload: Upload, start: number): Promise<number | null> {
  const { store, hosts, file, uploadUrl } = upload;
  const end = Math.min(start + pieceBytes, file.size) - 1;
  const content = await store.open(file.checksum, { start, end });
  const response = await callStorage(uploadUrl, {
    method: 'PUT',
    allows: (url) => hosts.isStorage(url),
    headers: { 'content-length': String(end - start + 1), 'content-range': `bytes ${start}-${end}/${file.size}` },
    body: content,
  }).finally(() => content.destroy());
  if (isGone(response)) return null;
  if (response.status === 416) {
    await response.body?.cancel();
    const next = await nextByte(upload);
    // an earlier attempt was still sending; otherwise the piece would be refused forever
    if (next === start) throw new DeliveryError('failed', 'upload_http_416');
    return next;
  }
  if (!response.ok) throw await failure(response);
  if (response.status !== 202) {
    await response.body?.cancel();
    return file.size;
  }
  return firstExpected(await response.json()) ?? end + 1;
}

function isGone({ status }: Response): boolean {
  return status === 404 || status === 410 || status === 401 || status === 403;
}

/** Reads the beginning of the first range, such as `3276800-` or `0-26`. */
function firstExpected(session: unknown): number | undefined {
  const { nextExpectedRanges: ranges } = (session ?? {}) as { nextExpectedRanges?: unknown };
  const start = Array.isArray(ranges) && typeof ranges[0] === 'string' ? /^\d+/.exec(ranges[0])?.[0] : undefined;
  return start === undefined ? undefined : Number(start);
}

async function failure(response: Response): Promise<DeliveryError> {
  await response.body?.cancel();
  return new DeliveryError('failed', `upload_http_${response.status}`, retryAfterMs(response));
}
