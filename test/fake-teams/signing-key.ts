// RS256 as the Bot Framework signs (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication).
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export function newSigningKey(kid: string): SigningKey {
  return { kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

/** @param endorsements the channels this key may speak for; the bot's library refuses others */
export function jwkOf(key: SigningKey, endorsements: string[]): Record<string, unknown> {
  return { ...key.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: key.kid, x5t: key.kid, endorsements };
}

export function signToken(key: SigningKey, claims: Record<string, unknown>): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ typ: 'JWT', alg: 'RS256', kid: key.kid, x5t: key.kid })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key.privateKey, 'base64url')}`;
}
