// The message IDs of our emails: `delivery-<id>.CB-<number>.<signature>@host`, and `CB-<number>@host` for the one that was never sent, to which
// all emails of a case refer. The signature is there because anybody can send a report that names a message ID: only one that we made proves that
// its sender has an email of ours. The ID finds the case without it, where the sender of an answer is checked in another way.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SecretKeys } from '../ports.ts';

/** An email of ours, as far as its message ID tells. */
export interface OwnMessage {
  number: number;
  /** null: the message ID is not signed, so it proves nothing, or it is the one to which all emails of the case refer */
  deliveryId: number | null;
}

/** Writes and reads the message IDs of our emails. */
export interface MessageIds {
  /** Writes the message ID of a delivery, in angle brackets. @param thread e.g. `CB-10001`; undefined outside of a case */
  write(deliveryId: number, thread: string | undefined): string;
  /** Reads a message ID, without brackets. @returns null for those of others, and of emails that are about no case */
  read(id: string): OwnMessage | null;
  /** Reads the delivery of a signed message ID, without brackets. @returns null for every other one */
  deliveryOf(id: string): number | null;
  /** Whether a message ID, without brackets, looks like one of an email that we sent. */
  isOwn(id: string): boolean;
}

/** 80 bits cannot be guessed by sending reports. In hex, because a few servers change the case of message IDs. */
const signatureLength = 20;

/**
 * Creates the message IDs of a host.
 * @param keys message IDs are signed with the first; what any of them signed is read. Null: they are not signed, and none proves anything
 */
export function createMessageIds(keys: SecretKeys | null, host: string): MessageIds {
  const derived = (keys ?? []).map((key) => Buffer.from(hkdfSync('sha256', key, '', 'casebridge mail message id', 32)));
  const signed = (local: string, key: Buffer): string =>
    createHmac('sha256', key).update(local.toLowerCase()).digest('hex').slice(0, signatureLength);
  const parse = (id: string) => {
    const at = id.lastIndexOf('@');
    if (id.slice(at + 1).toLowerCase() !== host.toLowerCase()) return null;
    const [, local, delivery, ofDelivery, number = ofDelivery, signature] =
      /^(delivery-(\d{1,15})(?:\.CB-(\d{1,9}))?|CB-(\d{1,9}))(?:\.([\da-f]{20}))?$/i.exec(id.slice(0, at)) ?? [];
    if (local === undefined) return null;
    const isSigned = signature !== undefined && derived.some((key) => isSame(signature.toLowerCase(), signed(local, key)));
    return {
      number: number === undefined ? null : Number(number),
      isDelivery: delivery !== undefined,
      deliveryId: isSigned && delivery !== undefined ? Number(delivery) : null,
    };
  };
  return {
    write: (deliveryId, thread) => {
      const local = ['delivery-' + String(deliveryId), thread].filter(Boolean).join('.');
      const [key] = derived;
      return `<${[local, ...(key ? [signed(local, key)] : [])].join('.')}@${host}>`;
    },
    read: (id) => {
      const found = parse(id);
      return found && found.number !== null ? { number: found.number, deliveryId: found.deliveryId } : null;
    },
    deliveryOf: (id) => parse(id)?.deliveryId ?? null,
    isOwn: (id) => parse(id)?.isDelivery === true,
  };
}

const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Returns the headers that put an email into the conversation of a case. @param received message IDs of what its reader sent, oldest first */
export function threadHeaders(
  thread: string,
  host: string,
  received: readonly string[] = [],
): { inReplyTo: string; references: string[] } {
  const root = `<${thread}@${host}>`;
  const sent = received.map((id) => `<${id}>`);
  return { inReplyTo: sent.at(-1) ?? root, references: [root, ...sent] };
}
