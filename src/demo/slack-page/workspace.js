// One person's view of the shared workspace. local-slack shows every channel and every private answer to everyone who opens its page and lists
// a direct conversation under the person's own name; here its socket is filtered, so that each person sees what they would see in Slack.

import { asSections } from './rich-text.js';

/** @import { Channel, Message, Snapshot, SocketEvent, View } from './types.js' */

/** Stands for the bot in the list of direct conversations. */
const botAsPartner = 'U0BOTASPARTNER';

/** @type {Snapshot | null} */
let all = null;
let person = '';
/** Number of messages that have arrived so far, and each message's place among them. */
let arrivals = 0;
/** @type {WeakMap<Message, number>} */
const arrivedAs = new WeakMap();
/** How many messages had arrived when a person was last shown: later ones are unread. @type {Map<string, number>} */
const seen = new Map();

/** Names the person the page shows now. */
export function currentPerson() {
  return person;
}

/** Names the channel a person starts in: the first of theirs, in the order of the workspace. */
export function firstChannel() {
  return all?.channels.find(({ is_im, members }) => !is_im && members.includes(person))?.name ?? '';
}

/** Finds a message of any channel. @param {string} ts @returns {Message | undefined} */
export function findMessage(ts) {
  return Object.values(all?.messages ?? {})
    .flat()
    .find((message) => message.ts === ts);
}

/** Finds the Home tab published for a person. @param {string} user @param {string} appId @returns {View | undefined} */
export function homeOf(user, appId) {
  return all?.homeViews[user]?.[appId];
}

/** Finds a person's or the bot's name. @param {string} user */
export function nameOf(user) {
  const found = all?.users.find(({ id }) => id === user);
  return found?.real_name ?? found?.name ?? user;
}

/** Finds the person with a name. @param {string} name @returns {string | undefined} their id */
export function userNamed(name) {
  return all?.users.find((user) => !user.is_bot && user.real_name === name)?.id;
}

/** @returns the name of the bot's own messages */
export function botIsShownAs() {
  return all?.apps[0]?.botName ?? '';
}

/** Names the bot where a text names its stand-in. @param {string} text */
export function withBot(text) {
  return text.replaceAll(botAsPartner, all?.apps[0]?.botUserId ?? botAsPartner);
}

/** @returns the id of the only app */
export function appId() {
  return all?.apps[0]?.appId ?? '';
}

/**
 * Keeps an event and translates it for the page.
 * @param {SocketEvent} event
 * @returns {SocketEvent[]} what the page gets instead
 */
export function receive(event) {
  switch (event.t) {
    case 'init':
      all = event.state ?? null;
      Object.values(all?.messages ?? {}).forEach((list) => list.forEach(countIn));
      person ||= all?.users.find((user) => !user.is_bot)?.id ?? '';
      seen.clear();
      return showAs(person);
    case 'message':
      if (!all || !event.message) return [];
      countIn(event.message);
      (all.messages[event.message.channel] ??= []).push(event.message);
      return isVisible(event.message) ? [{ ...event, message: drawable(event.message) }] : [];
    case 'message_update': {
      const { message } = event;
      const list = all?.messages[message?.channel ?? ''] ?? [];
      const at = list.findIndex(({ ts }) => ts === message?.ts);
      const old = list[at];
      if (!message || !old) return [];
      arrivedAs.set(message, arrivedAs.get(old) ?? 0);
      list[at] = message;
      return isVisible(message) ? [{ ...event, message: drawable(message) }] : [];
    }
    case 'message_delete':
      if (all && typeof event.channel === 'string')
        all.messages[event.channel] = (all.messages[event.channel] ?? []).filter(({ ts }) => ts !== event.ts);
      return [event];
    case 'channel':
      if (!all || typeof event.channel !== 'object') return [];
      all.channels.push(event.channel);
      return event.channel.members.includes(person) ? [{ ...event, channel: withPartner(event.channel) }] : [];
    case 'home':
      if (all && event.user && event.appId && event.view) (all.homeViews[event.user] ??= {})[event.appId] = event.view;
      return [event];
    default:
      return [event];
  }
}

/**
 * Switches to another person.
 * @param {string} user
 * @returns {SocketEvent[]} the page's new content; messages that came while somebody else was shown come as unread ones
 */
export function showAs(user) {
  if (!all) return [];
  seen.set(person, arrivals);
  person = user;
  const until = seen.get(person) ?? arrivals;
  const channels = all.channels.filter(({ members }) => members.includes(person));
  /** @type {Record<string, Message[]>} */
  const messages = {};
  /** @type {Message[]} */
  const unread = [];
  for (const { id } of channels)
    for (const message of (all.messages[id] ?? []).filter(isVisible)) {
      if ((arrivedAs.get(message) ?? 0) <= until) (messages[id] ??= []).push(drawable(message));
      else unread.push(message);
    }
  const partner = { id: botAsPartner, name: 'casebridge', real_name: all.apps[0]?.botName ?? '', is_bot: true };
  const state = { ...all, channels: channels.map(withPartner), messages, users: [...all.users, partner], modalStack: [] };
  return [{ t: 'init', state }, ...unread.map((message) => ({ t: 'message', message: drawable(message) }))];
}

/** @param {Message} message */
function countIn(message) {
  arrivals += 1;
  arrivedAs.set(message, arrivals);
}

/** @param {Message} message @returns {Message} with the blocks that local-slack can draw, and as the bot's once the bot changed it, as in Slack */
function drawable(message) {
  const isChanged = message.bot_id !== undefined && message.edited !== undefined;
  return { ...message, ...(isChanged ? { username: undefined } : {}), blocks: asSections(message.blocks) };
}

/** @param {Message} message */
function isVisible({ channel, ephemeral_to }) {
  const inIt = all?.channels.find(({ id }) => id === channel)?.members.includes(person) ?? false;
  return inIt && (ephemeral_to === undefined || ephemeral_to === person);
}

/** @param {Channel} channel @returns {Channel} */
function withPartner(channel) {
  return channel.is_im ? { ...channel, members: [botAsPartner, person] } : channel;
}
