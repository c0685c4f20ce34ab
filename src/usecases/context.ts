import type { Database } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import type { Settings } from '../domain/settings.ts';
import type { ChannelRef, Clock, FileLinks, Fingerprint, MessageRef, PlatformName, UsageHint, UserDirectory } from '../ports.ts';

/** What every use case works with. `main.ts` builds it once. */
export interface Services {
  db: Database;
  clock: Clock;
  settings: Settings;
  userDirectories: Partial<Record<PlatformName, UserDirectory>>;
  /** Say where commands can be typed on a platform, for `help`. */
  usageHints?: Partial<Record<PlatformName, UsageHint>>;
  /** whether a mail server is configured */
  mail: boolean;
  /** absent without a secret key or a public URL */
  links?: FileLinks;
  /** Learns whether a request took effect or had its effect before; the router gives each interaction its own. */
  onRecorded?: (ending: 'effect' | 'repeat') => void;
}

/** Where a request came from, and what makes it unique. */
export interface RequestContext {
  /** the platform's event id, or the id that was minted when the form opened (see `idempotency.ts`) */
  idempotencyKey: string;
  fingerprint?: Fingerprint;
  /** null for a link in a mail, and for the clock */
  platform: PlatformName | null;
  /** where the request was typed; without a message ID for a slash command, which leaves no message */
  origin?: ChannelRef & Partial<MessageRef>;
  /** also sends a post to the conversation it was typed in, where people see it only in another thread */
  repeatInOrigin?: boolean;
}

/** The result of changing a case. 'repeat' means that this request had its effect before and nothing was done. */
export type Outcome = { number: number } | 'repeat';

/** A transaction in progress. */
export type Tx = Prisma.TransactionClient;
