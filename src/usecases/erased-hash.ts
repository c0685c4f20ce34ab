// How the directory knows who was erased without keeping their address. With CASEBRIDGE_SECRET_KEY it is a keyed hash: who steals the database
// alone cannot try out addresses. Without a key it is a plain one, because an address that is erased and silently comes back with the next
// import would be worse. After a change of the key, the hashes of the old key count while it is one of CASEBRIDGE_SECRET_KEY_FALLBACKS.
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { SecretKeys } from '../ports.ts';
import type { Services, Tx } from './context.ts';

/** Makes the hash to store of an email address, or of an account's key. */
export function erasedHash(keys: SecretKeys | null | undefined, text: string): string {
  return keys ? keyed(keys[0], text) : plain(text);
}

/** Lists the hashes that mean this text, whatever key there was when it was erased. */
function erasedHashes(keys: SecretKeys | null | undefined, text: string): string[] {
  return [...(keys ?? []).map((key) => keyed(key, text)), plain(text)];
}

const plain = (text: string): string => `sha256:${createHash('sha256').update(text.toLowerCase()).digest('hex')}`;

function keyed(key: Buffer, text: string): string {
  const own = Buffer.from(hkdfSync('sha256', key, '', 'casebridge erased', 32));
  return `hmac:${createHmac('sha256', own).update(text.toLowerCase()).digest('hex')}`;
}

/** Finds out which of these addresses, or keys of accounts, were erased. */
export async function findErased(
  { secretKeys }: Pick<Services, 'secretKeys'>,
  tx: Pick<Tx, 'person' | 'account'>,
  table: 'person' | 'account',
  texts: readonly string[],
): Promise<ReadonlySet<string>> {
  const where = { erasedHash: { not: null } };
  const select = { erasedHash: true } as const;
  // few are erased, and many are imported
  const rows = table === 'person' ? await tx.person.findMany({ where, select }) : await tx.account.findMany({ where, select });
  const known = new Set(rows.map(({ erasedHash: hash }) => hash));
  if (known.size === 0) return new Set();
  return new Set([...new Set(texts)].filter((text) => erasedHashes(secretKeys, text).some((hash) => known.has(hash))));
}
