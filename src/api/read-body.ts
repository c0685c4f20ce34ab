// Reads the bodies of requests, up to a size and a time.
import type { IncomingMessage } from 'node:http';
import { withTimeout } from '../with-timeout.ts';
import { CaseError } from '../domain/case-error.ts';
import { HttpProblem } from './problem.ts';

/** The longest body of JSON, in bytes: a case with every text of the longest length, in UTF-8. */
const maxJsonBytes = 256_000;

/** How long a client may take for a body of JSON, and how long it may send nothing of a file, ms. */
export interface BodyTimes {
  jsonMs: number;
  idleMs: number;
}

/**
 * Reads a body of JSON.
 * @returns its text, and what it says
 * @throws HttpProblem when it is too large, too slow or not JSON
 */
export async function readJson(request: IncomingMessage, { jsonMs }: BodyTimes): Promise<{ text: string; value: unknown }> {
  const read = await withTimeout(
    jsonMs,
    () => readAll(request),
    () => 'too-late' as const,
  );
  const close = { connection: 'close' };
  if (read === 'too-late') throw new HttpProblem(408, 'too-late', 'The body took too long.', 'Send it again.', close);
  if (read === 'too-large')
    throw new HttpProblem(413, 'too-large', 'The body is too large.', `Send at most ${maxJsonBytes} bytes.`, close);
  const text = read.toString();
  if (text.trim() === '') return { text, value: {} };
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type))
    throw new HttpProblem(415, 'not-json', 'The body must be JSON.', 'Send the header Content-Type: application/json.');
  try {
    return { text, value: JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value)) };
  } catch {
    throw new HttpProblem(400, 'not-json', 'The body is not valid JSON.', 'Check its syntax.');
  }
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

/** Passes on the content of a file as it arrives. @throws CaseError too-large */
export async function* limitedStream(request: IncomingMessage, maxBytes: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new CaseError('too-large', 'The file is too large.', `Send at most ${maxBytes} bytes.`);
    yield chunk;
  }
}
