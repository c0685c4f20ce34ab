// Encrypts secrets that must not be readable in a stolen database. Uses CASEBRIDGE_SECRET_KEY with AES-256-GCM and writes
// `v1.<nonce>.<tag>.<text>`, with each part in base64url.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12; // the length that GCM expects; random nonces are safe for 2^32 texts per key

/**
 * Encrypts a text.
 * @param key 32 bytes
 * @param place names where the text is stored; at another place, the text cannot be decrypted
 */
export function encrypt(key: Buffer, text: string, place: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

/**
 * Decrypts a text.
 * @throws Error without any part of the text, if the key is a different one or the text was changed or moved
 */
export function decrypt(key: Buffer, sealed: string, place: string): string {
  try {
    const [version, nonce, tag, text] = sealed.split('.');
    if (version !== 'v1' || !nonce || !tag || text === undefined) throw new Error('unknown format');
    const decipher = createDecipheriv(algorithm, key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(place)).setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(text, 'base64url', 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new Error(`What is stored for ${place} cannot be decrypted: was CASEBRIDGE_SECRET_KEY changed?`, { cause });
  }
}
