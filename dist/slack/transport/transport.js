import { DeliveryError } from "../../ports.js";
import { NotInstalled } from "./clients.js";
import { marked } from "./delivery-mark.js";
import { deliveryError } from "./errors.js";
import { createFinder } from "./find-message.js";
import { limits } from "./limits.js";
import { renderMessage } from "../render/card.js";
export function createTransport(clients) {
    const find = createFinder(clients);
    const call = async (workspaceId, run) => {
        const client = await clientOf(clients, workspaceId);
        try {
            return await run(client);
        }
        catch (error) {
            throw deliveryError(error);
        }
    };
    return {
        pace: { everyMs: 1000 / limits.messagesPerSecondAndChannel, burst: limits.burst },
        workspaceLimits,
        send: async (target, card, deliveryId) => {
            const { text, blocks } = rendered(card);
            return call(target.workspaceId, (client) => post(client, target, { text, ...marked(blocks, deliveryId) }));
        },
        update: async (target, externalId, card) => {
            const message = rendered(card);
            await call(target.workspaceId, (client) => client.chat.update({ channel: target.channelId, ts: externalId, ...message }));
        },
        remove: ({ workspaceId, channelId: channel }, ts) => call(workspaceId, (client) => unlessSo(gone, () => client.chat.delete({ channel, ts }))),
        find: (target, deliveryId, since) => call(target.workspaceId, (client) => find(client, target, deliveryId, since)),
        pin: ({ workspaceId, channelId: channel }, timestamp) => call(workspaceId, (client) => unlessSo(['already_pinned', ...gone], () => client.pins.add({ channel, timestamp }))),
        unpin: ({ workspaceId, channelId: channel }, timestamp) => call(workspaceId, (client) => unlessSo(['no_pin', 'not_pinned', ...gone], () => client.pins.remove({ channel, timestamp }))),
    };
}
/** Nothing has been sent yet when the token cannot be read. */
async function clientOf(clients, workspaceId) {
    try {
        return await clients.of(workspaceId);
    }
    catch (error) {
        if (error instanceof NotInstalled)
            throw deliveryError(error);
        throw new DeliveryError('failed', 'no_token', undefined, { cause: error });
    }
}
/** A card that cannot be drawn will not be drawn by trying again. */
function rendered(card) {
    try {
        return renderMessage(card);
    }
    catch (error) {
        throw new DeliveryError('refused', 'not_renderable', undefined, { cause: error });
    }
}
async function post(client, target, message) {
    const { ts } = await client.chat.postMessage({
        channel: target.channelId,
        thread_ts: target.threadRef,
        unfurl_links: false,
        unfurl_media: false,
        ...message,
    });
    if (!ts)
        throw new Error('Slack answered a post without its ts');
    return ts;
}
/** Each method is counted apart (docs.slack.dev/apis/web-api/rate-limits: per method, per workspace, per app). */
const workspaceLimits = [
    perMinute('send', limits.postsPerMinute),
    perMinute('update', limits.changesPerMinute),
    perMinute('remove', limits.changesPerMinute),
    perMinute('pin', limits.pinsPerMinute),
    perMinute('unpin', limits.pinsPerMinute),
];
function perMinute(act, calls) {
    return { acts: [act], calls, withinMs: 60_000 };
}
const gone = ['message_not_found'];
/** @param codes Slack's words for: it is as it should be already */
async function unlessSo(codes, run) {
    try {
        await run();
    }
    catch (error) {
        if (!codes.includes(deliveryError(error).code))
            throw error;
    }
}
//# sourceMappingURL=transport.js.map