import type { Database } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import type { Settings } from '../domain/settings.ts';
import type { Clock, FileLinks, Fingerprint, MessageRef, PlatformName, UserDirectory } from '../ports.ts';

/** What every use-case works with. */
export interface Services {
  db: Database;
  clock: Clock;
  settings: Settings;
  userDirectories: Partial<Record<PlatformName, UserDirectory>>;
  /** whether there is a mail server to hand mail to */
  mail: boolean;
  /** absent where links cannot be signed or lead nowhere */
  links?: FileLinks;
}

/** How a request reached us. */
export interface RequestContext {
  /** the platform's event id, or the id minted with the form: the same request never has two effects */
  idempotencyKey: string;
  fingerprint?: Fingerprint;
  /** null: by a link of a mail, or the clock's own */
  platform: PlatformName | null;
  /** the message itself, when it was typed into a conversation */
  origin?: MessageRef;
}

/** What a change of a case answers. `repeat`: this very request has had its effect before; nothing was done. */
export type Outcome = { number: number } | 'repeat';

export type Tx = Prisma.TransactionClient;
