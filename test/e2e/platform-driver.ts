// One interface over both fakes, so that a contract test runs unchanged on Slack and on Teams.
import type { Button, Card } from '../../src/cards/elements.ts';
import { createRouter } from '../../src/chat/router.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { renderMessage } from '../../src/slack/render/card.ts';
import { opensForm } from '../../src/teams/incoming/reply.ts';
import { cardActivity } from '../../src/teams/render/card.ts';
import type { Services } from '../../src/usecases/context.ts';
import type { Actor } from '../fake-slack/actor.ts';
import { readBlocks } from '../fake-slack/readable.ts';
import type { Channel, Message as SlackMessage } from '../fake-slack/state.ts';
import type { TeamsActor } from '../fake-teams/actor.ts';
import { inputsOf } from '../fake-teams/card-tree.ts';
import type { Conversation, Message as TeamsMessage } from '../fake-teams/state.ts';
import { textOf, until } from './harness.ts';

/** A message that a user saw. */
export interface Seen {
  /** Returns what it says now; empty once it is deleted. */
  text(): string;
  press(label: string): Promise<void>;
  /** Adds an emoji to it, as each platform names it. */
  react(emoji: '👀' | '✅'): Promise<void>;
  /** Replies in its thread or, where there are no threads, quotes it. */
  reply(text: string): Promise<Typed>;
}

/** A message that a user wrote. */
export interface Typed {
  edit(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** A person on one platform, in the conversation where they work with cases. */
export interface PlatformUser {
  name: string;
  platform: 'Slack' | 'Teams';
  /** Opens a form by command. */
  open(command: string): Promise<void>;
  /** Reads the open form or window. */
  window(): string;
  /** @param values by field name; several chosen values are joined by line breaks */
  submit(values: Record<string, string>, label: string): Promise<void>;
  /** Chooses in a field that renders the form again; `label`: the button that does so where a choice is not reported. */
  change(field: string, value: string, label: string): Promise<void>;
  /** Types into a search field and returns the labels it offers. */
  typeAhead(field: string, text: string): Promise<string[]>;
  /** Reads the errors at the fields of the form. */
  mistakes(): string;
  /** Presses a button on a new card of the bot in the conversation, as each platform renders it. */
  pressNew(button: Button): Promise<void>;
  /** Returns what an empty form would send: spaces in every text field, and the choices that the form proposes. */
  blank(): Record<string, string>;
  /** Whether the open form shows an error at a field. */
  hasFieldErrors(): boolean;
  /** Returns every message, private answer and window that this user sees, each by itself. */
  texts(): string[];
  /** Presses a button of the open window. */
  pressWindow(label: string): Promise<void>;
  closeWindow(): void;
  /** Presses a button of the newest message that only this user sees. */
  pressPrivately(label: string): Promise<void>;
  /** Waits for a message that contains all of these texts and returns the newest. */
  sees(...texts: string[]): Promise<Seen>;
  /** Counts the messages that contain a text now. */
  count(text: string): number;
  /** Returns everything this user was ever shown. */
  everything(): string;
}

/** Opens a case by its form, and opens it all the same when the form asks whether it is a similar one. */
export async function fileCase(user: PlatformUser, values: Record<string, string>): Promise<void> {
  await user.open(`open ${values['subject'] ?? ''}`);
  await user.submit(values, 'Open case');
  if (user.window().includes('Is it one of these?')) await user.submit({ similar: 'none' }, 'Continue');
  user.closeWindow();
}

/** Creates a user on Slack in a channel. */
export function slackUser(actor: Actor, name: string, channel: Channel): PlatformUser {
  const read = (message: SlackMessage): string => textOf(message);
  const seen = (message: SlackMessage): Seen => ({
    text: () => (channel.messages.includes(message) ? read(message) : ''),
    press: (label) => actor.press(message, label),
    react: (emoji) => actor.react(message, { '👀': 'eyes', '✅': 'white_check_mark' }[emoji]),
    reply: async (text) => {
      const typed = await actor.say(escaped(text), channel, message);
      return { edit: (next) => actor.edit(typed, escaped(next), channel), remove: () => actor.remove(typed, channel) };
    },
  });
  return {
    name,
    platform: 'Slack',
    open: (command) => actor.command(command, channel),
    window: () => actor.modal(),
    submit: (values) => actor.submit(values),
    change: (field, value) => actor.choose(field, value),
    typeAhead: (field, text) => actor.typeAhead(field, text),
    mistakes: () => Object.values(actor.mistakes).join('\n'),
    pressNew: async (button) => {
      const { text, blocks } = renderMessage(cardOf(button));
      const withIds = blocks.map((block, index) => ({ ...block, block_id: `b${index}` }));
      const message = { user: actor.workspace.botUserId, text, blocks: withIds, ts: `1600000000.${nextMessage()}` };
      channel.messages.push(message);
      await actor.press(message, button.label);
    },
    blank: () =>
      Object.fromEntries(
        actor
          .view()
          .blocks.filter(({ element }) =>
            /^(plain|rich)_text_input$/.test((element as { type?: string } | undefined)?.type ?? ''),
          )
          .map(({ block_id }) => [block_id ?? '', ' ']),
      ),
    hasFieldErrors: () => Object.keys(actor.mistakes).length > 0,
    texts: () => {
      const { workspace, user } = actor;
      const channels = [...workspace.channels.values()].filter(({ members }) => members.has(user.id));
      const alone = workspace.ephemerals.filter((shown) => shown.user === user.id);
      return [
        ...channels.flatMap(({ messages }) => messages.map(read)),
        ...alone.map(({ blocks, text }) => readBlocks(blocks, text)),
        actor.modal(),
      ];
    },
    pressWindow: (label) => actor.pressModal(label),
    closeWindow: () => actor.closeModal(),
    pressPrivately: (label) => actor.pressPrivate(label),
    sees: async (...texts) => {
      const look = () => channel.messages.findLast((message) => texts.every((text) => read(message).includes(text)));
      return seen(await until(`${name}: “${texts.join('” and “')}”`, look, () => channel.messages.map(read).join('\n---\n')));
    },
    count: (text) => channel.messages.filter((message) => read(message).includes(text)).length,
    everything: () => actor.everything(),
  };
}

/** Only tells which buttons open a form. */
const router = createRouter({ settings: defaultSettings } as Services);

let messages = 0;

/** Numbers the messages that `pressNew` makes, with eight digits. */
function nextMessage(): string {
  messages += 1;
  return String(messages).padStart(8, '0');
}

function cardOf(button: Button): Card {
  return { summary: button.label, elements: [{ kind: 'actions', actions: [button] }] };
}

/** Escapes text as Slack does in the events it sends. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Creates a user on Teams in a conversation. */
export function teamsUser(actor: TeamsActor, name: string, where: Conversation): PlatformUser {
  const read = (message: TeamsMessage): string => actor.sees(message);
  const present = (): TeamsMessage[] => where.messages.filter(({ deleted }) => !deleted);
  const seen = (message: TeamsMessage): Seen => ({
    text: () => (message.deleted ? '' : read(message)),
    press: (label) => actor.press(message, label),
    react: (emoji) => actor.react(message, { '👀': '1f440_eyes', '✅': '2705_whiteheavycheckmark' }[emoji]),
    reply: async (text) => {
      const place = where.kind === 'channel' ? { in: where, thread: message } : { in: where, quoting: message };
      const typed = await actor.say(text, place);
      return { edit: (next) => actor.edit(typed, next), remove: () => actor.remove(typed) };
    },
  });
  const find = async (...texts: string[]): Promise<Seen> => {
    const look = () => present().findLast((message) => texts.every((text) => read(message).includes(text)));
    return seen(await until(`${name}: “${texts.join('” and “')}”`, look, () => present().map(read).join('\n---\n')));
  };
  return {
    name,
    platform: 'Teams',
    open: async (command) => {
      const request = await actor.say(command, where.kind === 'channel' ? { in: where, mention: true } : { in: where });
      const offered = () =>
        where.messages.slice(where.messages.indexOf(request) + 1).find((one) => read(one).includes(' needs a few details.'));
      const offer = await until('the way to the form', offered);
      await actor.press(offer, /\[(.+)\]/.exec(read(offer))?.[1] ?? '');
    },
    window: () => actor.dialog(),
    submit: (values, label) => actor.submit(values, label),
    change: (field, value, label) => actor.submit({ [field]: value }, label),
    typeAhead: (field, text) => actor.typeAhead(field, text),
    mistakes: () => [actor.dialog(), ...Object.values(actor.mistakes)].join('\n'),
    pressNew: async (button) => {
      const { attachments, summary } = cardActivity(cardOf(button), { dialogs: true, opensForm: opensForm({ router }) });
      const shape = { text: '', textFormat: 'plain', entities: [], edited: 0, deleted: false } as const;
      const message = { ...shape, id: `16${nextMessage()}00000`, from: where.tenant.botId, attachments, summary, entities: [] };
      where.messages.push(message);
      await actor.press(message, button.label);
    },
    blank: () =>
      Object.fromEntries(
        inputsOf(actor.dialogCard())
          .filter(({ type }) => type === 'Input.Text')
          .map(({ id }) => [String(id), ' ']),
      ),
    // a card without fields may warn as well
    hasFieldErrors: () =>
      Object.keys(actor.mistakes).length > 0 || (actor.dialog().includes('⚠️') && inputsOf(actor.dialogCard()).length > 0),
    texts: () => {
      const conversations = [...where.tenant.conversations.values()].filter(({ members }) => members.has(actor.user.id));
      return [
        ...conversations.flatMap(({ messages }) => messages.filter(({ deleted }) => !deleted).map(read)),
        ...actor.told,
        actor.dialog(),
      ];
    },
    pressWindow: (label) => actor.submit({}, label),
    closeWindow: () => actor.closeDialog(),
    pressPrivately: async (label) => {
      const offered = () => actor.direct.messages.findLast((message) => read(message).includes(`[${label}]`));
      await actor.press(await until(`“${label}” in the chat with the bot`, offered), label);
    },
    sees: find,
    count: (text) => present().filter((message) => read(message).includes(text)).length,
    everything: () => actor.everything(),
  };
}
