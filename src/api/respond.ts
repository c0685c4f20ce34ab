// Sends answers: JSON with its ETag, files, and problems.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import contentDisposition from 'content-disposition';
import { contentRange, readRange } from '../domain/byte-range.ts';
import { formatCount } from '../domain/text/numbers.ts';
import type { DownloadableFile, FileStore } from '../ports.ts';
import { HttpProblem, problemType, type Problem } from './problem.ts';

/** Of every answer: it is for this token and person alone, and may not be shown as a page. */
const guarded = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-robots-tag': 'noindex',
  vary: 'Authorization, Casebridge-Act-As',
};

type Headers = Readonly<Record<string, string>>;

/** Returns the ETag of what is sent. */
export function etagOf(body: object): string {
  return `"${createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 27)}"`;
}

/** Tells whether a header names an ETag. A proxy that compresses makes it a weak one. */
export function namesTag(header: string | undefined, etags: readonly string[]): boolean {
  const named = header?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? [];
  return named.some((one) => one === '*' || etags.includes(one));
}

/** Sends JSON; a read whose content the client has already gets 304. */
export function sendJson(request: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const common = { ...guarded, 'cache-control': isRead ? 'private, no-cache' : 'no-store' };
  if (isRead) {
    const etag = etagOf(body);
    response.setHeader('etag', etag);
    if (namesTag(request.headers['if-none-match'], [etag])) {
      response.writeHead(304, common).end();
      return;
    }
  }
  sendText(request, response, status, JSON.stringify(body), { ...common, 'content-type': 'application/json' });
}

/** Sends a problem. */
export function sendProblem(request: IncomingMessage, response: ServerResponse, problem: Problem, headers: Headers): void {
  const common = { ...guarded, 'cache-control': 'no-store', 'content-type': problemType, ...headers };
  sendText(request, response, problem.status, JSON.stringify(problem), common);
}

/** Sends a whole text; HEAD gets its headers. */
export function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Headers,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/**
 * Sends the content of a file, or the range of it that is asked for, as fast as the client takes it.
 * When nothing was taken for `idleMs`, the connection is closed.
 * @throws FileUnavailable, and HttpProblem 416 for a range that the file does not have, before anything is sent
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  store: Pick<FileStore, 'open'>,
  { file, sent, idleMs }: { file: DownloadableFile; sent: () => void; idleMs: number },
): Promise<void> {
  const etag = `"${file.checksum}"`;
  const headers = {
    ...{ ...guarded, etag, 'cache-control': 'private, no-cache', 'content-type': file.mediaType },
    'content-disposition': contentDisposition(file.name, { type: 'attachment' }),
    'accept-ranges': 'bytes',
  };
  if (namesTag(request.headers['if-none-match'], [etag])) {
    response.writeHead(304, headers).end();
    return;
  }
  if (request.method === 'HEAD') {
    // ranges are defined for GET only
    response.writeHead(200, { ...headers, 'content-length': file.size }).end();
    return;
  }
  const range = readRange({ size: file.size, etag }, request.headers);
  if (range === 'unsatisfiable')
    throw new HttpProblem(416, 'no-such-range', 'The file has no such range.', `It has ${formatCount(file.size)} bytes.`, {
      'content-range': contentRange(file.size, undefined),
    });
  const part = range && { 'content-range': contentRange(file.size, range) };
  const length = range ? range.end - range.start + 1 : file.size;
  const content = await store.open(file.checksum, range);
  sent();
  response.writeHead(range ? 206 : 200, { ...headers, ...part, 'content-length': length });
  response.setTimeout(idleMs, () => response.destroy());
  try {
    await pipeline(content, response);
  } catch {
    // the client is gone, or the content ended early: nothing is added, and it sees that the length is not what was said
    response.destroy();
  }
}
