// How the directory knows who was erased without keeping their address: by its hash. Without a secret key it is a plain one, because an address
// that is erased and silently comes back with the next import would be worse.
import type { SecretKeys } from '../ports.ts';
import type { Services, Tx } from './context.ts';
import { keyedHash, keyedHashes } from './keyed-hash.ts';

const purpose = 'casebridge erased';

/** Makes the hash to store of an email address, or of an account's key. */
export function erasedHash(keys: SecretKeys | null | undefined, text: string): string {
  return keyedHash(keys, purpose, text.toLowerCase());
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
  return new Set(
    [...new Set(texts)].filter((text) => keyedHashes(secretKeys, purpose, text.toLowerCase()).some((hash) => known.has(hash))),
  );
}
