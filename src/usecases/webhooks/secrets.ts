// The secrets that sign what endpoints get: `whsec_` and 32 random bytes, as the Standard Webhooks specification says.
import { randomBytes } from 'node:crypto';
import { decrypt, encrypt } from '../../db/secrets.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { SecretKeys } from '../../ports.ts';
import type { Services } from '../context.ts';

/** Names for the encryption where they are stored. */
export const secretPlace = 'webhook secret';

/** Makes a new secret. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Returns the keys that encrypt secrets. @throws CaseError no-secret-key */
export function keysOf({ secretKeys }: Pick<Services, 'secretKeys'>): SecretKeys {
  if (secretKeys) return secretKeys;
  throw new CaseError(
    'no-secret-key',
    'Webhooks need a secret key, which encrypts what signs them.',
    'Have an operator set CASEBRIDGE_SECRET_KEY.',
  );
}

/** Encrypts a secret. */
export function sealSecret(keys: SecretKeys, secret: string): string {
  return encrypt(keys, secret, secretPlace);
}

/** Decrypts the secrets of an endpoint that sign at a moment, the current one first. */
export function signingSecrets(
  keys: SecretKeys,
  { secret, formerSecret, formerUntil }: { secret: string; formerSecret: string | null; formerUntil: Date | null },
  now: Date,
): string[] {
  const former = formerSecret !== null && formerUntil !== null && formerUntil > now ? [formerSecret] : [];
  return [secret, ...former].map((one) => decrypt(keys, one, secretPlace));
}
