// Reads the bodies of requests, up to a size and a time.
import type { IncomingMessage } from 'node:http';
import { withTimeout } from '../with-timeout.ts';
import { CaseError } from '../domain/case-error.ts';
import { HttpProblem } from './problem.ts';

/** The longest body of JSON, in bytes: a case with every text of the longest length, in UTF-8. */
const maxJsonBytes = 256_000;

/** How long clients may take for a body, ms. */
export interface BodyTimes {
  /** for a whole body of JSON */
  jsonMs: number;
  /** without sending, or taking, anything of a file */
  idleMs: number;
  /** for a file, besides what its size needs at the slowest speed */
  graceMs: number;
}

/** How long clients usually may take. */
export const usualTimes: BodyTimes = { jsonMs: 30_000, idleMs: 120_000, graceMs: 60_000 };

/** The slowest upload, in bytes a second: 128 kbit/s. No request takes longer than 30 minutes (server/http.ts). */
const slowestUpload = 16_000;

/**
 * Reads a body of JSON.
 * @returns its text, and what it says
 * @throws HttpProblem when it is too large, too slow, encoded or not JSON in UTF-8
 */
export async function readJson(
  request: IncomingMessage,
  { jsonMs }: Pick<BodyTimes, 'jsonMs'>,
): Promise<{ text: string; value: unknown }> {
  checkCodings(request);
  const read = await withTimeout(
    jsonMs,
    () => readAll(request),
    () => 'too-late' as const,
  );
  const close = { connection: 'close' };
  if (read === 'too-late') throw new HttpProblem(408, 'too-late', 'The body took too long.', 'Send it again.', close);
  if (read === 'too-large')
    throw new HttpProblem(413, 'too-large', 'The body is too large.', `Send at most ${maxJsonBytes} bytes.`, close);
  if (read.every((byte) => whitespace.includes(byte))) return { text: '', value: {} };
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type))
    throw new HttpProblem(415, 'not-json', 'The body must be JSON.', 'Send the header Content-Type: application/json.');
  const charset = /;\s*charset\s*=\s*["']?([^\s"';]*)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(charset))
    throw new HttpProblem(
      415,
      'not-utf8',
      'The body must be in UTF-8.',
      'Encode it in UTF-8, and send the header Content-Type: application/json.',
    );
  const text = decode(read);
  try {
    return { text, value: JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value)) };
  } catch {
    throw new HttpProblem(400, 'not-json', 'The body is not valid JSON.', 'Check its syntax.');
  }
}

const whitespace = Buffer.from(' \t\r\n');

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpProblem(400, 'not-utf8', 'The body is not valid UTF-8.', 'Encode all of its text in UTF-8.');
  }
}

/** Checks that a body comes as it is, because nothing decodes it. @throws HttpProblem 415 */
function checkCodings({ headers }: IncomingMessage): void {
  const codings = `${headers['content-encoding'] ?? ''},${headers['transfer-encoding'] ?? ''}`.toLowerCase().split(',');
  const coding = codings.map((one) => one.trim()).find((one) => !['', 'identity', 'chunked'].includes(one));
  if (coding === undefined) return;
  const next = 'Send it without compression, and without the header Content-Encoding.';
  throw new HttpProblem(415, 'encoded-body', 'The body must not be compressed or encoded.', next, {
    ...{ 'accept-encoding': 'identity', connection: 'close' },
  });
}

/** Checks that a body is the content of a file. @throws HttpProblem 415 for a form, or what is encoded */
export function checkUpload(request: IncomingMessage): void {
  checkCodings(request);
  if (!/^\s*multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) return;
  const text = 'The body must be the content of the file, not a form (multipart/form-data).';
  const next = 'Send the file itself, such as with curl --data-binary @log.txt -H "Content-Type: application/octet-stream".';
  throw new HttpProblem(415, 'form-upload', text, next, { connection: 'close' });
}

/** Makes text storable, as chat does: PostgreSQL stores neither NUL nor half a surrogate pair in JSON. */
export function storable(text: string): string {
  return /[\0\uD800-\uDFFF]/.test(text) ? text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\uFFFD') : text;
}

function readAll(request: IncomingMessage): Promise<Buffer | 'too-large'> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    // while the token was looked up; nothing tells it again
    if (request.readableAborted) reject(new Error('the client is gone'));
    request
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxJsonBytes) chunks.push(chunk);
        else resolve('too-large');
      })
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', reject);
  });
}

/**
 * Passes on the content of a file as it arrives. Only the time in which we wait for its sender counts.
 * @throws CaseError too-large; HttpProblem 408 when it comes too slowly
 */
export async function* limitedStream(
  request: IncomingMessage,
  maxBytes: number,
  { idleMs, graceMs }: Pick<BodyTimes, 'idleMs' | 'graceMs'>,
): AsyncIterable<Uint8Array> {
  const chunks = (request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let size = 0;
  let waitedMs = 0;
  try {
    for (;;) {
      const leftMs = graceMs + (size / slowestUpload) * 1000 - waitedMs;
      if (leftMs <= 0) tooSlow();
      const began = performance.now();
      const next = await withTimeout(Math.min(idleMs, leftMs), () => chunks.next(), tooSlow);
      waitedMs += performance.now() - began;
      if (next.done === true) return;
      size += next.value.length;
      if (size > maxBytes) throw new CaseError('too-large', 'The file is too large.', `Send at most ${maxBytes} bytes.`);
      yield next.value;
    }
  } finally {
    // not awaited: it ends only after the chunk that we no longer wait for
    chunks.return?.().catch(() => undefined);
  }
}

function tooSlow(): never {
  throw new HttpProblem(
    408,
    'too-slow',
    'The file came too slowly, or stopped coming.',
    `Send at least ${slowestUpload / 1000} kB a second, and the whole file again.`,
    { connection: 'close' },
  );
}
