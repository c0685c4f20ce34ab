// Sends answers: JSON with its ETag, files, and problems.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import contentDisposition from 'content-disposition';
import type { DownloadableFile, FileStore } from '../ports.ts';
import { problemType, type Problem } from './problem.ts';

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
 * Sends the content of a file, as fast as the client takes it.
 * When nothing was taken for `idleMs`, the connection is closed.
 * @throws FileUnavailable before anything is sent
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
  };
  if (namesTag(request.headers['if-none-match'], [etag])) {
    response.writeHead(304, headers).end();
    return;
  }
  const sized = { ...headers, 'content-length': file.size };
  if (request.method === 'HEAD') {
    response.writeHead(200, sized).end();
    return;
  }
  const content = await store.open(file.checksum);
  sent();
  response.writeHead(200, sized);
  response.setTimeout(idleMs, () => response.destroy());
  try {
    await pipeline(content, response);
  } catch {
    // the client is gone, or the content ended early: nothing is added, and it sees that the length is not what was said
    response.destroy();
  }
}
