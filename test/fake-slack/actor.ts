// A person of a workspace: says, presses, fills in, and reads.
import { checkSuggestions } from './block-elements.ts';
import type { FakeSlack } from './fake-slack.ts';
import { typedInto, untouched, type Choice } from './form.ts';
import { addUserFile } from './files.ts';
import { readBlocks } from './readable.ts';
import type { Block, Channel, Ephemeral, FileObject, Message, User, View, Workspace } from './state.ts';

interface Control {
  type: string;
  action_id: string;
  value?: string;
  text?: { text: string };
  options?: { value: string; text: { text: string } }[];
}

export class Actor {
  /** what the open form refused, by field */
  mistakes: Record<string, string> = {};
  private typed: Record<string, Record<string, unknown>> = {};
  /** what fields that search have offered, by field */
  private found: Record<string, Choice[]> = {};

  private readonly fake: FakeSlack;
  readonly workspace: Workspace;
  readonly user: User;

  constructor(fake: FakeSlack, workspace: Workspace, user: User) {
    this.fake = fake;
    this.workspace = workspace;
    this.user = user;
  }

  get direct(): Channel {
    return this.workspace.direct(this.user.id);
  }

  /** `/case <text>`; its answer, if any, is shown to this person alone */
  async command(text: string, channel: Channel = this.direct): Promise<void> {
    const fields = {
      command: '/case',
      text,
      channel_id: channel.id,
      channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
    };
    const { status, body } = await this.fake.sendForm({
      ...fields,
      ...this.self(),
      trigger_id: this.trigger(),
      response_url: this.fake.newResponseUrl(this.workspace, this.user.id, channel.id),
      api_app_id: this.fake.appId,
    });
    if (status !== 200) throw new Error(`the command was answered ${status}`);
    if (body.startsWith('{'))
      this.workspace.ephemerals.push({ user: this.user.id, channel: channel.id, ...withIds(JSON.parse(body) as Ephemeral) });
  }

  /** @param times how often Slack delivers the event, all at once @returns the message */
  async say(
    text: string,
    channel: Channel = this.direct,
    thread?: Message,
    times = 1,
    more: Record<string, unknown> = {},
  ): Promise<Message> {
    const message = this.fake.addMessage(this.workspace, channel, {
      user: this.user.id,
      text,
      ...(thread ? { thread_ts: thread.thread_ts ?? thread.ts } : {}),
    });
    const id = this.fake.nextId('Ev');
    const event = { type: 'message', channel: channel.id, channel_type: channel.kind, ...message, ...more };
    await Promise.all(Array.from({ length: times }, () => this.fake.sendEvent(this.workspace, event, id)));
    return message;
  }

  /** Uploads a file, to be sent in a message with `attach` or in a form. @param over what Slack says of it instead */
  file(name: string, content: Buffer | string, over: Partial<FileObject> = {}): FileObject {
    return addUserFile(this.fake, this.workspace, this.user.id, name, Buffer.from(content), over);
  }

  /** Sends files, with a text or without one. */
  attach(files: FileObject[], text = '', channel: Channel = this.direct, thread?: Message): Promise<Message> {
    return this.say(text, channel, thread, 1, { subtype: 'file_share', files });
  }

  async mention(text: string, channel: Channel, thread?: Message): Promise<void> {
    const mention = `<@${this.workspace.botUserId}> ${text}`;
    const message = await this.say(mention, channel, thread);
    await this.fake.sendEvent(this.workspace, { type: 'app_mention', channel: channel.id, ...message });
  }

  async edit(message: Message, text: string, channel: Channel = this.channelOf(message)): Promise<void> {
    const before = { ...message };
    message.text = text;
    message.edited = { user: this.user.id, ts: this.fake.nextTs() };
    await this.fake.sendEvent(this.workspace, {
      type: 'message',
      subtype: 'message_changed',
      channel: channel.id,
      channel_type: channel.kind,
      message,
      previous_message: before,
      ts: this.fake.nextTs(),
    });
  }

  async remove(message: Message, channel: Channel = this.channelOf(message)): Promise<void> {
    channel.messages.splice(channel.messages.indexOf(message), 1);
    await this.fake.sendEvent(this.workspace, {
      type: 'message',
      subtype: 'message_deleted',
      channel: channel.id,
      channel_type: channel.kind,
      deleted_ts: message.ts,
      previous_message: message,
      ts: this.fake.nextTs(),
    });
  }

  /**
   * Reacts to a message. An app without `reactions:read` is not told (docs.slack.dev/reference/events/reaction_added).
   * @param name of the emoji, such as `eyes`
   * @param times how often Slack delivers the event
   */
  async react(message: Message, name: string, times = 1): Promise<void> {
    const channel = this.channelOf(message);
    if (!this.workspace.scopes.includes('reactions:read')) return;
    const item = { type: 'message', channel: channel.id, ts: message.ts };
    const event = { type: 'reaction_added', user: this.user.id, reaction: name, item, item_user: message.user };
    const id = this.fake.nextId('Ev');
    for (let time = 0; time < times; time += 1)
      await this.fake.sendEvent(this.workspace, { ...event, event_ts: this.fake.nextTs() }, id);
  }

  async openHome(): Promise<void> {
    await this.fake.sendEvent(this.workspace, {
      type: 'app_home_opened',
      user: this.user.id,
      channel: this.direct.id,
      tab: 'home',
    });
  }

  async shortcut(): Promise<void> {
    await this.interact({
      type: 'shortcut',
      callback_id: 'open_case',
      trigger_id: this.trigger(),
      action_ts: this.fake.nextTs(),
    });
  }

  async messageShortcut(message: Message, channel: Channel): Promise<void> {
    const where = {
      channel: { id: channel.id, name: channel.name },
      message_ts: message.ts,
      message,
      response_url: this.fake.newResponseUrl(this.workspace, this.user.id, channel.id),
    };
    await this.interact({
      type: 'message_action',
      callback_id: 'open_case_from_message',
      trigger_id: this.trigger(),
      action_ts: this.fake.nextTs(),
      ...where,
    });
  }

  /** Presses the button with this label in a message. */
  async press(message: Message, label: string): Promise<void> {
    const channel = this.channelOf(message);
    const container = {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    };
    const response_url = this.fake.newResponseUrl(this.workspace, this.user.id, channel.id);
    await this.block(findControl(message.blocks, label), {
      container,
      channel: { id: channel.id, name: channel.name },
      message,
      response_url,
    });
  }

  /** Presses a button of the newest ephemeral message to this person. */
  async pressPrivate(label: string): Promise<void> {
    const shown = this.newestPrivate();
    const container = {
      type: 'message',
      is_ephemeral: true,
      message_ts: this.fake.nextTs(),
      channel_id: shown.channel,
      ...(shown.thread_ts ? { thread_ts: shown.thread_ts } : {}),
    };
    const response_url = this.fake.newResponseUrl(this.workspace, this.user.id, shown.channel, shown);
    await this.block(findControl(shown.blocks, label), {
      container,
      channel: { id: shown.channel, name: 'channel' },
      response_url,
    });
  }

  async pressHome(label: string): Promise<void> {
    const view = this.workspace.homes.get(this.user.id);
    await this.block(findControl(view?.blocks, label), { container: { type: 'view', view_id: view?.id }, view });
  }

  async pressModal(label: string): Promise<void> {
    const view = this.view();
    await this.block(findControl(view.blocks, label), {
      container: { type: 'view', view_id: view.id },
      view: this.stateful(view),
    });
  }

  /** Chooses an option in a select that makes the bot render the open form again. */
  async choose(field: string, value: string): Promise<void> {
    this.fill({ [field]: value });
    const view = this.view();
    const element = inputOf(view, field);
    const action = { type: 'static_select', action_id: element.action_id, block_id: field, selected_option: { value } };
    await this.interact({
      type: 'block_actions',
      trigger_id: this.trigger(),
      actions: [action],
      container: { type: 'view', view_id: view.id },
      view: this.stateful(view),
    });
  }

  /** Types into the open form; a field that is not there is an error. */
  fill(values: Record<string, string>): void {
    for (const [field, value] of Object.entries(values))
      this.typed[field] = typedInto(inputOf(this.view(), field), value, this.found[field] ?? []);
  }

  /** Types into a search field. @returns the labels of the options it offers */
  async typeAhead(field: string, text: string): Promise<string[]> {
    const view = this.view();
    const { type, action_id, min_query_length: least = 3 } = inputOf(view, field) as { min_query_length?: number } & Control;
    if (type !== 'multi_external_select' || text.length < least) throw new Error(`a ${type} does not ask for “${text}”`);
    const { status, body } = await this.payload({
      type: 'block_suggestion',
      action_id,
      block_id: field,
      value: text,
      container: { type: 'view', view_id: view.id },
      view: this.stateful(view),
    });
    if (status !== 200) throw new Error(`the search was answered ${status}`);
    const found = checkSuggestions(JSON.parse(body));
    this.found[field] = [...(this.found[field] ?? []), ...found];
    return found.map((option) => option.text.text);
  }

  /** Sends the open form. */
  async submit(values: Record<string, string> = {}): Promise<void> {
    this.fill(values);
    const view = this.view();
    this.mistakes = {};
    const { status, body } = await this.payload({
      type: 'view_submission',
      trigger_id: this.trigger(),
      view: this.stateful(view),
    });
    if (status !== 200) throw new Error(`the form was answered ${status}`);
    const answer = (body === '' ? { response_action: 'close' } : JSON.parse(body)) as {
      response_action: string;
      errors?: Record<string, string>;
      view?: Omit<View, 'id' | 'hash'>;
    };
    if (answer.errors) {
      for (const field of Object.keys(answer.errors)) inputOf(view, field);
      this.mistakes = answer.errors;
      return;
    }
    if (answer.response_action === 'update' && answer.view)
      return void this.workspace.open.set(this.user.id, this.fake.newView(answer.view));
    this.closeModal();
  }

  closeModal(): void {
    this.typed = {};
    this.found = {};
    this.workspace.open.delete(this.user.id);
  }

  /** Reads the open modal. @returns its text, or '' without an open modal */
  modal(): string {
    const view = this.workspace.open.get(this.user.id);
    return view ? `${view.title?.text ?? ''}\n${readBlocks(view.blocks)}` : '';
  }

  home(): string {
    return readBlocks(this.workspace.homes.get(this.user.id)?.blocks);
  }

  /** Reads the newest ephemeral message to this person. @returns its text, or '' without one */
  privately(): string {
    const shown = this.workspace.ephemerals.filter(({ user }) => user === this.user.id).at(-1);
    return shown ? readBlocks(shown.blocks, shown.text) : '';
  }

  /** Everything this person can read in the channels they are in, and alone. */
  everything(): string {
    const channels = [...this.workspace.channels.values()].filter(({ members }) => members.has(this.user.id));
    const request = channels.flatMap(({ messages }) =>
      messages.map(({ username = '', text, blocks }) => `${username}\n${text}\n${readBlocks(blocks, text)}`),
    );
    const alone = this.workspace.ephemerals
      .filter(({ user }) => user === this.user.id)
      .map(({ blocks, text }) => readBlocks(blocks, text));
    return [...request, ...alone, this.modal(), this.home()].join('\n');
  }

  view(): View {
    const view = this.workspace.open.get(this.user.id);
    if (!view) throw new Error(`${this.user.name} has no form open; privately: ${this.privately()}`);
    return view;
  }

  private newestPrivate(): Ephemeral {
    const shown = this.workspace.ephemerals.filter(({ user }) => user === this.user.id).at(-1);
    if (!shown) throw new Error(`${this.user.name} was told nothing`);
    return shown;
  }

  private stateful(view: View): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const block of view.blocks) {
      if (block.type !== 'input' || !block.block_id) continue;
      values[block.block_id] = this.typed[block.block_id] ?? untouched(block.element as Record<string, unknown>);
    }
    return { ...view, state: { values } };
  }

  private async block(control: { control: Control; block_id: string }, where: Record<string, unknown>): Promise<void> {
    const { type, action_id, value } = control.control;
    const action = { type, action_id, block_id: control.block_id, value, action_ts: this.fake.nextTs() };
    await this.interact({ type: 'block_actions', trigger_id: this.trigger(), actions: [action], ...where });
  }

  private async interact(payload: Record<string, unknown>): Promise<void> {
    const { status, body } = await this.payload(payload);
    if (status !== 200) throw new Error(`answered ${status} ${body}`);
  }

  private payload(payload: Record<string, unknown>) {
    const actor = {
      user: { id: this.user.id, team_id: this.workspace.id, username: this.user.name },
      team: { id: this.workspace.id, domain: 'fake' },
    };
    return this.fake.sendForm({
      payload: JSON.stringify({ ...actor, api_app_id: this.fake.appId, token: 'unused', ...payload }),
    });
  }

  private self() {
    return { team_id: this.workspace.id, team_domain: 'fake', user_id: this.user.id, user_name: this.user.name };
  }

  private trigger(): string {
    return this.fake.newTrigger(this.workspace, this.user.id);
  }

  private channelOf(message: Message): Channel {
    const channel = [...this.workspace.channels.values()].find(({ messages }) => messages.includes(message));
    if (!channel) throw new Error('that message stands nowhere any more');
    return channel;
  }
}

function findControl(blocks: Block[] | undefined, label: string): { control: Control; block_id: string } {
  for (const block of blocks ?? []) {
    const controls = [...((block.elements ?? []) as Control[]), ...(block.accessory ? [block.accessory as Control] : [])];
    const control = controls.find(({ text, type }) => type === 'button' && text?.text === label);
    if (control) return { control, block_id: block.block_id ?? '' };
  }
  throw new Error(`the message has no button “${label}”:\n${readBlocks(blocks)}`);
}

function inputOf(view: View, field: string): { type: string; action_id: string } {
  const block = view.blocks.find(({ block_id, type }) => block_id === field && type === 'input');
  if (!block) throw new Error(`the form has no field “${field}”`);
  return block.element as { type: string; action_id: string };
}

function withIds(shown: Ephemeral): Omit<Ephemeral, 'user' | 'channel'> {
  return {
    text: shown.text,
    blocks: shown.blocks?.map((block, index) => ({ ...block, block_id: block.block_id ?? `b${index}` })),
  };
}
