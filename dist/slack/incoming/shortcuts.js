import { mentionedUsers, toCommonMark } from "./message-markdown.js";
import { kindOfChannel, receiptOf, speakerOf } from "./adapter.js";
import { answerInModal } from "./modal.js";
export const globalShortcut = 'open_case';
export const messageShortcut = 'open_case_from_message';
export function listenToShortcuts(app, surface) {
    app.shortcut({ callback_id: globalShortcut, type: 'shortcut' }, async ({ shortcut, context, ack }) => {
        const workspaceId = context.teamId ?? '';
        await answerInModal(surface, workspaceId, shortcut.trigger_id, async () => ({
            kind: 'action',
            action: 'open',
            value: '',
            speaker: speakerOf(workspaceId, shortcut.user.id),
            idempotencyKey: receiptOf(shortcut.trigger_id),
        }));
        await ack();
    });
    app.shortcut({ callback_id: messageShortcut, type: 'message_action' }, async ({ shortcut, context, ack }) => {
        const workspaceId = context.teamId ?? '';
        await answerInModal(surface, workspaceId, shortcut.trigger_id, () => fromMessage(surface, workspaceId, shortcut));
        await ack();
    });
}
async function fromMessage(surface, workspaceId, shortcut) {
    const { channel, message, message_ts: ts, user, trigger_id: triggerId } = shortcut;
    const [names, link] = await Promise.all([
        surface.names.of(workspaceId, mentionedUsers(message)),
        permalink(surface, workspaceId, channel.id, ts),
    ]);
    return {
        kind: 'from-message',
        text: toCommonMark(message, { names }),
        link,
        place: { channelId: channel.id, kind: kindOfChannel(channel.id, channel.name) },
        speaker: speakerOf(workspaceId, user.id),
        idempotencyKey: receiptOf(triggerId),
    };
}
/** A link back to the message; none where the bot may not see the channel. */
async function permalink(surface, workspaceId, channel, messageTs) {
    try {
        const client = await surface.clients.of(workspaceId);
        return (await client.chat.getPermalink({ channel, message_ts: messageTs })).permalink;
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=shortcuts.js.map