import type { Card } from './cards/elements.ts';
import type { TimelineFormat } from './domain/timeline.ts';
export type { Log } from './server/log.ts';

export type PlatformName = 'slack' | 'teams';

/** Everything that carries messages: the chat platforms and mail. */
export type TransportName = PlatformName | 'mail';

/** A channel or direct conversation on a chat platform. */
export interface ChannelRef {
  platform: PlatformName;
  workspaceId: string;
  channelId: string;
}

/** One message in a channel or direct conversation. */
export interface MessageRef extends ChannelRef {
  /** the platform's own id of the message */
  messageId: string;
}

/** Where deliveries go: a channel, a direct conversation, or a mailbox (workspace '', channel = the email address). */
export interface DestinationRef extends Omit<ChannelRef, 'platform'> {
  platform: TransportName;
}

export interface Clock {
  now(): Date;
}

/** What a platform itself says about one of its users. */
export interface Profile {
  name: string;
  /** the confirmed address, lower case; null when the platform reports none or does not vouch for it */
  email: string | null;
  /** the workspace or tenant the user belongs to, which need not be the one in which they speak */
  homeWorkspace: string;
  /** IANA zone, when the platform knows it */
  timezone: string | null;
  /** the conversation between this user and the bot */
  directChannel: string;
  /** a deactivated user, a bot: never bound to a person */
  gone: boolean;
}

/** What makes a repeated request the same although its id is another (Teams sends again what is answered slowly). */
export interface Fingerprint {
  /** of the words, their author and where they stand */
  key: string;
  /** when this request arrived */
  at: Date;
}

/** Looks people up on a platform. Network: never call it inside a transaction. */
export interface UserDirectory {
  /** @param metIn a conversation they are in, where the platform tells of people only there */
  profile(workspaceId: string, userId: string, metIn?: string): Promise<Profile>;
}

export interface Target {
  workspaceId: string;
  channelId: string;
  /** the message to reply under; absent: at the top level */
  threadRef?: string;
}

export type Found = { externalId: string } | 'absent' | 'unknown';

/** How fast one conversation may be sent to: one call every `everyMs`, after a rest up to `burst` at once. */
export interface PaceLimit {
  everyMs: number;
  burst: number;
}

/** What a courier does in a workspace: platforms count some of it apart. */
export type Act = 'send' | 'update' | 'remove' | 'pin' | 'unpin';

/** At most so many calls of these to one workspace, within any such time. */
export interface WorkspaceLimit {
  acts: readonly Act[];
  calls: number;
  withinMs: number;
}

/** Carries messages to a platform. Every method throws `DeliveryError` and nothing else; none retries by itself. */
export interface Transport {
  /** what the platform asks of every sender; absent: as fast as it answers */
  readonly pace?: PaceLimit;
  /** what else the platform asks, per workspace */
  readonly workspaceLimits?: readonly WorkspaceLimit[];
  /** @param deliveryId travels with the message, so that `find` can recognise it. @returns the platform's id of the message */
  send(target: Target, card: Card, deliveryId: number): Promise<string>;
  update(target: Target, externalId: string, card: Card): Promise<void>;
  /** A message that is already gone is no error. */
  remove(target: Target, externalId: string): Promise<void>;
  /**
   * Whether a message whose send never answered stands there after all.
   * @param since when the send was started
   * @returns where it stands; `absent`: it surely was not sent; `unknown`: the platform cannot be asked, or not far enough
   */
  find(target: Target, deliveryId: number, since: Date): Promise<Found>;
  /** Keeps the message in sight of everybody; absent where the platform lets no bot do that. One that is pinned, or gone, is no error. */
  pin?(target: Target, externalId: string): Promise<void>;
  /** One that is not pinned, or gone, is no error. */
  unpin?(target: Target, externalId: string): Promise<void>;
}

/** Why a message did not go out. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';

  /**
   * @param kind `limited`: not before `retryAfterMs`. `refused`: the platform will never take it (channel gone, bot removed, token
   * revoked, message invalid). `failed`: the platform surely did not take it, try again. `doubt`: no answer came, it may stand there.
   * @param code the platform's own word, e.g. `channel_not_found`
   */
  constructor(
    readonly kind: 'limited' | 'refused' | 'failed' | 'doubt',
    readonly code: string,
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(`${kind}: ${code}`, options);
  }
}

/** The bot's membership of one workspace. */
export interface Installed {
  workspaceId: string;
  enterpriseId: string | null;
  name: string | null;
  appId: string | null;
  botUserId: string | null;
  botId: string | null;
  scopes: string[];
  /** the bot token, in clear; encrypted only at rest */
  token: string;
}

/** Where installations live, tokens encrypted at rest. Adapters never see the database. */
export interface Installations {
  find(platform: PlatformName, workspaceId: string): Promise<Installed | null>;
  list(platform: PlatformName): Promise<Installed[]>;
  save(platform: PlatformName, installed: Installed): Promise<void>;
  /** Uninstalled or revoked: the token is deleted at once. */
  remove(platform: PlatformName, workspaceId: string): Promise<void>;
}

/** Where a conversation is reached: Teams names a service address with every message, and moves conversations between them. */
export interface KnownAddress {
  serviceUrl: string;
  kind: 'personal' | 'groupChat' | 'channel';
}

export interface Addresses {
  /** Finds the address of a channel; an empty `channelId` asks for the newest address of the whole workspace. */
  find(channel: ChannelRef): Promise<KnownAddress | null>;
  /** Records the address of a channel, and that it is the newest of its workspace. */
  remember(channel: ChannelRef, address: KnownAddress): Promise<void>;
}

/** What an adapter hears that no person said. */
export interface Signals {
  /** One of our own messages came back as an event: the proof that it stands there. */
  echoed(deliveryId: number, externalId: string): Promise<void>;
  /** A user's profile changed or the user left: what is known of them is no longer believed. */
  userChanged(platform: PlatformName, userId: string): Promise<void>;
  /** These words were answered in time: the platform will not repeat them by itself. */
  answeredInTime(fingerprint: Fingerprint): Promise<void>;
}

/** Writes links to files of ours. Whoever holds one can read its file, until it expires. */
export interface FileLinks {
  /** @param zone IANA: whose times it shows @returns an address */
  timeline(noticeId: number, format: TimelineFormat, zone: string): string;
}
