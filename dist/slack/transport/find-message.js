import { deliveryOf } from "./delivery-mark.js";
import { deliveryError } from "./errors.js";
import { limits } from "./limits.js";
/** The clocks of two machines never agree: a message may seem to be older than the send that made it. */
const marginSeconds = 60;
/** Pages of a conversation that are searched for one message: 300 messages. */
const mostPages = 20;
/**
 * A search that is limited (1 call a minute for some apps) goes on where it broke off when it is asked for again: otherwise the second page
 * would never be read.
 */
export function createFinder(clients) {
    const broken = new Map();
    return async (client, target, deliveryId, since) => {
        const { botId } = await clients.self(target.workspaceId);
        const isOurs = (message) => deliveryOf(message) === deliveryId && (botId ? message.bot_id === botId : message.bot_id !== undefined);
        let { page, cursor } = broken.get(deliveryId) ?? { page: 0, cursor: undefined };
        broken.delete(deliveryId);
        for (; page < mostPages; page += 1) {
            try {
                const { messages, next } = await readPage(client, target, since, cursor);
                const found = messages.find(isOurs);
                if (found?.ts)
                    return { externalId: found.ts };
                if (!next)
                    return 'absent';
                cursor = next;
            }
            catch (error) {
                if (deliveryError(error).kind === 'limited' && page > 0)
                    broken.set(deliveryId, { page, cursor });
                throw error;
            }
        }
        return 'unknown';
    };
}
/** A thread is read from its beginning, a channel from its end (docs.slack.dev/reference/methods/conversations.history, …replies). */
async function readPage(client, { channelId: channel, threadRef }, since, cursor) {
    const query = {
        channel,
        cursor,
        oldest: (since.getTime() / 1000 - marginSeconds).toFixed(6),
        limit: limits.historyPage,
        include_all_metadata: true,
    };
    const answer = threadRef
        ? await client.conversations.replies({ ...query, ts: threadRef })
        : await client.conversations.history(query);
    return { messages: (answer.messages ?? []), next: answer.response_metadata?.next_cursor };
}
//# sourceMappingURL=find-message.js.map