// Sends, updates and deletes messages in Teams. Retries and pace are up to the delivery worker. Bots can neither pin messages nor search
// for a message whose answer was lost. Follows learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference.
import type { Activity } from 'botbuilder';
import type { Card } from '../../cards/elements.ts';
import { DeliveryError, type Transport, type DestinationRef, type WorkspaceLimit } from '../../ports.ts';
import type { Clients, Reached } from './clients.ts';
import { createFileMessages, type FileParts } from './file-messages.ts';
import { deliveryError, isGone } from './errors.ts';
import { limits } from './limits.ts';
import { cardActivity } from '../render/card.ts';
import { requestOptions } from './authenticator.ts';

type OpensForm = (action: string, value: string) => boolean;

/**
 * Creates Teams' transport.
 * @param clients of all registrations
 * @param options decide which buttons open a dialog
 * @param parts null: files are shown by their elements only
 */
export function createTransport(
  clients: Clients,
  options: { opensForm: OpensForm; dialogs: boolean },
  parts: FileParts | null = null,
): Transport<string> {
  const call = async <T>(channel: DestinationRef, run: (reached: Reached) => Promise<T>): Promise<T> => {
    try {
      const reached = await clients.reach(channel);
      return await run(reached);
    } catch (error) {
      throw deliveryError(error);
    }
  };
  const rendered = (card: Card): Partial<Activity> => {
    try {
      return cardActivity(card, { ...options, shownIn: 'message' });
    } catch (error) {
      throw new DeliveryError('refused', 'not_renderable', undefined, { cause: error });
    }
  };
  const files = parts && createFileMessages(parts);
  return {
    pace: { windows: limits.conversationRates },
    workspaceLimits: [tenantLimit],
    send: (target, card, deliveryId) =>
      call(target, async ({ connector, kind }) => {
        const offer = kind === 'personal' ? await files?.offer(card, deliveryId) : null;
        const offered =
          offer &&
          (await connector.conversations.sendToConversation(target.channelId, offer, requestOptions).catch((error: unknown) => {
            // not every cloud and installation has files; there the message has a link
            if (deliveryError(error).kind !== 'refused') throw error;
            return null;
          }));
        if (offered) return idOf(offered);
        const inThread = kind === 'channel' && target.threadRef !== undefined;
        const conversation = inThread ? `${target.channelId};messageid=${target.threadRef}` : target.channelId;
        const shown = inThread || target.threadRef === undefined ? card : withCaseName(card);
        const sent = await connector.conversations
          .sendToConversation(conversation, rendered(shown), requestOptions)
          .catch((error: unknown) => {
            throw inThread ? threadError(error) : error;
          });
        if (offer) await files?.offerRefused(card, deliveryId);
        return idOf(sent);
      }),
    update: (message, card, deliveryId) =>
      call(message, async ({ connector, kind }) => {
        const shown = kind === 'channel' ? card : withCaseName(card);
        const activity = (kind === 'personal' ? await files?.current(card, deliveryId) : null) ?? rendered(shown);
        await connector.conversations.updateActivity(message.channelId, message.messageId, activity, requestOptions);
      }),
    remove: (message, deliveryId) =>
      call(message, async ({ connector }) => {
        try {
          await connector.conversations.deleteActivity(message.channelId, message.messageId, requestOptions);
        } catch (error) {
          if (!isGone(error)) throw error;
        }
        await files?.forget(deliveryId);
      }),
    // bots cannot read the messages of a conversation
    find: async () => 'unknown',
  };
}

function idOf({ id }: { id?: string }): string {
  if (!id) throw new Error('Teams confirmed a message without its id');
  return id;
}

/** Teams answers 404 both for a channel and for a thread that does not exist. Whether the channel does shows when the card is posted again. */
function threadError(error: unknown): unknown {
  const { kind, code, scope } = deliveryError(error);
  const isMissing = kind === 'refused' && (scope === 'message' || (error as { statusCode?: number }).statusCode === 404);
  return isMissing ? new DeliveryError('refused', code, undefined, { cause: error, scope: 'thread' }) : error;
}

/** Chats have no threads, so a post names its case. */
function withCaseName(card: Card): Card {
  if (card.about === undefined) return card;
  return { ...card, elements: [{ kind: 'context', text: [{ bold: card.about }] }, ...card.elements] };
}

/** Teams counts all requests of one app to one tenant together. */
const tenantLimit: WorkspaceLimit = { acts: ['send', 'update', 'remove'], calls: limits.tenantPerSecond, withinMs: 1_000 };
