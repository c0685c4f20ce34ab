// HTTP requests for the content of files. Every address is checked, also those that an answer redirects to.
/** One request. */
export interface StorageRequest {
  method?: 'GET' | 'PUT';
  /** sent to the first address only, and again where a redirect stays on its host */
  token?: string | null;
  headers?: Record<string, string>;
  body?: AsyncIterable<Uint8Array>;
  /** whether an address may be called */
  allows(url: string): boolean;
}

/** An address that may not be called. */
export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress';
}

const maxRedirects = 5;
/** ms until the answer begins; its content may take longer */
const answerMs = 10_000;

/**
 * Sends a request and follows redirects.
 * @throws ForbiddenAddress, and the error of a connection that failed
 */
export async function callStorage(address: string, request: StorageRequest): Promise<Response> {
  const origin = URL.canParse(address) ? new URL(address).origin : '';
  let url = address;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    if (!request.allows(url)) throw new ForbiddenAddress('a file is at an address that the bot does not call');
    const response = await send(url, request, new URL(url).origin === origin);
    const next = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || next === null || request.body) return response;
    await response.body?.cancel();
    url = URL.canParse(next, url) ? new URL(next, url).href : '';
  }
  throw new ForbiddenAddress('a file redirects too often');
}

async function send(url: string, { method = 'GET', token, headers, body }: StorageRequest, isFirst: boolean): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('no answer in time')), answerMs);
  try {
    return await fetch(url, {
      method,
      redirect: 'manual',
      signal: late.signal,
      headers: {
        // a compressed answer would not tell the size of the file
        'accept-encoding': 'identity',
        ...headers,
        ...(token && isFirst ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { body, duplex: 'half' as const } : {}),
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Reads how long an answer asks to wait, in milliseconds. */
export function retryAfterMs({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
