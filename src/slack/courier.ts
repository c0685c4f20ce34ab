import type { webApi } from '@slack/bolt';
import type { Card } from '../chat/elements.ts';
import type { Courier, Target } from '../ports.ts';
import type { Clients } from './clients.ts';
import { deliveryError } from './errors.ts';
import { limits } from './limits.ts';
import { renderMessage } from './render-card.ts';

/** What a message of ours carries, so that it is known again (docs.slack.dev, Message metadata). */
export const deliveryEvent = 'casebridge_delivery';

/** The clocks of two machines never agree: a message may seem to be older than the send that made it. */
const marginSeconds = 60;

/** Pages of a conversation that are searched for one message: beyond them it was not sent. */
const mostPages = 20;

export function createCourier(clients: Clients): Courier {
  const call = async <T>(workspaceId: string, run: (client: webApi.WebClient) => Promise<T>): Promise<T> => {
    try {
      return await run(await clients.of(workspaceId));
    } catch (error) {
      throw deliveryError(error);
    }
  };
  return {
    send: (target, card, deliveryId) => call(target.workspaceId, (client) => send(client, target, card, deliveryId)),
    update: (target, externalId, card) =>
      call(target.workspaceId, async (client) => {
        await client.chat.update({ channel: target.channelId, ts: externalId, ...renderMessage(card) });
      }),
    remove: (target, externalId) =>
      call(target.workspaceId, async (client) => {
        try {
          await client.chat.delete({ channel: target.channelId, ts: externalId });
        } catch (error) {
          if (deliveryError(error).code !== 'message_not_found') throw error;
        }
      }),
    find: (target, deliveryId, since) => call(target.workspaceId, (client) => find(client, target, deliveryId, since)),
  };
}

async function send(client: webApi.WebClient, target: Target, card: Card, deliveryId: number): Promise<string> {
  const sent = await client.chat.postMessage({
    channel: target.channelId,
    thread_ts: target.threadRef,
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: deliveryEvent, event_payload: { delivery: deliveryId } },
    ...renderMessage(card),
  });
  if (!sent.ts) throw new Error('Slack answered a post without its ts');
  return sent.ts;
}

interface Seen {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: unknown };
}

async function find(client: webApi.WebClient, target: Target, deliveryId: number, since: Date): Promise<string | null> {
  const oldest = (since.getTime() / 1000 - marginSeconds).toFixed(6);
  const query = { channel: target.channelId, oldest, limit: limits.historyPage, include_all_metadata: true };
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = target.threadRef
      ? await client.conversations.replies({ ...query, ts: target.threadRef, cursor })
      : await client.conversations.history({ ...query, cursor });
    const found = (answer.messages as Seen[] | undefined)?.find((message) => deliveryOf(message) === deliveryId);
    if (found?.ts) return found.ts;
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  return null;
}

/** @returns the id of the delivery a message of ours carries, null for any other message */
export function deliveryOf(message: Seen): number | null {
  if (message.metadata?.event_type !== deliveryEvent) return null;
  const payload = message.metadata.event_payload as { delivery?: unknown } | undefined;
  return typeof payload?.delivery === 'number' ? payload.delivery : null;
}
