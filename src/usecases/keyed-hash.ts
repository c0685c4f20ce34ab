// Hashes that stand for a text that is not kept. With CASEBRIDGE_SECRET_KEY they are keyed: who steals the database alone cannot try out texts.
// Without a key they are plain. After a change of the key, the hashes of the old key count while it is one of CASEBRIDGE_SECRET_KEY_FALLBACKS.
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { SecretKeys } from '../ports.ts';

/** Makes the hash to store. @param purpose what it is for: the same text has another hash for something else */
export function keyedHash(keys: SecretKeys | null | undefined, purpose: string, text: string): string {
  return keys ? keyed(keys[0], purpose, text) : plain(text);
}

/** Lists the hashes that mean this text, whatever key there was when it was hashed. */
export function keyedHashes(keys: SecretKeys | null | undefined, purpose: string, text: string): string[] {
  return [...(keys ?? []).map((key) => keyed(key, purpose, text)), plain(text)];
}

const plain = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

function keyed(key: Buffer, purpose: string, text: string): string {
  const own = Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
  return `hmac:${createHmac('sha256', own).update(text).digest('hex')}`;
}
