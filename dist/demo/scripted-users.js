// Acts as people of the local Slack, through the same socket its page uses.
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { appId } from "./workspace.js";
/** How long the longest way through bot, database and back may take on a slow machine. */
const patienceMs = 15_000;
export class Stage {
    views = [];
    errors = null;
    socket;
    url;
    constructor(url, socket) {
        this.url = url;
        this.socket = socket;
        socket.on('message', (data) => {
            const event = JSON.parse(data.toString());
            if (event.t === 'view')
                this.views = event.stack ?? [];
            if (event.t === 'view_errors')
                this.errors = event.errors ?? {};
        });
    }
    /** @param url of the local Slack */
    static async open(url) {
        const socket = new WebSocket(`${url.replace('http', 'ws')}/ui`);
        await once(socket, 'open');
        return new Stage(url, socket);
    }
    close() {
        this.socket.close();
    }
    command(user, channel, text) {
        this.send({ t: 'slash_command', appId, channel, user, command: '/case', text });
    }
    reply(user, channel, thread, text) {
        this.send({ t: 'post_message', channel, user, text, thread_ts: thread });
    }
    /** Presses the button of a message by its words. */
    press(user, channel, message, label) {
        for (const block of message.blocks ?? []) {
            const controls = [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])];
            const button = controls.find((control) => control.type === 'button' && wordsOf(control.text) === label);
            if (!button)
                continue;
            const action = { type: 'button', action_id: button.action_id, block_id: block.block_id, value: button.value };
            this.send({ t: 'block_action', channel, messageTs: message.ts, user, action, appId });
            return;
        }
        throw new Error(`there is no button “${label}” on “${message.text}”`);
    }
    /** Waits for a form and sends it filled. @param values by field name */
    async submit(user, title, values) {
        const view = await this.until(`the form “${title}”`, async () => this.views.find((open) => open.title.text === title));
        const state = {};
        for (const block of view.blocks) {
            const value = values[block.block_id ?? ''];
            if (value === undefined || !block.element || !block.block_id)
                continue;
            const { type, action_id } = block.element;
            const typed = type === 'static_select'
                ? { type, selected_option: { value, text: { type: 'plain_text', text: value } } }
                : { type, value };
            state[block.block_id] = { [action_id]: typed };
        }
        this.errors = null;
        this.send({ t: 'view_submit', user, values: state });
        await this.until(`the form “${title}” to be taken`, async () => {
            if (this.errors)
                throw new Error(`the form was refused: ${JSON.stringify(this.errors)}`);
            return this.views.every((open) => open.title.text !== title) || undefined;
        });
        this.send({ t: 'view_close', user });
    }
    async messages(channel) {
        const answer = await fetch(`${this.url}/_control/messages/${channel}`);
        return (await answer.json()).messages;
    }
    /** @throws Error naming what did not come */
    async until(what, look) {
        for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(50)) {
            const found = await look();
            if (found !== undefined)
                return found;
        }
        throw new Error(`${what} did not come within ${patienceMs / 1000} s`);
    }
    send(event) {
        this.socket.send(JSON.stringify(event));
    }
}
/** A message as a terminal shows it. */
export function readable(message) {
    const lines = (message.blocks ?? []).flatMap((block) => [
        ...(block.text ? [block.text.text] : []),
        ...(block.fields ? [block.fields.map((field) => field.text.replace('\n', ' ')).join('   ')] : []),
        ...(block.elements
            ? [
                block.elements
                    .map((element) => (element.type === 'button' ? `[ ${wordsOf(element.text)} ]` : wordsOf(element.text)))
                    .join(' '),
            ]
            : []),
    ]);
    const text = lines.length > 0 ? lines.join('\n') : message.text;
    return text
        .replace(/<!date\^(\d+)\^[^>]*>/g, (_, seconds) => new Date(Number(seconds) * 1000).toISOString().slice(0, 16).replace('T', ' '))
        .replace(/<@[^>]+>/g, '@you')
        .replace(/<[^|>]*\|([^>]*)>/g, '$1')
        .replace(/:rotating_light:/g, '(!)')
        .replace(/:information_source:/g, '(i)')
        .replace(/\*([^*\n]+)\*/g, '$1')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&');
}
function wordsOf(text) {
    return typeof text === 'string' ? text : (text?.text ?? '');
}
//# sourceMappingURL=scripted-users.js.map