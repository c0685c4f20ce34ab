// Acts as people in local-slack, through the socket that its page uses.
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { appId } from './workspace.ts';

/** The parts of a Block Kit block that the tour reads. */
export interface Block {
  type: string;
  block_id?: string;
  text?: { text: string };
  fields?: { text: string }[];
  elements?: { type: string; text?: string | { text: string }; action_id?: string; value?: string }[];
  accessory?: { type: string; text?: { text: string }; action_id?: string; value?: string };
}

/** A message as local-slack stores it. */
export interface Message {
  ts: string;
  thread_ts?: string;
  user?: string;
  text: string;
  subtype?: string;
  blocks?: Block[];
}

interface View {
  title: { text: string };
  blocks: (Block & { element?: { type: string; action_id: string } })[];
}

/** The longest time from an action to what it changes, on a slow machine. */
const timeoutMs = 15_000;

/** The people of the local workspace, driven by a script. */
export class ScriptedUsers {
  private views: View[] = [];
  private errors: Record<string, string> | null = null;
  private readonly socket: WebSocket;
  private readonly url: string;

  private constructor(url: string, socket: WebSocket) {
    this.url = url;
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      const event = JSON.parse(data.toString()) as { t: string; stack?: View[]; errors?: Record<string, string> };
      if (event.t === 'view') this.views = event.stack ?? [];
      if (event.t === 'view_errors') this.errors = event.errors ?? {};
    });
  }

  /** Connects. @param url address of local-slack */
  static async connect(url: string): Promise<ScriptedUsers> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ui`);
    await once(socket, 'open');
    return new ScriptedUsers(url, socket);
  }

  /** Disconnects. */
  close(): void {
    this.socket.close();
  }

  /** Sends a slash command. */
  command(user: string, channel: string, text: string): void {
    this.send({ t: 'slash_command', appId, channel, user, command: '/case', text });
  }

  /** Replies in a thread. */
  reply(user: string, channel: string, thread: string, text: string): void {
    this.send({ t: 'post_message', channel, user, text, thread_ts: thread });
  }

  /** Presses a button of a message by its label. */
  press(user: string, channel: string, message: Message, label: string): void {
    for (const block of message.blocks ?? []) {
      const controls = [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])];
      const button = controls.find((control) => control.type === 'button' && textOf(control.text) === label);
      if (!button) continue;
      const action = { type: 'button', action_id: button.action_id, block_id: block.block_id, value: button.value };
      this.send({ t: 'block_action', channel, messageTs: message.ts, user, action, appId });
      return;
    }
    throw new Error(`“${message.text}” has no button “${label}”.`);
  }

  /**
   * Waits for a form, fills it in and submits it.
   * @param values by block id
   * @param asks what the form then asks, instead of closing
   */
  async submit(user: string, title: string, values: Record<string, string>, asks?: string): Promise<void> {
    const view = await this.until(`the form “${title}”`, async () => this.views.find((open) => open.title.text === title));
    const state: Record<string, unknown> = {};
    for (const block of view.blocks) {
      const value = values[block.block_id ?? ''];
      if (value === undefined || !block.element || !block.block_id) continue;
      const { type, action_id } = block.element;
      const typed =
        type === 'static_select'
          ? { type, selected_option: { value, text: { type: 'plain_text', text: value } } }
          : { type, value };
      state[block.block_id] = { [action_id]: typed };
    }
    this.errors = null;
    this.send({ t: 'view_submit', user, values: state });
    await this.until(asks === undefined ? `the form “${title}” to close` : `the question “${asks}”`, async () => {
      if (this.errors) throw new Error(`The form was refused: ${JSON.stringify(this.errors)}`);
      const open = this.views.filter((view) => view.title.text === title);
      return (asks === undefined ? open.length === 0 : JSON.stringify(open).includes(asks)) || undefined;
    });
    if (asks === undefined) this.send({ t: 'view_close', user });
  }

  /** Reads all messages of a channel, oldest first. */
  async messages(channel: string): Promise<Message[]> {
    const answer = await fetch(`${this.url}/_control/messages/${channel}`);
    return ((await answer.json()) as { messages: Message[] }).messages;
  }

  /**
   * Waits until something is there.
   * @param what its name, for the error
   * @throws Error if it does not come in time
   */
  async until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await wait(50)) {
      const found = await look();
      if (found !== undefined) return found;
    }
    throw new Error(`Waited ${timeoutMs / 1000} seconds for ${what}.`);
  }

  private send(event: object): void {
    this.socket.send(JSON.stringify(event));
  }
}

const day = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' });
const moment = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });

/** Formats a message for a terminal. */
export function readable(message: Message): string {
  const lines = (message.blocks ?? []).flatMap((block) => [
    ...(block.text ? [block.text.text] : []),
    ...(block.fields ? [block.fields.map((field) => field.text.replace('\n', ' ')).join('   ')] : []),
    ...(block.elements
      ? [
          block.elements
            .map((element) => (element.type === 'button' ? `[ ${textOf(element.text)} ]` : textOf(element.text)))
            .join(' '),
        ]
      : []),
  ]);
  const text = lines.length > 0 ? lines.join('\n') : message.text;
  return text
    .replace(/<!date\^(\d+)\^([^|>]*)[^>]*>/g, (_, seconds: string, format: string) =>
      (format.includes('{time}') ? moment : day).format(Number(seconds) * 1000),
    )
    .replace(/<@[^>]+>/g, '@you')
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/:rotating_light:/g, '(!)')
    .replace(/:information_source:/g, '(i)')
    .replace(/\*([^*\n]+)\*/g, '$1')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

function textOf(text: string | { text: string } | undefined): string {
  return typeof text === 'string' ? text : (text?.text ?? '');
}
