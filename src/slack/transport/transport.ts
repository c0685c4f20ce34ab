// Sends, updates, deletes, finds and pins messages in Slack. Files and images are in shared-files.ts and image-copies.ts. Retries and pace are
// up to the delivery worker.
// Follows docs.slack.dev/reference/methods/chat.postMessage, …/chat.update, …/chat.delete and …/pins.add.
import type { webApi } from '@slack/bolt';
import { withChartLinks } from '../../cards/chart-link.ts';
import type { Card, CardFile } from '../../cards/elements.ts';
import { DeliveryError, type Act, type Transport, type Target, type WorkspaceLimit } from '../../ports.ts';
import { NotInstalled, type Clients } from './clients.ts';
import { withMark } from './delivery-mark.ts';
import { deliveryError } from './errors.ts';
import { createFinder } from './find-message.ts';
import { createImageCopies, isAboutImages } from './image-copies.ts';
import { limits } from './limits.ts';
import { createSharedFiles, ignoring, isFileId } from './shared-files.ts';
import type { FileParts } from './upload.ts';
import { shownAs, withoutName } from '../render/author.ts';
import { renderMessage, type RenderedMessage } from '../render/card.ts';
import type { Copies } from '../render/element.ts';

/** Creates Slack's transport. @param files null where no files are uploaded: cards show links to them */
export function createTransport(clients: Clients, files: FileParts | null): Transport<string> {
  const find = createFinder(clients);
  const shared = files && createSharedFiles(files);
  const images = files && createImageCopies(files);
  const call = async <T>(workspaceId: string, run: (client: webApi.WebClient) => Promise<T>): Promise<T> => {
    const client = await clientOf(clients, workspaceId);
    try {
      return await run(client);
    } catch (error) {
      throw deliveryError(error);
    }
  };
  /** @returns Slack's id of the file; null where it takes none, such as without the scope files:write */
  const share = async (
    client: webApi.WebClient,
    target: Target,
    { file, author }: Card & { file: CardFile },
    deliveryId: number,
  ): Promise<string | null> => {
    if (!files || !shared || !(await mayUpload(clients, target.workspaceId))) return null;
    try {
      return await shared.send(client, target, file, author, deliveryId);
    } catch (error) {
      if (deliveryError(error).kind !== 'refused') throw error;
      // a message is sent in its place, and looked for in its place
      await files.copies.forget(deliveryId);
      return null;
    }
  };
  const withImages = async <T>(
    client: webApi.WebClient,
    workspaceId: string,
    card: Card,
    deliveryId: number,
    run: (copies?: Copies) => Promise<T>,
  ): Promise<T> => {
    const hasImages = card.elements.some(({ kind }) => kind === 'image');
    if (!images || !hasImages || !(await mayUpload(clients, workspaceId))) return run();
    const copies = await images.ready(client, card, deliveryId);
    try {
      return await run(copies);
    } catch (error) {
      if (copies.size === 0 || !isAboutImages(error)) throw error;
      await images.refused(client, copies, card, deliveryId);
      return run();
    }
  };
  /** Sends a card again with links in place of its charts when Slack cannot read their pictures. */
  const withCharts = async <T>(card: Card, run: (card: Card) => Promise<T>): Promise<T> => {
    try {
      return await run(card);
    } catch (error) {
      if (!card.elements.some(({ kind }) => kind === 'chart') || deliveryError(error).code !== 'invalid_blocks') throw error;
      return run(withChartLinks(card));
    }
  };
  return {
    pace: { everyMs: 1000 / limits.messagesPerSecondAndChannel, burst: limits.burst },
    workspaceLimits,
    send: (target, card, deliveryId) =>
      call(target.workspaceId, async (client) => {
        const author = card.author && (await mayShowAuthors(clients, target.workspaceId)) ? card.author : undefined;
        const id = card.file && (await share(client, target, { ...card, author, file: card.file }, deliveryId));
        if (id) return id;
        return withCharts(card, (shown) =>
          withImages(client, target.workspaceId, shown, deliveryId, (copies) => {
            const { text, blocks } = rendered(author ? withoutName(shown) : shown, copies);
            return post(client, target, { text, ...withMark(blocks, deliveryId), ...(author ? shownAs(author) : {}) });
          }),
        );
      }),
    // an update shows the message as the bot's again, so the byline is complete (github.com/openclaw/openclaw/issues/58737)
    update: async ({ workspaceId, channelId: channel, messageId: ts }, card, deliveryId) => {
      if (isFileId(ts)) return;
      await call(workspaceId, async (client) => {
        await withCharts(card, (shown) =>
          withImages(client, workspaceId, shown, deliveryId, (copies) =>
            client.chat.update({ channel, ts, ...rendered(shown, copies) }),
          ),
        );
        await images?.prune(client, deliveryId, card);
      });
    },
    remove: (message, deliveryId) =>
      call(message.workspaceId, async (client) => {
        const { channelId: channel, messageId: ts } = message;
        if (isFileId(ts)) await (shared ? shared.remove(client, message) : undefined);
        else await ignoring(gone, () => client.chat.delete({ channel, ts }));
        await (isFileId(ts) ? files?.copies.forget(deliveryId) : images?.prune(client, deliveryId));
      }),
    find: async (target, deliveryId, since) => {
      try {
        return await call(target.workspaceId, async (client) => {
          const file = shared && (await shared.find(client, target, deliveryId));
          return file ?? (await find(client, target, deliveryId, since));
        });
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

async function mayShowAuthors(clients: Clients, workspaceId: string): Promise<boolean> {
  return (await clients.scopes(workspaceId))?.has('chat:write.customize') ?? false;
}

/** Where nobody knows the scopes, Slack is asked to take the file. */
async function mayUpload(clients: Clients, workspaceId: string): Promise<boolean> {
  return (await clients.scopes(workspaceId))?.has('files:write') ?? true;
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
function rendered(card: Card, copies?: Copies): RenderedMessage {
  try {
    return renderMessage(card, copies);
  } catch (error) {
    throw new DeliveryError('refused', 'not_renderable', undefined, { cause: error });
  }
}

async function post(
  client: webApi.WebClient,
  target: Target,
  message: RenderedMessage & ReturnType<typeof withMark> & Partial<ReturnType<typeof shownAs>>,
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
