// The address that people answer to: `support+<token>@…`. The token names a case and the person it was made for, and is signed, so that nobody
// can make one. It has 32 characters of one case, because mail programs change the case of addresses and refuse more than 64 characters in front
// of the @. It never expires, as an email does not; who sends to it is checked when an email arrives.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SecretKeys } from '../ports.ts';

/** A case, and the person for whom an address was made. */
export interface ReplyTarget {
  number: number;
  personId: number;
}

/** Makes reply addresses and reads them. */
export interface ReplyAddresses {
  write(target: ReplyTarget): string;
  /** @returns null for every address that is not one of ours, or was changed */
  read(address: string): ReplyTarget | null;
}

/** Base 32 without the digits that look like letters (RFC 4648). */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const factBytes = 8;
/** 96 bits cannot be guessed, not even one address in a lifetime of trying. */
const signatureBytes = 12;
const tokenLength = 32;
/** Characters in front of the @ (RFC 5321, 4.5.3.1.1). */
const maxLocalPart = 64;
/** The longest local part that leaves room for a token. */
export const maxBaseLength = maxLocalPart - tokenLength - 1;

/**
 * Creates the reply addresses of an address.
 * @param keys addresses are signed with the first; what any of them signed is read
 * @param address what emails are sent to, such as support@campus.example
 */
export function createReplyAddresses(keys: SecretKeys, address: string): ReplyAddresses {
  const derive = (key: Buffer): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'casebridge mail reply address', 32));
  const signingKey = derive(keys[0]);
  const readingKeys = [signingKey, ...keys.slice(1).map(derive)];
  const at = address.lastIndexOf('@');
  const [base, domain] = [address.slice(0, at).toLowerCase(), address.slice(at + 1).toLowerCase()];
  const sign = (facts: Buffer, key = signingKey): Buffer =>
    createHmac('sha256', key).update(facts).digest().subarray(0, signatureBytes);
  return {
    write: ({ number, personId }) => {
      const facts = Buffer.alloc(factBytes);
      facts.writeUInt32BE(number, 0);
      facts.writeUInt32BE(personId, 4);
      return `${base}+${encode(Buffer.concat([facts, sign(facts)]))}@${domain}`;
    },
    read: (candidate) => {
      const lower = candidate.trim().toLowerCase();
      const isOurs = lower.startsWith(`${base}+`) && lower.endsWith(`@${domain}`);
      const bytes = isOurs ? decode(lower.slice(base.length + 1, -domain.length - 1)) : null;
      if (!bytes) return null;
      const [facts, signature] = [bytes.subarray(0, factBytes), bytes.subarray(factBytes)];
      if (!readingKeys.some((key) => timingSafeEqual(signature, sign(facts, key)))) return null;
      return { number: facts.readUInt32BE(0), personId: facts.readUInt32BE(4) };
    },
  };
}

function encode(bytes: Buffer): string {
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let at = 0; at < tokenLength; at++) {
    text = (alphabet[Number(value & 31n)] ?? '') + text;
    value >>= 5n;
  }
  return text;
}

function decode(text: string): Buffer | null {
  if (text.length !== tokenLength) return null;
  let value = 0n;
  for (const letter of text) {
    const digit = alphabet.indexOf(letter);
    if (digit === -1) return null;
    value = (value << 5n) | BigInt(digit);
  }
  return Buffer.from(value.toString(16).padStart((factBytes + signatureBytes) * 2, '0'), 'hex');
}
