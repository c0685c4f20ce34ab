// Looks for a message whose send was never answered, to find out whether it arrived. Reads at most 300 messages.
// Follows docs.slack.dev/reference/methods/conversations.history and …/conversations.replies.
import type { webApi } from '@slack/bolt';
import type { Found, Target } from '../../ports.ts';
import type { Clients } from './clients.ts';
import { deliveryOf } from './delivery-mark.ts';
import { deliveryError } from './errors.ts';
import { limits } from './limits.ts';

/** Clocks of two machines differ, so a message may look older than the send that created it. */
const marginSeconds = 60;
/** Pages read in search of one message; 20 pages are 300 messages. */
const maxPages = 20;

type Find = (client: webApi.WebClient, target: Target, deliveryId: number, since: Date) => Promise<Found>;

interface FoundMessage {
  ts?: string;
  bot_id?: string;
  metadata?: { event_type?: string; event_payload?: unknown };
  blocks?: unknown;
}

/** Where a search stopped. */
interface Progress {
  page: number;
  cursor: string | undefined;
}

/**
 * Creates the search. A rate-limited search (some apps get one call per minute) continues where it stopped when it is called again.
 * Otherwise the second page would never be read.
 */
export function createFinder(clients: Clients): Find {
  const stopped = new Map<number, Progress>();
  return async (client, target, deliveryId, since) => {
    const { botId } = await clients.self(target.workspaceId);
    const isOurs = (message: FoundMessage): boolean =>
      deliveryOf(message) === deliveryId && (botId ? message.bot_id === botId : message.bot_id !== undefined);
    let { page, cursor } = stopped.get(deliveryId) ?? { page: 0, cursor: undefined };
    stopped.delete(deliveryId);
    for (; page < maxPages; page += 1) {
      try {
        const { messages, next } = await readPage(client, target, since, cursor);
        const found = messages.find(isOurs);
        if (found?.ts) return { messageId: found.ts };
        if (!next) return 'absent';
        cursor = next;
      } catch (error) {
        if (deliveryError(error).kind === 'limited' && page > 0) stopped.set(deliveryId, { page, cursor });
        throw error;
      }
    }
    return 'unknown';
  };
}

/** Slack lists threads from the oldest message and channels from the newest. */
async function readPage(client: webApi.WebClient, { channelId: channel, threadRef }: Target, since: Date, cursor?: string) {
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
  return { messages: (answer.messages ?? []) as FoundMessage[], next: answer.response_metadata?.next_cursor };
}
