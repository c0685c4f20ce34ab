// One call of a tracker's REST API: a time limit, the wait that it asks for, and what a failure means for a call that changes something.
import type { z } from 'zod';
import { TrackerError } from '../ports.ts';

/** How a tracker is called. */
export interface TrackerHttpOptions {
  /** without a slash at the end */
  base: string;
  headers: Readonly<Record<string, string>>;
  /** in milliseconds; 10 s by default */
  timeoutMs?: number;
  now?: () => Date;
}

/** A call. */
export interface Call {
  method?: 'GET' | 'POST';
  /** begins with a slash */
  path: string;
  body?: unknown;
  type?: string;
  timeoutMs?: number;
}

/** Calls a tracker and reads its answer. @throws TrackerError */
export type TrackerHttp = <T>(shape: z.ZodType<T>, call: Call) => Promise<T>;

const defaultTimeoutMs = 10_000;
/** Nothing that we ask for is larger; what is comes from something else. */
const maxBytes = 8_000_000;

/** Makes the function that calls a tracker. */
export function createTrackerHttp({
  base,
  headers,
  timeoutMs = defaultTimeoutMs,
  now = () => new Date(),
}: TrackerHttpOptions): TrackerHttp {
  return async (shape, { method = 'GET', path, body, type = 'application/json', timeoutMs: ownMs }) => {
    const { response, text } = await send(`${base}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'Casebridge',
        ...headers,
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // a call that creates something must not be repeated elsewhere
      redirect: method === 'GET' ? 'follow' : 'manual',
      signal: AbortSignal.timeout(ownMs ?? timeoutMs),
    });
    const wait = waitMs(response, now());
    if (wait !== null) throw new TrackerError('limited', `http_${response.status}`, wait);
    if (response.status >= 500) throw new TrackerError('in-doubt', `http_${response.status}`);
    if (!response.ok) throw new TrackerError('refused', refusals[response.status] ?? `http_${response.status}`);
    const read = shape.safeParse(parsed(text));
    if (read.success) return read.data;
    // a proxy or a login page answered in its place
    throw new TrackerError('in-doubt', 'bad_answer', 0, { cause: read.error });
  };
}

const refusals: Readonly<Record<number, string>> = { 401: 'unauthorized', 403: 'forbidden', 404: 'not_found', 410: 'not_found' };

async function send(url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    if (text.length > maxBytes) throw new TrackerError('in-doubt', 'too_large');
    return { response, text };
  } catch (cause) {
    if (cause instanceof TrackerError) throw cause;
    const code = codeOf(cause);
    throw new TrackerError(
      unsent.has(code) || /^(?:CERT|ERR_TLS|SELF_SIGNED|DEPTH_ZERO)/.test(code) ? 'failed' : 'in-doubt',
      code.toLowerCase(),
      0,
      {
        cause,
      },
    );
  }
}

/** Errors of a connection that was never made, so that nothing was sent. */
const unsent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no_answer';
  if (error.name === 'TimeoutError') return 'TIMEOUT';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  return typeof code === 'string' ? code : 'no_answer';
}

/** How long a tracker asks to wait at most; a longer time is a mistake, such as that of a clock. */
const maxWaitMs = 3_600_000;
/** What a limit without a time means. */
const defaultWaitMs = 60_000;

/**
 * Reads how long the tracker asks to wait, in milliseconds. GitHub answers 403 when a limit is reached, with the time at which it ends.
 * @returns null when it does not
 */
function waitMs({ status, headers }: Response, now: Date): number | null {
  const after = headers.get('retry-after');
  const isExhausted = headers.get('x-ratelimit-remaining') === '0';
  if (status !== 429 && !(status === 403 && (after !== null || isExhausted)) && !(status === 503 && after !== null)) return null;
  const reset = Number(headers.get('x-ratelimit-reset')) * 1000;
  const asked = after !== null ? secondsOf(after, now) : isExhausted && reset > 0 ? reset - now.getTime() : defaultWaitMs;
  return Math.min(Math.max(asked, 1_000), maxWaitMs);
}

/** Retry-After is a number of seconds or a date. */
function secondsOf(text: string, now: Date): number {
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? defaultWaitMs : at - now.getTime();
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Builds the header of basic authentication. */
export function basicAuth(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** Runs a look-up in which "not found" is an answer. @returns null then */
export async function ifFound<T>(run: Promise<T>): Promise<T | null> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof TrackerError && error.code === 'not_found') return null;
    throw error;
  }
}
