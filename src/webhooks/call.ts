// One call of an endpoint: a POST that follows no redirect, goes to a public address, has 15 seconds in all, and reads of the answer nothing but
// its status and Retry-After.
import http from 'node:http';
import https from 'node:https';
import { ForbiddenAddress, isPublicAddress, publicLookup, writtenAddress, type Resolve } from './addresses.ts';

/** An answer of an endpoint. */
export interface Answer {
  status: number;
  /** as the endpoint sent it */
  retryAfter: string | undefined;
}

/** Where webhooks may go. */
export interface CallOptions {
  /** hosts, or hosts with a port, that may be called without TLS and at private addresses */
  allowedHosts: readonly string[];
  /** for the whole call; 15 s by default */
  timeoutMs?: number;
  /** how hosts are resolved; by the system by default */
  resolve?: Resolve;
}

/** Thrown when an endpoint did not answer in time: it may have got the event. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** Tells whether a host, or the host with its port, is on the list. */
function isAllowedHost(allowedHosts: readonly string[], host: string, hostWithPort: string): boolean {
  return allowedHosts.includes(host) || allowedHosts.includes(hostWithPort);
}

/**
 * Sends a body to an endpoint.
 * @throws ForbiddenAddress, NoAnswer, or the error of the connection
 */
export function callEndpoint(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { allowedHosts, timeoutMs = 15_000, resolve }: CallOptions,
): Promise<Answer> {
  const { protocol, hostname, host } = new URL(url);
  const isAllowed = isAllowedHost(allowedHosts, hostname, host);
  const written = writtenAddress(hostname);
  if (!isAllowed && (protocol !== 'https:' || (written !== null && !isPublicAddress(written))))
    return Promise.reject(new ForbiddenAddress('the address is not public'));
  const bytes = Buffer.from(body, 'utf8');
  return new Promise((done, failed) => {
    const request = (protocol === 'https:' ? https : http).request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(bytes.length) },
        agent: false, // no connection outlives its call, so every call resolves and checks the host
        ...(isAllowed ? {} : { lookup: publicLookup(resolve) }),
      },
      (response) => {
        clearTimeout(timer);
        done({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
        request.destroy(); // what the endpoint says besides is nobody's business
      },
    );
    // without this, an answer that changes the protocol would end the call without a word
    request.on('upgrade', (response, socket) => {
      clearTimeout(timer);
      socket.destroy();
      done({ status: response.statusCode ?? 0, retryAfter: undefined });
    });
    const timer = setTimeout(() => request.destroy(new NoAnswer('no answer')), timeoutMs);
    request.on('error', (error) => {
      clearTimeout(timer);
      failed(error);
    });
    request.end(bytes);
  });
}
