// GET /files/…: a file, drawn when it is asked for. The link is all the permission there is.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CaseError } from '../domain/case-error.ts';
import { timelineMarkdown } from '../domain/timeline-markdown.ts';
import { timelineName, type Timeline, type TimelineFormat } from '../domain/timeline.ts';
import type { Log } from '../ports.ts';
import type { SignedFiles } from './links.ts';

export type FileHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HandlerParts {
  links: SignedFiles;
  load: (noticeId: number) => Promise<Timeline>;
  page: (words: string, next: string) => string;
  log: Log;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** The address is a key: it is told to no other site, and no shared cache keeps what it opens. */
const guarded = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

export function createHandler(parts: HandlerParts): FileHandler {
  return async (request, response) => {
    const { status, headers, body } = await answer(parts, request).catch((error: unknown) => failed(parts, error));
    response.writeHead(status, { ...guarded, ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

async function answer(parts: HandlerParts, { method = 'GET', url = '' }: IncomingMessage): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD')
    return words(parts, 405, 'This cannot be done.', 'Open the link in your browser.', { allow: 'GET, HEAD' });
  const wanted = parts.links.read(url);
  if (wanted === null)
    return words(parts, 404, 'This link is not one of ours, or was cut off.', 'Copy the whole link from the message.');
  if (wanted === 'expired')
    return words(parts, 410, 'This link has expired.', 'Open the notice in Slack or Teams again: its buttons lead here anew.');
  const { format, zone } = wanted;
  const timeline = await parts.load(wanted.noticeId);
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

/** What draws is loaded with the first image: it takes half a second and 40 MB. */
async function draw(timeline: Timeline, zone: string): Promise<Buffer> {
  const { timelinePng } = await import('./timeline-png.ts');
  return timelinePng(timeline, zone);
}

/** E.g. `incident-7-sign-in-fails-timeline.png`: letters that every file system takes. */
export function fileName(timeline: Timeline, format: TimelineFormat): string {
  const words = `${timelineName(timeline)} ${timeline.title}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = words.match(/[a-z0-9]+/g)?.join('-') ?? '';
  return `${slug.slice(0, 80).replace(/-$/, '')}-timeline.${format}`;
}

function words({ page }: HandlerParts, status: number, what: string, next: string, headers = {}): Answer {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
  const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy };
  return { status, headers: { ...html, ...headers }, body: page(what, next) };
}

/** The one place of this way in where a failure nobody can put right ends. */
function failed(parts: HandlerParts, error: unknown): Answer {
  if (error instanceof CaseError) return words(parts, 404, error.message, error.next ?? '');
  const id = randomBytes(4).toString('hex');
  parts.log.error({ id, err: error, what: 'file' }, 'a request failed');
  const next = `Please try again. If it stays, tell your support this id: ${id}.`;
  return words(parts, 500, 'Something went wrong on our side.', next);
}
