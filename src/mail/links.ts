// The links of a mail and the hidden state of the pages they open. Anyone who has a link can do what it says in the name of the address
// it was mailed to, until it expires; signing is server/signed-links.ts, and what a link may do is decided by chat/mail-links.ts.
import { z } from 'zod';
import type { MailLink } from '../chat/mail-actions.ts';
import type { Clock, SecretKeys } from '../ports.ts';
import { createExpiringSigner, createSigner } from '../server/signed-links.ts';

/** Days a link is valid: about the ten business days of a follow-up, and each of its reminders has fresh links. */
export const linkDays = 14;

/** A link that is still valid. */
export interface ReadLink extends MailLink {
  /** Unix time in seconds */
  expiresAt: number;
}

/** What a page keeps between being opened and its button being pressed. */
export interface PageState {
  /** the form's name */
  form: string;
  state: Record<string, string>;
}

/** What a link to unsubscribe is for: the mail about one case, or all mail that can be unsubscribed from. */
export interface UnsubscribeLink {
  address: string;
  /** null: all mail */
  number: number | null;
}

/** Writes and reads the links of mails and the state of their pages. */
export interface Links {
  /**
   * @param expiresAt for a link on a page: when the link to that page expires
   * @returns the address
   */
  write: (link: MailLink, expiresAt?: number) => string;
  /** @returns null for a link we did not write, or one that was changed or cut off */
  read: (token: string) => ReadLink | 'expired' | null;
  /** Reads a link that may have expired, to offer a new one to its address. @returns null as for `read` */
  readAnyTime: (token: string) => MailLink | null;
  /** @param token of the link that opened the page; the state is valid on that page only */
  seal: (token: string, state: PageState) => string;
  unseal: (token: string, sealed: string) => PageState | null;
  /** Writes the address at which somebody unsubscribes. It works for as long as the mail exists, and only ever changes what is mailed. */
  writeUnsubscribe: (link: UnsubscribeLink) => string;
  /** @returns null as for `read` */
  readUnsubscribe: (token: string) => UnsubscribeLink | null;
}

/** The path below /mail/ of the pages to unsubscribe. */
export const unsubscribePath = 'unsubscribe/';

/** address, action, value */
const linkShape = z.tuple([z.string(), z.string(), z.string()]);
/** form, state */
const pageShape = z.tuple([z.string(), z.record(z.string(), z.string())]);
/** address, number */
const unsubscribeShape = z.tuple([z.string(), z.int().nullable()]);

/**
 * Creates the links of mails.
 * @param keys as for `createSigner`
 * @param publicUrl without a slash at the end
 */
export function createLinks(keys: SecretKeys, publicUrl: string, clock: Clock): Links {
  const links = createExpiringSigner(keys, 'mail link', linkShape, linkDays, clock);
  const pages = createSigner(keys, 'mail page', pageShape);
  const unsubscribing = createSigner(keys, 'mail unsubscribe', unsubscribeShape);
  return {
    write: ({ address, action, value }, expiresAt) =>
      `${publicUrl}/mail/${links.sign([address, action, value], undefined, expiresAt)}`,
    read: (token) => {
      const read = links.read(token);
      if (read === null || read === 'expired') return read;
      const [address, action, value] = read.content;
      return { address, action, value, expiresAt: read.expiresAt };
    },
    readAnyTime: (token) => {
      const [address, action, value] = links.readAnyTime(token) ?? [];
      return address === undefined || action === undefined || value === undefined ? null : { address, action, value };
    },
    seal: (token, { form, state }) => pages.sign([form, state], token),
    unseal: (token, sealed) => {
      const [form, state] = pages.read(sealed, token) ?? [];
      return form === undefined || state === undefined ? null : { form, state };
    },
    writeUnsubscribe: ({ address, number }) => `${publicUrl}/mail/${unsubscribePath}${unsubscribing.sign([address, number])}`,
    readUnsubscribe: (token) => {
      const read = unsubscribing.read(token);
      return read && { address: read[0], number: read[1] };
    },
  };
}
