// GET /files/…: serves the timeline of a notice, rendered on request. A signed link is the only permission needed; see links.ts.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CaseError } from '../domain/case-error.ts';
import { timelineMarkdown } from '../domain/timeline-markdown.ts';
import { timelineName, type Timeline, type TimelineFormat } from '../domain/timeline.ts';
import type { Log } from '../ports.ts';
import type { SignedFiles } from './links.ts';

/** Answers requests for paths below /files/. */
export type FileHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What serving files needs. */
export interface HandlerParts {
  links: SignedFiles;
  load: (noticeId: number) => Promise<Timeline>;
  page: (message: string, next: string) => string;
  log: Log;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** Keeps the address, which gives access to the file, from other sites and search engines. */
const guarded = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** Creates the handler that serves files. */
export function createHandler(parts: HandlerParts): FileHandler {
  return async (request, response) => {
    const { status, headers, body } = await answer(parts, request).catch((error: unknown) => failed(parts, error));
    response.writeHead(status, { ...guarded, ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

async function answer(parts: HandlerParts, { method = 'GET', url = '' }: IncomingMessage): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD')
    return message(parts, 405, "This request isn't supported.", 'Open the link in your browser.', { allow: 'GET, HEAD' });
  const requested = parts.links.read(url);
  if (requested === null)
    return message(parts, 404, 'This link is incomplete or invalid.', 'Copy the whole link from the message.');
  if (requested === 'expired')
    return message(parts, 410, 'This link has expired.', 'Open the notice in Slack or Teams to get a new one.');
  const { format, noticeId, zone } = requested;
  const timeline = await parts.load(noticeId);
  const disposition = format === 'png' ? 'inline' : 'attachment';
  return {
    status: 200,
    headers: {
      'content-type': format === 'png' ? 'image/png' : 'text/markdown; charset=utf-8',
      'content-disposition': `${disposition}; filename="${fileName(timeline, format)}"`,
      'cache-control': 'private, max-age=60',
    },
    body: format === 'png' ? await draw(timeline, zone) : timelineMarkdown(timeline, zone),
  };
}

/** Draws the image. The drawing code is loaded with the first image, because that takes half a second and 40 MB. */
async function draw(timeline: Timeline, zone: string): Promise<Buffer> {
  const { timelinePng } = await import('./timeline-png.ts');
  return timelinePng(timeline, zone);
}

/** Returns a file name with characters that every file system accepts, e.g. `incident-7-sign-in-fails-timeline.png`. */
function fileName(timeline: Timeline, format: TimelineFormat): string {
  const name = `${timelineName(timeline)} ${timeline.title}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = name.match(/[a-z0-9]+/g)?.join('-') ?? '';
  return `${slug.slice(0, 80).replace(/-$/, '')}-timeline.${format}`;
}

function message({ page }: HandlerParts, status: number, text: string, next: string, headers = {}): Answer {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
  const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy };
  return { status, headers: { ...html, ...headers }, body: page(text, next) };
}

/** Logs an unexpected error under an ID, and shows the reader that ID. */
function failed(parts: HandlerParts, error: unknown): Answer {
  if (error instanceof CaseError) return message(parts, 404, error.message, error.next ?? '');
  const id = randomBytes(4).toString('hex');
  parts.log.error({ id, err: error, what: 'file' }, 'request failed');
  const next = `Please try again. If it keeps happening, tell support this error ID: ${id}.`;
  return message(parts, 500, 'Something went wrong on our end.', next);
}
