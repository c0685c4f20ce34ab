// Encrypts secrets that must not be readable in a stolen database. Uses CASEBRIDGE_SECRET_KEY with AES-256-GCM and writes
// `v1.<nonce>.<tag>.<text>`, with each part in base64url. Nothing in it says which key was used: replicas of the version before read it, too.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SecretKeys } from '../ports.ts';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12; // the length that GCM expects; random nonces are safe for 2^32 texts per key

/**
 * Encrypts a text with the current key.
 * @param keys only the first is used
 * @param place names where the text is stored; at another place, the text cannot be decrypted
 */
export function encrypt([key]: SecretKeys, text: string, place: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Decrypts a text with whichever of the keys it was encrypted.
 * @throws Error without any part of the text, if it was none of them or the text was changed or moved
 */
export function decrypt(keys: SecretKeys, sealed: string, place: string): string {
  return decryptWith(keys, sealed, place).text;
}

/** Decrypts a text, and says which of the keys it was encrypted with: 0 is the current one. @throws as `decrypt` does */
export function decryptWith(keys: SecretKeys, sealed: string, place: string): { text: string; keyIndex: number } {
  let cause: unknown;
  for (const [keyIndex, key] of keys.entries()) {
    try {
      return { text: open(key, sealed, place), keyIndex };
    } catch (error) {
      cause = error;
    }
  }
  throw new Error(
    `What is stored for ${place} cannot be decrypted: was CASEBRIDGE_SECRET_KEY changed? Set the key before it as CASEBRIDGE_SECRET_KEY_FALLBACKS.`,
    { cause },
  );
}

function open(key: Buffer, sealed: string, place: string): string {
  const [version, nonce, tag, text] = sealed.split('.');
  if (version !== 'v1' || !nonce || !tag || text === undefined) throw new Error('unknown format');
  const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(place)).setAuthTag(Buffer.from(tag, 'base64url'));
  return decipher.update(text, 'base64url', 'utf8') + decipher.final('utf8');
}

/** Names a key where it must be told from others, without helping anybody to guess it. @returns 12 hex digits */
export function fingerprint(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'casebridge key fingerprint', 6)).toString('hex');
}
