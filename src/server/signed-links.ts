// Signs what we hand out and later get back: links in mails, the state of the pages they open, links to files.
// A token is `<content>.<signature>`: base64url JSON and an HMAC. It is signed, not encrypted, and it is the only permission its holder
// needs. JWTs (jose) were considered: they carry the same facts in about twice the characters, and mail clients break long links.
// The key is derived from CASEBRIDGE_SECRET_KEY for one purpose, so a token of one purpose is worthless for another.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock, SecretKeys } from '../ports.ts';

/** Signs tokens of one purpose and reads them back. */
export interface Signer<Content extends readonly unknown[]> {
  /** @param boundTo what the token belongs to, e.g. the path of the page; it is not part of the token and must be the same when it is read */
  sign(content: Content, boundTo?: string): string;
  /** @returns null when the token was not signed for this purpose and binding, was changed, or is incomplete */
  read(token: string, boundTo?: string): Content | null;
}

/** Signs tokens that expire. */
export interface ExpiringSigner<Content extends readonly unknown[]> {
  /** @param expiresAt Unix time in seconds; by default the signer's number of days from now */
  sign(content: Content, boundTo?: string, expiresAt?: number): string;
  /** @returns the content and the Unix time in seconds at which the token expires; null as for `Signer.read` */
  read(token: string, boundTo?: string): { content: Content; expiresAt: number } | 'expired' | null;
  /** Reads a token even after it has expired, to offer its holder a way on. It permits nothing. @returns null as for `Signer.read` */
  readAnyTime(token: string, boundTo?: string): Content | null;
}

/**
 * Creates a signer whose tokens never expire.
 * @param keys tokens are signed with the first; what any of them signed is read
 * @param purpose keeps the tokens of different uses apart
 * @param shape what the content must look like when it is read
 */
export function createSigner<Content extends readonly unknown[]>(
  keys: SecretKeys,
  purpose: string,
  shape: z.ZodType<Content>,
): Signer<Content> {
  const derive = (key: Buffer): Buffer => Buffer.from(hkdfSync('sha256', key, '', `casebridge ${purpose}`, 32));
  const signingKey = derive(keys[0]);
  const readingKeys = [signingKey, ...keys.slice(1).map(derive)];
  return {
    sign: (content, boundTo = '') => {
      const body = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${body}.${signatureOf(signingKey, boundTo, body)}`;
    },
    read: (token, boundTo = '') => {
      const [body = '', signature = '', ...more] = token.split('.');
      const given = Buffer.from(signature);
      const isSigned = readingKeys.some((key) => {
        const right = Buffer.from(signatureOf(key, boundTo, body));
        return given.length === right.length && timingSafeEqual(given, right);
      });
      if (more.length > 0 || !isSigned) return null;
      return shape.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))).data ?? null;
    },
  };
}

/**
 * Creates a signer whose tokens expire. The keys are as for `createSigner`.
 * @param days how long a token is valid
 */
export function createExpiringSigner<Content extends readonly unknown[]>(
  keys: SecretKeys,
  purpose: string,
  shape: z.ZodType<Content>,
  days: number,
  clock: Clock,
): ExpiringSigner<Content> {
  // the expiry is the last item of the content: tokens of 0.4.0 have it there, and they stay valid
  const withExpiry = z
    .array(z.unknown())
    .transform((items): unknown => ({ content: items.slice(0, -1), expiresAt: items.at(-1) }))
    .pipe(z.object({ content: shape, expiresAt: z.int() }));
  const signer = createSigner(keys, purpose, z.array(z.unknown()));
  const now = (): number => Math.floor(clock.now().getTime() / 1000);
  return {
    sign: (content, boundTo, expiresAt = now() + days * 86_400) => signer.sign([...content, expiresAt], boundTo),
    read: (token, boundTo) => {
      const { data } = withExpiry.safeParse(signer.read(token, boundTo));
      if (!data) return null;
      return data.expiresAt < now() ? 'expired' : data;
    },
    readAnyTime: (token, boundTo) => withExpiry.safeParse(signer.read(token, boundTo)).data?.content ?? null,
  };
}

/** 18 bytes of HMAC-SHA-256: 144 bits cannot be guessed, and they are 24 characters of a link instead of 43. */
const signatureBytes = 18;

function signatureOf(key: Buffer, boundTo: string, body: string): string {
  return createHmac('sha256', key).update(`${boundTo}\n${body}`).digest().subarray(0, signatureBytes).toString('base64url');
}
