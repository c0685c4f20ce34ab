import type { webApi } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import { DeliveryError, type Act, type Transport, type Target, type WorkspaceLimit } from '../../ports.ts';
import { NotInstalled, type Clients } from './clients.ts';
import { marked } from './delivery-mark.ts';
import { deliveryError } from './errors.ts';
import { createFinder } from './find-message.ts';
import { limits } from './limits.ts';
import { renderMessage, type Rendered } from '../render/card.ts';

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
      return call(target.workspaceId, (client) => post(client, target, { text, ...marked(blocks, deliveryId) }));
    },
    update: async (target, externalId, card) => {
      const message = rendered(card);
      await call(target.workspaceId, (client) => client.chat.update({ channel: target.channelId, ts: externalId, ...message }));
    },
    remove: ({ workspaceId, channelId: channel }, ts) =>
      call(workspaceId, (client) => unlessSo(gone, () => client.chat.delete({ channel, ts }))),
    find: (target, deliveryId, since) => call(target.workspaceId, (client) => find(client, target, deliveryId, since)),
    pin: ({ workspaceId, channelId: channel }, timestamp) =>
      call(workspaceId, (client) => unlessSo(['already_pinned', ...gone], () => client.pins.add({ channel, timestamp }))),
    unpin: ({ workspaceId, channelId: channel }, timestamp) =>
      call(workspaceId, (client) =>
        unlessSo(['no_pin', 'not_pinned', ...gone], () => client.pins.remove({ channel, timestamp })),
      ),
  };
}

/** Nothing has been sent yet when the token cannot be read. */
async function clientOf(clients: Clients, workspaceId: string): Promise<webApi.WebClient> {
  try {
    return await clients.of(workspaceId);
  } catch (error) {
    if (error instanceof NotInstalled) throw deliveryError(error);
    throw new DeliveryError('failed', 'no_token', undefined, { cause: error });
  }
}

/** A card that cannot be drawn will not be drawn by trying again. */
function rendered(card: Card): Rendered {
  try {
    return renderMessage(card);
  } catch (error) {
    throw new DeliveryError('refused', 'not_renderable', undefined, { cause: error });
  }
}

async function post(client: webApi.WebClient, target: Target, message: Rendered & ReturnType<typeof marked>): Promise<string> {
  const { ts } = await client.chat.postMessage({
    channel: target.channelId,
    thread_ts: target.threadRef,
    unfurl_links: false,
    unfurl_media: false,
    ...message,
  });
  if (!ts) throw new Error('Slack answered a post without its ts');
  return ts;
}

/** Each method is counted apart (docs.slack.dev/apis/web-api/rate-limits: per method, per workspace, per app). */
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

/** @param codes Slack's words for: it is as it should be already */
async function unlessSo(codes: string[], run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!codes.includes(deliveryError(error).code)) throw error;
  }
}
