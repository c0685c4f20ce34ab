// How the directory knows who was erased without keeping their address. With CASEBRIDGE_SECRET_KEY it is a keyed hash: who steals the database
// alone cannot try out addresses. Without a key it is a plain one, because an address that is erased and silently comes back with the next
// import would be worse. After a change of the key, the hashes of the old key count while it is one of CASEBRIDGE_SECRET_KEY_FALLBACKS.
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { SecretKeys } from '../../ports.ts';

/** Makes the hash to store of an email address, or of an account's key. */
export function erasedHash(keys: SecretKeys | null | undefined, text: string): string {
  return keys ? keyed(keys[0], text) : plain(text);
}

/** Lists the hashes that mean this text, whatever key there was when it was erased. */
export function erasedHashes(keys: SecretKeys | null | undefined, text: string): string[] {
  return [...(keys ?? []).map((key) => keyed(key, text)), plain(text)];
}

const plain = (text: string): string => `sha256:${createHash('sha256').update(text.toLowerCase()).digest('hex')}`;

function keyed(key: Buffer, text: string): string {
  const own = Buffer.from(hkdfSync('sha256', key, '', 'casebridge erased', 32));
  return `hmac:${createHmac('sha256', own).update(text.toLowerCase()).digest('hex')}`;
}
