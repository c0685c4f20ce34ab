// What the inside asks of the outside: clocks, platforms, installations, links. Adapters implement these types; only errors have code here.
import type { Card } from './cards/elements.ts';
export * from './file-ports.ts';
export * from './mail-ports.ts';
export * from './setup-ports.ts';
export * from './webhook-ports.ts';
export * from './tracker-ports.ts';
export type { Log } from './server/log.ts';
/** The chat platforms. */
export type PlatformName = 'slack' | 'teams';

/** Everything that carries messages: the chat platforms, mail and webhooks. */
export type TransportName = PlatformName | 'mail' | 'webhook';

/** A channel or direct conversation on a chat platform. */
export interface ChannelRef<Name extends TransportName = PlatformName> {
  platform: Name;
  workspaceId: string;
  channelId: string;
}

/** One message in a channel or direct conversation. */
export interface MessageRef<Name extends TransportName = PlatformName> extends ChannelRef<Name> {
  /** the platform's own id of the message */
  messageId: string;
}

/** Where deliveries go: a channel, a direct conversation, a mailbox (workspace ''), or a line of a webhook endpoint (workspace = its id). */
export type DestinationRef = ChannelRef<TransportName>;

/** A message that was delivered to a destination. */
export type DeliveredRef = MessageRef<TransportName>;

/** The present moment, which tests set. */
export interface Clock {
  now(): Date;
}

/** What a platform itself reports about one of its users. */
export interface Profile {
  name: string;
  /** the confirmed email address in lower case; null when the platform has none or does not vouch for it */
  email: string | null;
  /** the workspace or tenant the user belongs to, which may differ from the one they write in */
  homeWorkspace: string;
  /** IANA, if the platform reports it */
  timezone: string | null;
  /** the direct conversation between this user and the bot */
  directChannel: string;
  /** deactivated, or a bot; never bound to a person */
  inactive: boolean;
  /** address of their picture, if the platform tells one */
  picture?: string | null;
}

/** Identifies a request that a platform repeats under another id, as Teams does after a slow answer (see `usecases/idempotency.ts`). */
export interface Fingerprint {
  /** derived from the text, its author and its conversation */
  key: string;
  /** when the request arrived */
  at: Date;
  /** it reached us late, so the platform has probably sent it again, perhaps with the very same time */
  late?: boolean;
}

/** A user who was found by their email address. */
export interface FoundUser extends Profile {
  userId: string;
}

/** Looks people up on a platform. It calls the network, so never use it inside a transaction. */
export interface UserDirectory {
  /** Reads a user's profile. @param metIn a conversation they are in, for platforms that only report its members */
  profile(workspaceId: string, userId: string, metIn?: string): Promise<Profile>;
  /**
   * Finds a user by their email address; absent where the platform cannot be asked.
   * @param channels channels the bot is in, for platforms that only report their members
   */
  find?(workspaceId: string, email: string, channels: readonly string[]): Promise<FoundUser | null>;
}

/** Where to send a message. */
export interface Target extends DestinationRef {
  /** the message to reply to; absent for a new message */
  threadRef?: string;
}

/** The result of looking for a message whose send was not answered. */
export type Found = { messageId: string } | 'absent' | 'unknown';

/** How fast one conversation may be written to, in ms: one call every `everyMs`, up to `burst` at once after a pause; or a limit within each window. */
export type PaceLimit = { everyMs: number; burst: number } | { windows: readonly (readonly [calls: number, withinMs: number])[] };

/** A call of a transport. Platforms limit some of them separately. */
export type Act = 'send' | 'update' | 'remove' | 'pin' | 'unpin';

/** A limit on calls to one workspace within a sliding window. */
export interface WorkspaceLimit {
  acts: readonly Act[];
  calls: number;
  withinMs: number;
}

/** Carries messages to a platform. Every method throws `DeliveryError` and nothing else; none retries by itself. */
export interface Transport<Sent extends string | null = string | null> {
  /** the pace for one conversation; absent when the platform sets none */
  readonly pace?: PaceLimit;
  /** further limits per workspace */
  readonly workspaceLimits?: readonly WorkspaceLimit[];
  /** Sends a message; `find` recognizes it by `deliveryId`. @returns the platform's id of it; null if nothing was left to send, so no call was made */
  send(target: Target, card: Card, deliveryId: number): Promise<Sent>;
  /** Updates a message to show a card. */
  update(message: DeliveredRef, card: Card, deliveryId: number): Promise<void>;
  /** Deletes a message and the copies of its files. One that no longer exists is not an error. */
  remove(message: DeliveredRef, deliveryId: number): Promise<void>;
  /**
   * Looks for a message whose send was not answered.
   * @param since when the send started
   * @returns its id; `absent` when it certainly was not sent; `unknown` when the platform cannot be asked, or not far enough back
   */
  find(target: Target, deliveryId: number, since: Date): Promise<Found>;
  /** Pins a message; absent where the platform does not let bots do that. One that is pinned or no longer exists is not an error. */
  pin?(message: DeliveredRef): Promise<void>;
  /** Unpins a message. One that is not pinned or no longer exists is not an error. */
  unpin?(message: DeliveredRef): Promise<void>;
  /** whether limits end when a workspace gets another address: the transport remembers them by address, and the worker in the database alone */
  readonly limitsEndEarly?: true;
}

/**
 * How much a refusal concerns. `message`: the message to change no longer exists. `thread`: the message to reply to no longer exists.
 * `destination`: nothing is accepted in this channel or direct conversation. `workspace`: nothing is accepted in the whole workspace.
 * `recipient`: this message never reaches its recipient, and trying again would make matters worse, such as for an unknown mail address.
 */
export type FailureScope = 'message' | 'thread' | 'destination' | 'workspace' | 'recipient';

/** Returns an error code that can be shown. What a proxy answers instead of a platform, such as a page of HTML, is not a code. */
export function errorCode(code: unknown): string {
  return typeof code === 'string' && /^[a-z0-9_]{1,60}$/i.test(code) ? code : 'bad_answer';
}

/** Why a call of a transport failed. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';

  /** how much is concerned; absent: this delivery alone */
  readonly scope: FailureScope | null;
  readonly kind: 'limited' | 'refused' | 'failed' | 'in-doubt';
  readonly code: string;
  readonly retryAfterMs?: number;

  /**
   * @param kind `limited`: the platform asks to wait. `refused`: the platform will never accept it (no such channel, bot removed, token
   * revoked, invalid message). `failed`: the platform certainly did not accept it, so try again. `in-doubt`: no answer came, so the message
   * may have arrived.
   * @param code the platform's own error code, such as `channel_not_found`
   * @param waitMs of `limited`: not before that many milliseconds
   * @param options.scope of a refusal: how much is concerned
   */
  constructor(kind: DeliveryError['kind'], code: string, waitMs?: number, options: ErrorOptions & { scope?: FailureScope } = {}) {
    super(`${kind}: ${code}`, options);
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = waitMs;
    this.scope = options.scope ?? null;
  }
}

/** The bot's installation in one workspace. */
export interface Installed {
  workspaceId: string;
  enterpriseId: string | null;
  name: string | null;
  appId: string | null;
  botUserId: string | null;
  botId: string | null;
  scopes: string[];
  /** the bot token in clear text; it is encrypted only in the database */
  token: string;
}

/** Stores installations, with encrypted tokens. */
export interface Installations {
  find(platform: PlatformName, workspaceId: string): Promise<Installed | null>;
  list(platform: PlatformName): Promise<Installed[]>;
  save(platform: PlatformName, installed: Installed): Promise<void>;
  /** Deletes an installation and its token, after an uninstall or a revocation. */
  remove(platform: PlatformName, workspaceId: string): Promise<void>;
}

/** The service address of a Teams conversation. Teams sends it with every activity and may change it. */
export interface KnownAddress {
  serviceUrl: string;
  kind: 'personal' | 'groupChat' | 'channel';
}

/** Stores the addresses of conversations. */
export interface Addresses {
  /** Finds the address of a channel; an empty `channelId` asks for the newest address of the whole workspace. */
  find(channel: ChannelRef): Promise<KnownAddress | null>;
  /** Records the address of a channel, and that it is the newest of its workspace. */
  remember(channel: ChannelRef, address: KnownAddress): Promise<void>;
}

/** Events of a platform that are not a person's interaction. */
export interface Signals {
  /** One of our own messages came back as an event, which proves that it was sent. */
  echoed(deliveryId: number, messageId: string): Promise<void>;
  /** A user's profile changed or the user left, so their identity must be confirmed again. */
  userChanged(platform: PlatformName, userId: string): Promise<void>;
  /** A request was answered in time, so the platform will not repeat it. */
  answeredInTime(fingerprint: Fingerprint): Promise<void>;
}

/** Why an inbound event is ignored on purpose, each with its meaning. */
export const ignoredReasons = {
  'bot-message': 'another bot wrote it',
  'own-message': 'our own message came back',
  'not-addressed': "written in a channel or group without mentioning the bot, and not in a case's thread",
  'arrives-as-reply': "a mention in a case's thread, which arrives as a reply as well",
  'system-message': "a platform's notice in a conversation, such as that somebody joined",
  'not-an-edit': 'a change of a message that does not edit its text, such as an unfurled link',
  'not-a-post': 'an edited or deleted message that is not a post, or not a post of the person who edits it',
  'not-the-author': 'edited by somebody who is not in the directory',
  'link-button': 'a button that only opens a link',
  'old-form': 'a suggestion for a form that no longer exists; a list of suggestions cannot show an error',
  'nothing-to-do': 'a conversation or tab in which the bot has nothing to do',
  'reaction-unused': 'a reaction with an emoji that is not a shortcut',
  'reaction-elsewhere': "a reaction to anything else than a case's card among advisors",
  'reaction-removed': 'a reaction that was taken back; what it did stays',
  'reaction-repeated': 'a reaction that asks for what its author has done before',
  'unused-event': 'a kind of event that the bot does not use',
} as const;

/** One of these reasons. */
export type IgnoredReason = keyof typeof ignoredReasons;

/**
 * How an inbound event ended; nothing that people do is dropped in silence. It was carried out or answered (`effect`), it had its effect before
 * (`repeat`), its author was told why not (`told`), or it is ignored for a reason.
 */
export type Ending = { kind: 'effect' | 'repeat' | 'told' } | { kind: 'ignored'; reason: IgnoredReason };

/** An event of a platform, with its ending. */
export interface InboundEvent {
  platform: PlatformName;
  kind: string;
  ending: Ending;
}
