// What a fake Teams holds: tenants, people, teams with channels, chats, messages.
import { createHash, randomUUID } from 'node:crypto';

export type Json = Record<string, unknown>;

export interface Attachment {
  id?: string;
  contentType: string;
  content?: unknown;
  contentUrl?: string;
  name?: string;
}

export interface Message {
  id: string;
  /** a person's 29:… or the bot's 28:… */
  from: string;
  text: string;
  /** how the text is written; people write HTML, which Teams sends as plain text and as an attachment */
  textFormat: 'plain' | 'markdown' | 'xml';
  attachments: Attachment[];
  entities: Json[];
  /** what a notification shows of a card */
  summary: string;
  /** ids of the pictures in its text */
  pictures?: string[];
  /** the root of the thread; absent: a root itself, or not in a channel */
  replyTo?: string;
  /** how often it was changed */
  edited: number;
  deleted: boolean;
}

export interface TeamsUser {
  /** 29:…, for one bot only */
  id: string;
  aadObjectId: string;
  name: string;
  email: string;
  /** the tenant the user belongs to; absent: this one */
  home?: string;
  guest?: boolean;
}

export interface Team {
  id: string;
  name: string;
  aadGroupId: string;
  channels: Conversation[];
  installed: boolean;
}

export class Conversation {
  readonly messages: Message[] = [];
  /** the OneDrive of the person in a personal chat, by id: what the bot uploaded */
  readonly drive = new Map<string, { name: string; content: Buffer }>();
  /** in a chat; a channel has what its team has */
  private added = true;

  readonly tenant: Tenant;
  readonly id: string;
  readonly kind: 'personal' | 'groupChat' | 'channel';
  readonly name: string;
  readonly members: Set<string>;
  readonly team?: Team;

  constructor(
    tenant: Tenant,
    id: string,
    kind: 'personal' | 'groupChat' | 'channel',
    name: string,
    members: Set<string>,
    team?: Team,
  ) {
    this.tenant = tenant;
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.members = members;
    this.team = team;
  }

  /** an app is added to a whole team, to one group chat, or for one person */
  get installed(): boolean {
    return this.team?.installed ?? this.added;
  }

  set installed(value: boolean) {
    if (this.team) this.team.installed = value;
    else this.added = value;
  }

  message(id: string | undefined): Message | undefined {
    return this.messages.find((message) => message.id === id);
  }

  /** of a message in a channel: its own id, when it is a root */
  rootOf(message: Message): string {
    return message.replyTo ?? message.id;
  }

  thread(root: Message): Message[] {
    return this.messages.filter((message) => message.replyTo === root.id);
  }
}

export interface App {
  appId: string;
  appPassword: string;
  /** the tenant consented to ChannelMessage.Read.Group and ChatMessage.Read.Chat: the bot sees what does not mention it; default true */
  consent?: boolean;
  /** the app's manifest says `supportsFiles`; default true */
  supportsFiles?: boolean;
}

export class Tenant {
  readonly users = new Map<string, TeamsUser>();
  readonly teams = new Map<string, Team>();
  readonly conversations = new Map<string, Conversation>();

  readonly id: string;
  readonly app: App;

  constructor(id: string, app: App) {
    this.id = id;
    this.app = app;
  }

  get botId(): string {
    return `28:${this.app.appId}`;
  }

  /** @param installed whether the bot is there for this person alone, too */
  addUser(user: TeamsUser, { installed = true } = {}): TeamsUser {
    this.users.set(user.id, user);
    this.personal(user).installed = installed;
    return user;
  }

  /** By 29:… or by the directory's object id, which is what proactive messages know. */
  user(id: string | undefined): TeamsUser | undefined {
    return this.users.get(id ?? '') ?? [...this.users.values()].find(({ aadObjectId }) => aadObjectId === id);
  }

  addTeam(
    { id, name, channels, members }: { id: string; name: string; channels: { id: string; name: string }[]; members: TeamsUser[] },
    { installed = true } = {},
  ): Team {
    const team: Team = { id, name, aadGroupId: randomUUID(), channels: [], installed };
    const userDirectory = new Set(members.map((member) => member.id));
    for (const channel of channels) team.channels.push(this.add(channel.id, 'channel', channel.name, userDirectory, team));
    this.teams.set(id, team);
    return team;
  }

  addGroup(id: string, members: TeamsUser[], { installed = true } = {}): Conversation {
    const group = this.add(id, 'groupChat', '', new Set(members.map((member) => member.id)));
    group.installed = installed;
    return group;
  }

  /** the chat of a person with the bot */
  personal(user: TeamsUser): Conversation {
    const id = `a:${createHash('sha256').update(`${this.id} ${this.app.appId} ${user.id}`).digest('base64url')}`;
    return this.conversations.get(id) ?? this.add(id, 'personal', '', new Set([user.id]));
  }

  /** Takes the bot away without telling it, as when its host missed the event. */
  uninstall(conversation: Conversation): void {
    conversation.installed = false;
  }

  private add(id: string, kind: Conversation['kind'], name: string, members: Set<string>, team?: Team): Conversation {
    const conversation = new Conversation(this, id, kind, name, members, team);
    this.conversations.set(id, conversation);
    return conversation;
  }
}
