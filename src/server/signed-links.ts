// What we hand out and believe when it comes back: signed with a key made of CASEBRIDGE_SECRET_KEY for one purpose.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA-256 cut to 144 bits: nobody guesses it, and a link stays short. */
const macBytes = 18;

/** One key per purpose: what was signed for one says nothing for another. @param secretKey 32 bytes */
export function keyFor(secretKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `casebridge ${purpose}`, 32));
}

/** @param bound what the content belongs to: it is believed nowhere else @returns letters, digits, `-`, `_` and one dot */
export function sign(key: Buffer, bound: string, content: unknown): string {
  const body = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${body}.${macOf(key, bound, body)}`;
}

/** @returns undefined for what was not signed so */
export function verified(key: Buffer, bound: string, text: string): unknown {
  const [body = '', mac = '', ...more] = text.split('.');
  const [given, right] = [Buffer.from(mac), Buffer.from(macOf(key, bound, body))];
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
}

function macOf(key: Buffer, bound: string, body: string): string {
  return createHmac('sha256', key).update(`${bound}\n${body}`).digest().subarray(0, macBytes).toString('base64url');
}
