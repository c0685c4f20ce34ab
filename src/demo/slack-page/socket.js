// The page's socket, wrapped before its own program opens it: what comes in is filtered for one person, what goes out gets what local-slack
// leaves away.
import { appId, currentPerson, homeOf, findMessage, receive, showAs, withBot } from './workspace.js';

/** @import { Action, SocketEvent, Values, View } from './types.js' */

/**
 * @typedef {object} ModalHandlers
 * @property {(stack: View[]) => void} showViews
 * @property {(errors: Record<string, string>) => void} setErrors
 */

/** @type {PersonalSocket | null} */
let socket = null;

/** Modals belong to the browser tab that acted last: local-slack has one stack of modals for everybody. */
const tab = String(Math.random());
const lastTab = 'casebridge-last-tab';

/** @type {ModalHandlers} */
let modals = { showViews: () => undefined, setErrors: () => undefined };

class PersonalSocket extends WebSocket {
  /** @type {(event: { data: string }) => void} */
  deliver = () => undefined;

  /** @param {string | URL} url */
  constructor(url) {
    super(url);
    socket = this;
  }

  /**
   * @override
   * @param {(event: { data: string }) => void} handler
   */
  set onmessage(handler) {
    this.deliver = handler;
    super.onmessage = ({ data }) => {
      /** @type {SocketEvent} */
      const event = JSON.parse(String(data));
      if (event.t === 'view') modals.showViews(actedHere() ? (event.stack ?? []) : []);
      else if (event.t === 'view_errors') modals.setErrors(event.errors ?? {});
      else this.pass(receive(event));
    };
  }

  /** @param {SocketEvent[]} events */
  pass(events) {
    for (const event of events) this.deliver({ data: JSON.stringify(event, asDrawn) });
  }

  /**
   * @override
   * @param {string} data
   */
  send(data) {
    super.send(JSON.stringify(complete(JSON.parse(data))));
  }
}

/**
 * Writes what local-slack's page does not know as what it knows: an image of an uploaded file gets the address at which local-slack serves it,
 * a menu with groups gets their headings as options, which `redraw.js` disables.
 * @param {string} _key @param {any} value @returns {unknown}
 */
function asDrawn(_key, value) {
  if (value?.type === 'static_select' && value.option_groups) {
    const { option_groups: groups, ...rest } = value;
    return { ...rest, options: groups.flatMap(headed) };
  }
  const id = value?.type === 'image' ? value.slack_file?.id : undefined;
  return id === undefined
    ? value
    : { ...value, slack_file: undefined, image_url: `/files/casebridge/${encodeURIComponent(id)}/image` };
}

/** @param {{ label: { text: string }, options: object[] }} group @returns {object[]} */
function headed({ label, options }) {
  return [{ text: { type: 'plain_text', text: `— ${label.text} —` }, value: `heading:${label.text}` }, ...options];
}

/** Replaces the page's socket; must run before the page's program. @param {ModalHandlers} handlers */
export function wrapSocket(handlers) {
  modals = handlers;
  window.WebSocket = PersonalSocket;
}

/** Shows the page to another person. @param {string} user */
export function switchTo(user) {
  socket?.pass(showAs(user));
}

/** Sends what a person did. @param {SocketEvent} event */
export function send(event) {
  socket?.send(JSON.stringify({ user: currentPerson(), ...event }));
}

/**
 * Sends what was done in a view: local-slack knows actions of messages alone, so the view travels in the action's text and
 * `complete-interaction.ts` puts it in its place.
 * @param {View} view
 * @param {Values} values
 * @param {Action} action
 */
export function sendViewAction(view, values, action) {
  const text = { type: 'plain_text', text: '', casebridge: { view: { ...view, state: { values } } } };
  send({ t: 'block_action', channel: '', messageTs: '-', appId: appId(), action: { ...action, text } });
}

/** Runs a shortcut, on a message or of the whole workspace. @param {string} callback @param {string} [ts] the message's */
export function sendShortcut(callback, ts) {
  const message = ts === undefined ? undefined : findMessage(ts);
  const text = { type: 'plain_text', text: '', casebridge: { shortcut: callback } };
  const action = { type: 'button', action_id: callback, text };
  send({ t: 'block_action', channel: message?.channel ?? '', messageTs: ts ?? '-', appId: appId(), action });
}

function actedHere() {
  return localStorage.getItem(lastTab) === tab;
}

/** @param {SocketEvent} event @returns {SocketEvent} */
function complete(event) {
  localStorage.setItem(lastTab, tab);
  switch (event.t) {
    case 'slash_command':
      // an internal note begins with //, which local-slack takes for a command
      if (!event.command?.startsWith('//')) return event;
      return { ...event, t: 'post_message', text: `${event.command} ${event.text}`.trim(), ...threadTypedIn() };
    case 'post_message':
      return { ...event, text: withBot(event.text ?? '') };
    case 'block_action':
      return event.messageTs === '' ? inHome(event) : opened(event);
    default:
      return event;
  }
}

/** @returns the thread whose box has the focus */
function threadTypedIn() {
  const root = document.activeElement?.closest('.thread-pane')?.querySelector('.msg');
  return root instanceof HTMLElement ? { thread_ts: root.dataset.ts } : {};
}

/** @param {SocketEvent} event @returns {SocketEvent} */
function inHome(event) {
  const view = homeOf(event.user ?? '', event.appId ?? '');
  const text = { type: 'plain_text', text: '', casebridge: { view } };
  return { ...event, messageTs: '-', action: { type: 'button', ...event.action, text } };
}

/** A link button opens its page; local-slack only reports the press. @param {SocketEvent} event @returns {SocketEvent} */
function opened(event) {
  const buttons = (findMessage(event.messageTs ?? '')?.blocks ?? []).flatMap(({ elements = [] }) => elements);
  const url = buttons.find(({ action_id }) => action_id === event.action?.action_id)?.url;
  if (url) window.open(url, '_blank', 'noreferrer');
  return event;
}
