// What a fake Slack holds: workspaces, people, channels, messages, views, files.
import { scopes } from '../../src/slack/scopes.ts';
import { ApiError } from './api-error.ts';

export interface Block {
  type: string;
  block_id?: string;
  [key: string]: unknown;
}

export interface Message {
  ts: string;
  thread_ts?: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  text: string;
  blocks?: Block[];
  metadata?: { event_type: string; event_payload: unknown };
  edited?: { ts: string; user: string };
  subtype?: string;
  files?: FileObject[];
  /** as whose the message is shown, if not as the bot's */
  username?: string;
  icon_url?: string;
}

/** A file as events and answers describe it. */
export interface FileObject {
  id: string;
  mode: string;
  name?: string;
  title?: string;
  size?: number;
  mimetype?: string;
  file_access?: string;
  is_external?: boolean;
  external_url?: string;
  url_private?: string;
  url_private_download?: string;
  permalink?: string;
}

export interface StoredFile {
  object: FileObject;
  /** ticket: waits for its content. uploaded: waits for its completion. complete: waits to be processed */
  state: 'ticket' | 'uploaded' | 'complete' | 'processed' | 'deleted';
  length: number;
  content: Buffer;
  ownerId: string;
  /** where it is shared: ids of messages by channel */
  shares: Map<string, { ts: string }[]>;
}

export interface Channel {
  id: string;
  name: string;
  kind: 'channel' | 'im';
  members: Set<string>;
  archived: boolean;
  messages: Message[];
  /** of pinned messages, the newest pin last */
  pins: string[];
}

export interface View {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  callback_id?: string;
  private_metadata?: string;
  title?: { text: string };
  submit?: { text: string };
  blocks: Block[];
}

export interface User {
  id: string;
  name: string;
  email: string;
  /** where the user belongs; absent: here */
  home?: string;
  confirmed?: boolean;
  deleted?: boolean;
}

export interface Ephemeral {
  user: string;
  channel: string;
  thread_ts?: string;
  text: string;
  blocks?: Block[];
}

export class Workspace {
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  /** the view each user has open */
  readonly open = new Map<string, View>();
  readonly homes = new Map<string, View>();
  readonly ephemerals: Ephemeral[] = [];
  installed = true;
  /** without these the bot was installed before it asked for them */
  missingScopes: string[] = [];
  /** granted although the bot does not ask for them */
  extraScopes: string[] = [];
  readonly files = new Map<string, StoredFile>();
  readonly botUserId: string;
  readonly botId: string;

  readonly id: string;
  readonly token: string;

  constructor(id: string, token: string) {
    this.id = id;
    this.token = token;
    this.botUserId = `U0BOT${id.slice(-4)}`;
    this.botId = `B0BOT${id.slice(-4)}`;
  }

  get scopes(): string[] {
    return [...scopes.filter((scope) => !this.missingScopes.includes(scope)), ...this.extraScopes];
  }

  /** @throws ApiError missing_scope */
  needs(scope: string): void {
    if (!this.scopes.includes(scope)) throw new ApiError('missing_scope', '', { needed: scope });
  }

  addUser(user: User): User {
    this.users.set(user.id, user);
    return user;
  }

  /** @param withBot whether the bot is a member */
  addChannel(id: string, name: string, members: string[], withBot = true): Channel {
    const channel: Channel = {
      id,
      name,
      kind: 'channel',
      archived: false,
      messages: [],
      pins: [],
      members: new Set([...members, ...(withBot ? [this.botUserId] : [])]),
    };
    this.channels.set(id, channel);
    return channel;
  }

  /** the direct conversation of a user with the bot */
  direct(userId: string): Channel {
    const id = `D0${userId.slice(1)}`;
    const found = this.channels.get(id);
    if (found) return found;
    const channel: Channel = {
      id,
      name: userId,
      kind: 'im',
      archived: false,
      messages: [],
      pins: [],
      members: new Set([userId, this.botUserId]),
    };
    this.channels.set(id, channel);
    return channel;
  }
}
