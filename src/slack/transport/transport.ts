// Sends, updates, deletes, finds and pins messages in Slack. Retries and pace are up to the delivery worker.
// Follows docs.slack.dev/reference/methods/chat.postMessage, …/chat.update, …/chat.delete and …/pins.add.
import type { webApi } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import { DeliveryError, type Act, type Transport, type Target, type WorkspaceLimit } from '../../ports.ts';
import { NotInstalled, type Clients } from './clients.ts';
import { withMark } from './delivery-mark.ts';
import { deliveryError } from './errors.ts';
import { createFinder } from './find-message.ts';
import { limits } from './limits.ts';
import { renderMessage, type RenderedMessage } from '../render/card.ts';

/** Creates Slack's transport. */
export function createTransport(clients: Clients): Transport {
  const find = createFinder(clients);
  const call = async <T>(workspaceId: string, run: (client: webApi.WebClient) => Promise<T>): Promise<T> => {
    const client = await clientOf(clients, workspaceId);
    try {
      return await run(client);
    } catch (error) {
      throw deliveryError(error);
    }
  };
  return {
    pace: { everyMs: 1000 / limits.messagesPerSecondAndChannel, burst: limits.burst },
    workspaceLimits,
    send: async (target, card, deliveryId) => {
      const { text, blocks } = rendered(card);
      return call(target.workspaceId, (client) => post(client, target, { text, ...withMark(blocks, deliveryId) }));
    },
    update: async ({ workspaceId, channelId: channel, messageId: ts }, card) => {
      const message = rendered(card);
      await call(workspaceId, (client) => client.chat.update({ channel, ts, ...message }));
    },
    remove: ({ workspaceId, channelId: channel, messageId: ts }) =>
      call(workspaceId, (client) => ignoring(gone, () => client.chat.delete({ channel, ts }))),
    find: async (target, deliveryId, since) => {
      try {
        return await call(target.workspaceId, (client) => find(client, target, deliveryId, since));
      } catch (error) {
        // an app that may write and not read: this says nothing about the channel
        if (error instanceof DeliveryError && error.code === 'missing_scope') return 'unknown';
        throw error;
      }
    },
    pin: ({ workspaceId, channelId: channel, messageId: timestamp }) =>
      call(workspaceId, (client) => ignoring(['already_pinned', ...gone], () => client.pins.add({ channel, timestamp }))),
    unpin: ({ workspaceId, channelId: channel, messageId: timestamp }) =>
      call(workspaceId, (client) =>
        ignoring(['no_pin', 'not_pinned', ...gone], () => client.pins.remove({ channel, timestamp })),
      ),
  };
}

/** A token that cannot be read means that nothing was sent. */
async function clientOf(clients: Clients, workspaceId: string): Promise<webApi.WebClient> {
  try {
    return await clients.of(workspaceId);
  } catch (error) {
    if (error instanceof NotInstalled) throw deliveryError(error);
    throw new DeliveryError('failed', 'no_token', undefined, { cause: error });
  }
}

/** A card that cannot be rendered is refused for good: a retry would not change it. */
function rendered(card: Card): RenderedMessage {
  try {
    return renderMessage(card);
  } catch (error) {
    throw new DeliveryError('refused', 'not_renderable', undefined, { cause: error });
  }
}

async function post(
  client: webApi.WebClient,
  target: Target,
  message: RenderedMessage & ReturnType<typeof withMark>,
): Promise<string> {
  const { ts } = await client.chat.postMessage({
    channel: target.channelId,
    thread_ts: target.threadRef,
    unfurl_links: false,
    unfurl_media: false,
    ...message,
  });
  if (!ts) throw new Error('Slack confirmed a message without its ts');
  return ts;
}

/** Slack counts calls per method, workspace and app (docs.slack.dev/apis/web-api/rate-limits). */
const workspaceLimits: readonly WorkspaceLimit[] = [
  perMinute('send', limits.postsPerMinute),
  perMinute('update', limits.changesPerMinute),
  perMinute('remove', limits.changesPerMinute),
  perMinute('pin', limits.pinsPerMinute),
  perMinute('unpin', limits.pinsPerMinute),
];

function perMinute(act: Act, calls: number): WorkspaceLimit {
  return { acts: [act], calls, withinMs: 60_000 };
}

const gone = ['message_not_found'];

/** @param codes Slack's errors for changes that were already made */
async function ignoring(codes: string[], run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!codes.includes(deliveryError(error).code)) throw error;
  }
}
