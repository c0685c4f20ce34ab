// A person of a tenant: presses, fills in, searches, and reads; what they say is in speaker.ts.
import { randomUUID } from 'node:crypto';
import { channelData, invokeId } from './activity.ts';
import { adaptive, buttonsOf, findAction, inputsOf, walk } from './card-tree.ts';
import { offerType, readFileCard } from './file-card-check.ts';
import { fillIn, type Choice, type Values } from './form.ts';
import {
  BadCard,
  readCardAnswer,
  readDialogAnswer,
  readSearchAnswer,
  readSuggestions,
  type DialogAnswer,
  type SearchResult,
} from './invoke-answer.ts';
import { plain, unmark, untag } from './marks.ts';
import { messagePayload } from './message-payload.ts';
import { readCard } from './readable.ts';
import { Speaker } from './speaker.ts';
import type { Attachment, Conversation, Json, Message } from './state.ts';

/** an open dialog, and where its answers go */
interface Dialog {
  title: string;
  card: Json;
  /** where it was opened */
  from: Conversation;
  invoke: (data: Json) => Promise<Json | undefined>;
}

interface Invoke {
  name: string;
  value: Json;
}

/** What cards say: an edit sends another card, and tests that wait read all messages a hundred times a second. */
const readings = new WeakMap<Json, string>();

function reading(card: Json): string {
  const text = readings.get(card) ?? readCard(card);
  readings.set(card, text);
  return text;
}

export class TeamsActor extends Speaker {
  /** what the bot told this person alone, in order */
  readonly told: string[] = [];
  /** what a message extension put into the compose box */
  readonly drafts: SearchResult[] = [];
  /** what the client said about the open dialog instead of sending it, by input */
  mistakes: Values = {};
  private open: Dialog | null = null;
  /** what inputs that search have offered, by input */
  private readonly found = new Map<string, Choice[]>();
  /** cards only this person sees, until the bot edits their message */
  private readonly own = new Map<Message, { card: Json; edited: number }>();

  /**
   * Presses the button with this label in a message and fills in the given inputs; the other inputs keep their values.
   * @throws Error when the client would not send it, or the answer cannot be shown
   */
  async press(message: Message, label: string, inputs: Values = {}): Promise<void> {
    const conversation = this.whereIs(message);
    const card = this.cardOf(message);
    const action = findAction(card, label);
    if (action.type === 'Action.ToggleVisibility') return this.toggle(message, card, action);
    if (action.type === 'Action.OpenUrl') throw new Error(`“${label}” opens ${String(action.url)}`);
    if (action.type === 'Action.ShowCard') throw new Error(`“${label}” shows what is readable already`);
    const { sent, mistakes } = this.fill(card, action, inputs);
    if (Object.keys(mistakes).length > 0) throw new Error(`the client does not send this: ${JSON.stringify(mistakes)}`);
    if (action.type === 'Action.Execute') await this.execute(conversation, message, action, sent, 'manual');
    else await this.submitAction(conversation, message, { ...(action.data as Json | undefined), ...sent });
  }

  /** Fills in a form in a message and presses its button. */
  submitIn(message: Message, values: Values, label: string): Promise<void> {
    return this.press(message, label, values);
  }

  /** Takes a file that the bot offers, into this person's OneDrive. @param times how often Teams tells the bot */
  async accept(message: Message, { times = 1 } = {}): Promise<void> {
    const { name = '', content } = this.offerIn(message);
    const { sizeInBytes, acceptContext: context } = content as Json;
    const uploadInfo = this.fake.uploads.start(name, Number(sizeInBytes), this.whereIs(message));
    const value = { type: 'fileUpload', action: 'accept', context, uploadInfo };
    for (let time = 0; time < times; time += 1)
      await this.invoke(this.whereIs(message), message, { name: 'fileConsent/invoke', value });
  }

  /** Refuses a file that the bot offers. */
  async decline(message: Message): Promise<void> {
    const { declineContext: context } = this.offerIn(message).content as Json;
    const value = { type: 'fileUpload', action: 'decline', context };
    await this.invoke(this.whereIs(message), message, { name: 'fileConsent/invoke', value });
  }

  private offerIn(message: Message): Attachment {
    const offer = message.attachments.find(({ contentType }) => contentType === offerType);
    if (message.deleted || !offer) throw new Error('that message offers no file');
    return offer;
  }

  /** Scrolls to a message: Teams asks the bot for this person's own card, when the card says so for them. */
  async lookAt(message: Message): Promise<void> {
    const { refresh } = this.cardOf(message) as { refresh?: { action: Json; userIds?: string[] } };
    if (!refresh?.userIds?.includes(this.user.id)) return;
    await this.execute(this.whereIs(message), message, refresh.action, refresh.action.data as Json, 'automatic');
  }

  /** Reads the open dialog. @returns its text, or '' without an open dialog */
  dialog(): string {
    return this.open ? `${this.open.title}\n${readCard(this.open.card, this.mistakes)}` : '';
  }

  /** The card of the open dialog. */
  dialogCard(): Json {
    if (!this.open) throw new Error(`${this.user.name} has no dialog open; told: ${this.told.at(-1) ?? 'nothing'}`);
    return this.open.card;
  }

  closeDialog(): void {
    this.open = null;
    this.mistakes = {};
  }

  /** Fills in the open dialog and presses its only, or this, button. What the client refuses is in `mistakes`, and nothing is sent. */
  async submit(values: Values = {}, label?: string): Promise<void> {
    if (!this.open) throw new Error(`${this.user.name} has no dialog open; told: ${this.told.at(-1) ?? 'nothing'}`);
    const { card, invoke } = this.open;
    const action = label === undefined ? onlySubmit(card) : findAction(card, label);
    if (action.type !== 'Action.Submit') throw new Error(`a dialog sends an Action.Submit only, not ${String(action.type)}`);
    const { sent, mistakes } = this.fill(card, action, values);
    this.mistakes = mistakes;
    if (Object.keys(mistakes).length > 0) return;
    this.show(await invoke({ ...(action.data as Json | undefined), ...sent }), this.open.from, invoke);
  }

  /** Types into a search input of the open dialog or of a message's card. @returns the titles of the choices it offers */
  async typeAhead(id: string, text: string, message?: Message): Promise<string[]> {
    const card = message ? this.cardOf(message) : this.open?.card;
    const { dataset } = (inputsOf(card ?? {}).find((input) => input.id === id)?.['choices.data'] ?? {}) as Json;
    if (dataset === undefined) throw new Error(`the card has no search input “${id}”`);
    const value = { queryText: text, queryOptions: { skip: 0, top: 15 }, dataset };
    const where = message ? this.whereIs(message) : (this.open?.from ?? this.direct);
    const found = readSuggestions(await this.invoke(where, message, { name: 'application/search', value }));
    this.found.set(id, [...(this.found.get(id) ?? []), ...found]);
    return found.map(({ title }) => title);
  }

  /** Types into the message extension's search. */
  async search(text: string, conversation: Conversation = this.direct): Promise<SearchResult[]> {
    const parameter = text === '' ? { name: 'initialRun', value: 'true' } : { name: 'query', value: text };
    const value = { commandId: 'searchCases', parameters: [parameter], queryOptions: { count: 25, skip: 0 } };
    const body = await this.invoke(conversation, undefined, {
      name: 'composeExtension/query',
      value: { ...value, context: theme },
    });
    const results = this.orRefuse(() => readSearchAnswer(body));
    if (typeof results !== 'string') return results;
    this.told.push(results);
    return [];
  }

  /** Sends a result's card into a conversation, as this person's message. */
  insert(result: SearchResult, conversation: Conversation): Message {
    const message: Message = {
      id: this.fake.newId(),
      from: this.user.id,
      text: '',
      textFormat: 'plain',
      attachments: [{ contentType: adaptive, content: result.card }],
      entities: [],
      summary: '',
      edited: 0,
      deleted: false,
    };
    conversation.messages.push(message);
    return message;
  }

  /** Chooses the app's command in a message's menu. */
  async fromMessage(message: Message): Promise<void> {
    const conversation = this.whereIs(message);
    const command = { commandId: 'openCase', commandContext: 'message', requestId: randomUUID(), context: theme };
    const value = { ...command, messagePayload: messagePayload(conversation, message) };
    const ask = (name: string, data: Json = {}) => this.invoke(conversation, message, { name, value: { ...value, ...data } });
    this.show(await ask('composeExtension/fetchTask'), conversation, (data) => ask('composeExtension/submitAction', { data }));
  }

  /** A message as this person sees it: its text, its card. */
  sees(message: Message): string {
    this.whereIs(message);
    if (message.deleted) return '';
    const { text, textFormat, attachments } = message;
    const shown = textFormat === 'xml' ? untag(text) : textFormat === 'plain' ? plain(text) : unmark(text);
    const card = attachments.some(({ contentType }) => contentType === adaptive) ? reading(this.cardOf(message)) : '';
    const files = attachments.map(readFileCard);
    return [shown, card, ...files].filter((part) => part !== '').join('\n');
  }

  /** Everything this person can read: where they are a member, in notifications, alone, and in the open dialog. */
  everything(): string {
    const conversations = [...this.tenant.conversations.values()].filter(({ members }) => members.has(this.user.id));
    const request = conversations.flatMap(({ messages }) =>
      messages.filter(({ deleted }) => !deleted).map((message) => `${message.summary}\n${this.sees(message)}`),
    );
    const drafts = this.drafts.map(({ text, card }) => `${text}\n${readCard(card)}`);
    return [...request, ...this.told, ...drafts, this.dialog()].join('\n');
  }

  /** The card of a message as this person sees it. @throws Error for a message without a card */
  cardOf(message: Message): Json {
    if (message.deleted) throw new Error('that message was deleted');
    const own = this.own.get(message);
    if (own?.edited === message.edited) return own.card;
    const card = message.attachments.find(({ contentType }) => contentType === adaptive)?.content;
    if (!card) throw new Error(`that message has no card: ${message.text}`);
    return card as Json;
  }

  private async execute(where: Conversation, message: Message, action: Json, sent: Json, trigger: string): Promise<void> {
    const { type, id, verb, data } = action;
    const pressed = { type, ...(id === undefined ? {} : { id }), verb, data: { ...(data as Json | undefined), ...sent } };
    const body = await this.invoke(where, message, { name: 'adaptiveCard/action', value: { action: pressed, trigger } });
    const answer = this.orRefuse(() => readCardAnswer(body));
    if ('told' in answer) this.told.push(answer.told);
    else this.own.set(message, { card: answer.card, edited: message.edited });
  }

  /** Sends an Action.Submit: it opens a dialog or sends a message without text (…/cards/cards-actions#adaptive-cards-actions). */
  private async submitAction(where: Conversation, message: Message, data: Json): Promise<void> {
    const type = (data.msteams as { type?: string } | undefined)?.type;
    if (type !== undefined && type !== 'task/fetch') throw new Error(`the fake does not know msteams.type ${type}`);
    if (type === undefined) {
      const { base } = this.about(where, message);
      const more = {
        type: 'message',
        id: this.fake.newId(),
        value: data,
        replyToId: message.id,
        channelData: fromCard(where, message),
      };
      const { status } = await this.send({ ...base, ...more });
      if (status !== 200) throw new Error(`the button was answered ${status}`);
      return;
    }
    const ask = (name: string, given: Json) => this.invoke(where, message, { name, value: { data: given, context: theme } });
    this.show(await ask('task/fetch', data), where, (given) => ask('task/submit', given));
  }

  private show(body: Json | undefined, from: Conversation, invoke: Dialog['invoke']): void {
    const answer: DialogAnswer = this.orRefuse(() => readDialogAnswer(body));
    this.closeDialog();
    if (answer === 'closed') return;
    if ('told' in answer) this.told.push(answer.told);
    else if ('inserts' in answer) this.drafts.push(...answer.inserts);
    else this.open = { ...answer, from, invoke };
  }

  /** @throws Error when the bot answers anything but 200 */
  private async invoke(where: Conversation, message: Message | undefined, { name, value }: Invoke): Promise<Json | undefined> {
    const base = message ? this.about(where, message).base : this.activity({}, where);
    const about = message && { replyToId: message.id, channelData: fromCard(where, message) };
    const { status, body } = await this.send({ ...base, ...about, type: 'invoke', name, id: invokeId(), value });
    if (status !== 200) throw new Error(`${name} was answered ${status} ${body}`);
    return body === '' ? undefined : (JSON.parse(body) as Json);
  }

  /** What Teams cannot show is kept with what the connector refused. */
  private orRefuse<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof BadCard) this.fake.refusals.push(`invoke: ${error.message}`);
      throw error;
    }
  }

  private fill(card: Json, action: Json, values: Values): ReturnType<typeof fillIn> {
    if (String(action.associatedInputs).toLowerCase() !== 'none') return fillIn(card, values, this.found);
    if (Object.keys(values).length > 0) throw new Error(`“${String(action.title)}” sends no inputs`);
    return { sent: {}, mistakes: {} };
  }

  private toggle(message: Message, before: Json, action: Json): void {
    const card = structuredClone(before);
    for (const target of (action.targetElements ?? []) as (string | { elementId: string; isVisible?: boolean })[]) {
      const { elementId, isVisible } = typeof target === 'string' ? { elementId: target, isVisible: undefined } : target;
      for (const node of walk(card)) if (node.id === elementId) node.isVisible = isVisible ?? node.isVisible === false;
    }
    this.own.set(message, { card, edited: message.edited });
  }
}

const theme = { theme: 'default' };

function fromCard(where: Conversation, { id }: Message): Json {
  return channelData(where, { source: { name: 'message' }, legacy: { replyToId: id } });
}

function onlySubmit(card: Json): Json {
  const [only, ...more] = buttonsOf(card).filter(({ type }) => type === 'Action.Submit');
  if (!only || more.length > 0) throw new Error(`name one of the dialog’s buttons: ${readCard(card)}`);
  return only;
}
