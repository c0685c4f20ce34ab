import { DeliveryError } from "../../ports.js";
import { deliveryError, isGone } from "./errors.js";
import { limits } from "./limits.js";
import { cardActivity } from "../render/card.js";
import { requestOptions } from "./authenticator.js";
/** @param draw which buttons open a dialog */
export function createTransport(connections, draw) {
    const call = async (target, run) => {
        try {
            const reached = await connections.reach(target.workspaceId, target.channelId);
            return await run(reached);
        }
        catch (error) {
            throw deliveryError(error);
        }
    };
    const rendered = (card) => {
        try {
            return cardActivity(card, { ...draw, surface: 'message' });
        }
        catch (error) {
            throw new DeliveryError('refused', 'not_renderable', undefined, { cause: error });
        }
    };
    return {
        pace: conversationPace(),
        workspaceLimits: [ofTenant],
        send: (target, card) => call(target, async ({ connector, kind }) => {
            const inThread = kind === 'channel' && target.threadRef !== undefined;
            const conversation = inThread ? `${target.channelId};messageid=${target.threadRef}` : target.channelId;
            const shown = inThread || target.threadRef === undefined ? card : saysWhatItIsAbout(card);
            const { id } = await connector.conversations.sendToConversation(conversation, rendered(shown), requestOptions);
            if (!id)
                throw new Error('Teams answered a post without its id');
            return id;
        }),
        update: (target, externalId, card) => call(target, async ({ connector, kind }) => {
            const shown = kind === 'channel' ? card : saysWhatItIsAbout(card);
            await connector.conversations.updateActivity(target.channelId, externalId, rendered(shown), requestOptions);
        }),
        remove: (target, externalId) => call(target, async ({ connector }) => {
            try {
                await connector.conversations.deleteActivity(target.channelId, externalId, requestOptions);
            }
            catch (error) {
                if (!isGone(error))
                    throw error;
            }
        }),
        // Teams cannot be asked what stands in a conversation
        find: async () => 'unknown',
    };
}
/** Chats have no threads: a post names its case. */
function saysWhatItIsAbout(card) {
    if (card.about === undefined)
        return card;
    return { ...card, elements: [{ kind: 'context', text: [{ bold: card.about }] }, ...card.elements] };
}
/** Requests of one app to one tenant, whatever they do; pinning is not among what a bot can do. */
const ofTenant = { acts: ['send', 'update', 'remove'], calls: limits.tenantPerSecond, withinMs: 1_000 };
/** What may go at once, and then no faster than the longest of Teams' limits allows. */
function conversationPace() {
    const [[burst], [perHour, hour]] = [limits.conversationRates[0], limits.conversationRates[3]];
    return { burst, everyMs: hour / perHour };
}
//# sourceMappingURL=transport.js.map