// What a person does with messages: says, changes, takes back; adds and removes the app.
import { channelData, envelope, installationEvents } from './activity.ts';
import type { Answered, FakeTeams, TokenOverrides } from './fake-teams.ts';
import type { Conversation, Json, Message, Tenant, TeamsUser } from './state.ts';
import { write, type Writing } from './written.ts';

export interface Saying extends Writing {
  /** absent: where the thread is, or the chat with the bot */
  in?: Conversation;
  /** a message of the thread */
  thread?: Message;
  /** how often Teams delivers the very same activity, all at once */
  times?: number;
  /** Teams delivers it once more after it was answered, as another activity (github.com/MicrosoftDocs/msteams-docs/issues/6084) */
  fingerprint?: boolean;
}

export class Speaker {
  protected readonly fake: FakeTeams;
  readonly tenant: Tenant;
  readonly user: TeamsUser;

  constructor(fake: FakeTeams, tenant: Tenant, user: TeamsUser) {
    this.fake = fake;
    this.tenant = tenant;
    this.user = user;
  }

  /** the chat with the bot */
  get direct(): Conversation {
    return this.tenant.personal(this.user);
  }

  /** Sends a message to the bot, whose answer is in the fake's deliveries. @returns the message */
  async say(
    text: string,
    { thread, in: where = thread ? this.whereIs(thread) : this.direct, times = 1, fingerprint, ...writing }: Saying = {},
  ): Promise<Message> {
    this.mustBeIn(where);
    const replyTo = thread && { replyTo: where.rootOf(thread) };
    const id = this.fake.newId();
    const written = write(text, writing, { conversation: where, id, rootId: replyTo?.replyTo ?? id }, this.fake);
    const own = { id, from: this.user.id, summary: '', edited: 0, deleted: false };
    const message: Message = { ...own, textFormat: 'plain', ...written, ...replyTo };
    where.messages.push(message);
    if (!this.reaches(where, message)) return message;
    const activity = this.messageActivity('message', where, message);
    await Promise.all(Array.from({ length: times }, () => this.send(activity)));
    if (fingerprint) await this.send({ ...activity, id: this.fake.newId() });
    return message;
  }

  /** (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages#receive-a-message) */
  async edit(message: Message, text: string, writing: Writing = {}): Promise<void> {
    const where = this.whereIs(message);
    const at = { conversation: where, id: message.id, rootId: where.rootOf(message) };
    Object.assign(message, write(text, writing, at, this.fake), { edited: message.edited + 1 });
    if (!this.reaches(where, message)) return;
    const channelDataOf = channelData(where, { eventType: 'editMessage' });
    await this.send({ ...this.messageActivity('messageUpdate', where, message), channelData: channelDataOf });
  }

  async remove(message: Message): Promise<void> {
    const where = this.whereIs(message);
    message.deleted = true;
    if (!this.reaches(where, message)) return;
    const { base } = this.about(where, message);
    await this.send({
      ...base,
      type: 'messageDelete',
      id: message.id,
      channelData: channelData(where, { eventType: 'softDeleteMessage' }),
    });
  }

  /**
   * Reacts to a message; Teams reports reactions to the bot's own messages alone
   * (…/bots/how-to/conversations/subscribe-to-conversation-events#message-reaction-events).
   * @param type such as `like` or `1f440_eyes`
   */
  async react(message: Message, type: string, change: 'reactionsAdded' | 'reactionsRemoved' = 'reactionsAdded'): Promise<void> {
    const where = this.whereIs(message);
    if (message.from !== this.tenant.botId) return;
    const { base } = this.about(where, message);
    const about = { replyToId: message.id, channelData: channelData(where, {}) };
    await this.send({ ...base, ...about, type: 'messageReaction', id: this.fake.newId(), [change]: [{ type }] });
  }

  /** Adds the app to a chat, a team or this person. */
  async install(conversation: Conversation = this.direct): Promise<void> {
    conversation.installed = true;
    for (const event of installationEvents(this.activity({}, conversation), conversation, 'add')) await this.send(event);
  }

  async uninstall(conversation: Conversation = this.direct): Promise<void> {
    conversation.installed = false;
    for (const event of installationEvents(this.activity({}, conversation), conversation, 'remove')) await this.send(event);
  }

  /** Sends an activity as it is, signed as told. */
  postRaw(activity: Json, { token, ...wrong }: TokenOverrides & { token?: string | null } = {}): Promise<Answered> {
    return this.fake.deliver(activity, token === undefined ? this.fake.token(this.tenant.app.appId, wrong) : token);
  }

  /** An activity of this person's with what every activity says. */
  activity(more: Json, conversation: Conversation = this.direct, thread?: string): Json {
    return { ...envelope(this.fake.serviceUrl, this.user, conversation, thread), ...more };
  }

  protected send(activity: Json): Promise<Answered> {
    return this.fake.deliver(activity, this.fake.token(this.tenant.app.appId));
  }

  /** @throws Error when the message stands nowhere in this tenant */
  protected whereIs(message: Message): Conversation {
    const found = [...this.tenant.conversations.values()].find(({ messages }) => messages.includes(message));
    if (!found) throw new Error('that message stands nowhere');
    this.mustBeIn(found);
    return found;
  }

  /** What an activity about a message says of where it stands. */
  protected about(conversation: Conversation, message: Message): { base: Json; thread?: string } {
    const thread = conversation.kind === 'channel' ? conversation.rootOf(message) : undefined;
    return { base: this.activity({}, conversation, thread), thread };
  }

  private messageActivity(type: string, conversation: Conversation, message: Message): Json {
    const { base } = this.about(conversation, message);
    const { id, text, textFormat, attachments, entities } = message;
    return { ...base, type, id, text, textFormat, attachments, entities: [...(base.entities as Json[]), ...entities] };
  }

  /** Without the tenant's consent a bot sees only what mentions it (…/conversations/channel-messages-for-bots-and-agents). */
  private reaches({ kind, installed, tenant }: Conversation, { entities }: Message): boolean {
    if (!installed) return false;
    if (kind === 'personal' || tenant.app.consent !== false) return true;
    return entities.some(({ mentioned }) => (mentioned as Json).id === tenant.botId);
  }

  private mustBeIn({ members, id }: Conversation): void {
    if (!members.has(this.user.id)) throw new Error(`${this.user.name} is not in ${id}`);
  }
}
