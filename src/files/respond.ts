// The answers that every page below /files/ shares: whole bodies, short messages and failures.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CaseError } from '../domain/case-error.ts';
import type { Log } from '../ports.ts';

/** A whole response. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** What writing messages and failures needs. */
export interface RespondParts {
  /** renders a short message as an HTML page; `next` says what the reader can do */
  page: (message: string, next: string) => string;
  log: Log;
}

/** Keeps the address, which gives access to the file, from other sites and search engines. */
export const guarded = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** Sends a whole response. HEAD gets its headers. */
export function respond(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...guarded, ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Makes a page of a short message. @param next what the reader can do */
export function message({ page }: RespondParts, status: number, text: string, next: string, headers = {}): Answer {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
  const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy };
  return { status, headers: { ...html, ...headers }, body: page(text, next) };
}

/** Refuses a method. @param allowed those that work, as in `GET, HEAD` */
export function wrongMethod(parts: RespondParts, allowed: string): Answer {
  return message(parts, 405, "This request isn't supported.", 'Open the link in your browser.', { allow: allowed });
}

/** Says that a link was changed, cut off, or is not ours. */
export function badLink(parts: RespondParts): Answer {
  return message(parts, 404, 'This link is incomplete or invalid.', 'Copy the whole link from the message.');
}

/** Explains an error to the reader. A CaseError is theirs to fix; any other is logged under an ID, which they can report. */
export function explain({ log }: Pick<RespondParts, 'log'>, error: unknown): { status: number; text: string; next: string } {
  if (error instanceof CaseError) return { status: 404, text: error.message, next: error.next ?? '' };
  const id = randomBytes(4).toString('hex');
  log.error({ id, err: error, what: 'file' }, 'request failed');
  const next = `Please try again. If it keeps happening, tell support this error ID: ${id}.`;
  return { status: 500, text: 'Something went wrong on our end.', next };
}

/** Makes a page of an error. */
export function failure(parts: RespondParts, error: unknown): Answer {
  const { status, text, next } = explain(parts, error);
  return message(parts, status, text, next);
}
