// The two platforms as what a person can do there, so that what holds on one is asked of the other in the same words.
import type { Actor } from '../fake-slack/actor.ts';
import type { Channel, Message as SlackMessage } from '../fake-slack/state.ts';
import type { TeamsActor } from '../fake-teams/actor.ts';
import type { Conversation, Message as TeamsMessage } from '../fake-teams/state.ts';
import { textOf, until } from './harness.ts';

/** A message somewhere. */
export interface Seen {
  /** as this person reads it now; empty once it is gone */
  text(): string;
  press(label: string): Promise<void>;
  /** under it, or quoting it */
  reply(text: string): Promise<Typed>;
}

export interface Typed {
  edit(text: string): Promise<void>;
  remove(): Promise<void>;
}

/** A person where they work with cases. */
export interface Mouth {
  name: string;
  platform: 'Slack' | 'Teams';
  /** says the words that open a form */
  open(words: string): Promise<void>;
  /** the form or window that is open, as words */
  window(): string;
  /** @param values of several chosen ones: one a line */
  submit(values: Record<string, string>, label: string): Promise<void>;
  /** types into a field that searches. @returns what it offers, as words */
  typeAhead(field: string, text: string): Promise<string[]>;
  /** the mistakes the form shows, as words */
  mistakes(): string;
  /** a button of the window that is open */
  pressWindow(label: string): Promise<void>;
  closeWindow(): void;
  /** the newest message with all of these words, once it stands there */
  sees(...words: string[]): Promise<Seen>;
  /** how many messages here have these words now */
  count(words: string): number;
  everything(): string;
}

export function slackMouth(actor: Actor, name: string, channel: Channel): Mouth {
  const read = (message: SlackMessage): string => textOf(message);
  const seen = (message: SlackMessage): Seen => ({
    text: () => (channel.messages.includes(message) ? read(message) : ''),
    press: (label) => actor.press(message, label),
    reply: async (text) => {
      const typed = await actor.say(escaped(text), channel, message);
      return { edit: (next) => actor.edit(typed, escaped(next), channel), remove: () => actor.remove(typed, channel) };
    },
  });
  return {
    name,
    platform: 'Slack',
    open: (words) => actor.command(words, channel),
    window: () => actor.modal(),
    submit: (values) => actor.submit(values),
    typeAhead: (field, text) => actor.typeAhead(field, text),
    mistakes: () => Object.values(actor.mistakes).join('\n'),
    pressWindow: (label) => actor.pressModal(label),
    closeWindow: () => actor.closeModal(),
    sees: async (...words) => {
      const look = () => channel.messages.findLast((message) => words.every((word) => read(message).includes(word)));
      return seen(await until(`${name}: “${words.join('” and “')}”`, look, () => channel.messages.map(read).join('\n---\n')));
    },
    count: (words) => channel.messages.filter((message) => read(message).includes(words)).length,
    everything: () => actor.everything(),
  };
}

/** Slack sends what people type with its three entities. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

export function teamsMouth(actor: TeamsActor, name: string, where: Conversation): Mouth {
  const read = (message: TeamsMessage): string => actor.sees(message);
  const standing = (): TeamsMessage[] => where.messages.filter(({ deleted }) => !deleted);
  const seen = (message: TeamsMessage): Seen => ({
    text: () => (message.deleted ? '' : read(message)),
    press: (label) => actor.press(message, label),
    reply: async (text) => {
      const place = where.kind === 'channel' ? { in: where, thread: message } : { in: where, quoting: message };
      const typed = await actor.say(text, place);
      return { edit: (next) => actor.edit(typed, next), remove: () => actor.remove(typed) };
    },
  });
  const find = async (...words: string[]): Promise<Seen> => {
    const look = () => standing().findLast((message) => words.every((word) => read(message).includes(word)));
    return seen(await until(`${name}: “${words.join('” and “')}”`, look, () => standing().map(read).join('\n---\n')));
  };
  return {
    name,
    platform: 'Teams',
    open: async (words) => {
      const request = await actor.say(words, where.kind === 'channel' ? { in: where, mention: true } : { in: where });
      const offered = () =>
        where.messages.slice(where.messages.indexOf(request) + 1).find((one) => read(one).includes('[Open the form]'));
      await actor.press(await until('the way to the form', offered), 'Open the form');
    },
    window: () => actor.dialog(),
    submit: (values, label) => actor.submit(values, label),
    typeAhead: (field, text) => actor.typeAhead(field, text),
    mistakes: () => [actor.dialog(), ...Object.values(actor.mistakes)].join('\n'),
    pressWindow: (label) => actor.submit({}, label),
    closeWindow: () => actor.closeDialog(),
    sees: find,
    count: (words) => standing().filter((message) => read(message).includes(words)).length,
    everything: () => actor.everything(),
  };
}
