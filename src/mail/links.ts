// What a mail's links and their pages carry, signed: whoever holds a link can do what it says in the name of its address, until it expires.
import { z } from 'zod';
import type { MailLink } from '../chat/mail-links.ts';
import type { Clock } from '../ports.ts';
import { keyFor, sign, verified } from '../server/signed-links.ts';

/** In days. About the ten business days of a follow-up, whose every reminder is a mail with fresh links. */
export const linkDays = 14;

/** A link that can be followed, and until when. */
export interface ReadLink extends MailLink {
  /** Unix time, in seconds */
  expires: number;
}

/** What a page carries from its opening to its button. */
export interface PageState {
  form: string;
  state: Record<string, string>;
}

export interface Links {
  /** @param expires as the link had it that led here; absent: in 14 days. @returns an address */
  write: (link: MailLink, expires?: number) => string;
  /** @returns null for what is none of ours, or was changed */
  read: (token: string) => ReadLink | 'expired' | null;
  /** @param token of the link the page belongs to: the state says nothing on any other */
  seal: (token: string, state: PageState) => string;
  unseal: (token: string, sealed: string) => PageState | null;
}

const linkShape = z.tuple([z.string(), z.string(), z.string(), z.int()]);
const stateShape = z.tuple([z.string(), z.record(z.string(), z.string())]);

/** @param secretKey 32 bytes @param publicUrl without a slash at the end */
export function createLinks(secretKey: Buffer, publicUrl: string, clock: Clock): Links {
  const keys = { link: keyFor(secretKey, 'mail link'), page: keyFor(secretKey, 'mail page') };
  const now = (): number => Math.floor(clock.now().getTime() / 1000);
  return {
    write: ({ address, action, value }, expires = now() + linkDays * 86_400) =>
      `${publicUrl}/mail/${sign(keys.link, '', [address, action, value, expires])}`,
    read: (token) => {
      const parsed = linkShape.safeParse(verified(keys.link, '', token));
      if (!parsed.success) return null;
      const [address, action, value, expires] = parsed.data;
      return expires < now() ? 'expired' : { address, action, value, expires };
    },
    seal: (token, { form, state }) => sign(keys.page, token, [form, state]),
    unseal: (token, sealed) => {
      const parsed = stateShape.safeParse(verified(keys.page, token, sealed));
      return parsed.success ? { form: parsed.data[0], state: parsed.data[1] } : null;
    },
  };
}
