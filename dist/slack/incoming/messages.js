import { mentionedUsers, toCommonMark } from "./message-markdown.js";
import { deliveryOf } from "../transport/delivery-mark.js";
import { receiptOf, speakerOf } from "./adapter.js";
import { toWords } from "./command-text.js";
/** Subtypes that are words of a person (docs.slack.dev/reference/events/message, subtypes). */
const spoken = new Set(['', 'file_share', 'thread_broadcast', 'me_message']);
/** @returns what a person did; null where nobody did anything for us */
export async function onMessage(surface, event, eventId, heard) {
    if (event.subtype === 'message_changed')
        return onChanged(surface, event, eventId, heard);
    if (event.subtype === 'message_deleted')
        return deleted(event, event.deleted_ts ?? event.previous_message?.ts, eventId, heard);
    if (event.bot_id) {
        await onOwn(surface, event, heard);
        return null;
    }
    if (!event.user || !spoken.has(event.subtype ?? ''))
        return null;
    const where = placeOf(event, event);
    const actor = { speaker: speakerOf(heard.teamId ?? '', event.user), idempotencyKey: receiptOf(eventId) };
    if (where.threadRef) {
        const files = (event.files ?? []).map((file) => file.name ?? file.title ?? 'a file');
        return { kind: 'message', text: await textOf(surface, event, heard), ref: event.ts, place: where, files, ...actor };
    }
    // at the top level of a channel only a mention is for the bot, and that is an event of its own
    if (where.kind !== 'direct')
        return null;
    return { kind: 'command', canOpenForm: false, text: toWords(event.text ?? '', heard.botUserId), place: where, ...actor };
}
/** A message of ours came back: the proof that it stands there. What other bots write concerns nobody. */
async function onOwn(surface, event, { botId }) {
    const delivery = deliveryOf(event);
    if (delivery !== null && (!botId || event.bot_id === botId))
        await surface.signals.echoed(delivery, event.ts);
}
async function onChanged(surface, event, eventId, heard) {
    const { message, previous_message: before } = event;
    // a deleted message that has replies stays as a tombstone
    if (message?.subtype === 'tombstone')
        return deleted(event, message.ts, eventId, heard);
    if (!message?.user || message.bot_id)
        return null;
    // Slack also tells of links it unfurled: that is nobody's edit
    if (!message.edited || message.edited.ts === before?.edited?.ts)
        return null;
    return {
        kind: 'edit',
        text: await textOf(surface, message, heard),
        ref: message.ts,
        place: placeOf(event, message),
        speaker: speakerOf(heard.teamId ?? '', message.user),
        idempotencyKey: receiptOf(eventId),
    };
}
function deleted(event, ref, eventId, heard) {
    if (!ref || event.previous_message?.bot_id)
        return null;
    const speaker = speakerOf(heard.teamId ?? '', event.previous_message?.user ?? '');
    return { kind: 'deletion', ref, place: placeOf(event, {}), speaker, idempotencyKey: receiptOf(eventId) };
}
/** A mention of the bot at the beginning calls it; it is not said to anybody. */
async function textOf(surface, message, { teamId, botUserId }) {
    const names = await surface.names.of(teamId ?? '', mentionedUsers(message));
    return toCommonMark(message, { names, bot: botUserId });
}
function placeOf({ channel: channelId, channel_type: type }, { thread_ts: threadRef }) {
    const kind = type === 'im' || channelId.startsWith('D') ? 'direct' : type === 'mpim' ? 'group' : 'channel';
    return { channelId, kind, ...(threadRef ? { threadRef } : {}) };
}
//# sourceMappingURL=messages.js.map