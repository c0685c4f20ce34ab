// What every handler of Slack's requests works with.
import type { Speaker } from '../../chat/interaction.ts';
import type { Router } from '../../chat/router.ts';
import type { Log, Signals } from '../../ports.ts';
import type { Clients } from '../transport/clients.ts';
import type { UserNameCache } from '../transport/user-name-cache.ts';

/** What the handlers of Slack's requests have in common. */
export interface Adapter {
  router: Router;
  clients: Clients;
  names: UserNameCache;
  signals: Signals;
  log: Log;
  /** when requests are acknowledged at the latest; tests shorten it */
  timing: { acknowledgeWithinMs: number };
  /** answers that follow after an acknowledgment */
  running: Set<Promise<void>>;
}

/** Names the person behind a request of Slack. */
export function speakerOf(workspaceId: string, userId: string): Speaker {
  return { platform: 'slack', workspaceId, userId };
}

/** Turns Slack's id of a request, which its retries repeat, into our idempotency key. */
export function idempotencyKeyOf(id: string): string {
  return `slack:${id}`;
}

/** Tells the kind of a channel: ids of direct messages start with D, and Slack names group messages `mpdm-…`. */
export function kindOfChannel(channelId: string, name?: string): 'direct' | 'group' | 'channel' {
  if (channelId.startsWith('D')) return 'direct';
  return name?.startsWith('mpdm-') ? 'group' : 'channel';
}

/** Reads a channel's name. Slack writes the kind of a private channel or conversation in its place. */
export function namedPlace(name: string | undefined): { name?: string } {
  return !name || ['privategroup', 'directmessage'].includes(name) || name.startsWith('mpdm-') ? {} : { name };
}
