// What every adapter of Slack works with.
import type { Router } from '../../chat/router.ts';
import type { Speaker } from '../../chat/interaction.ts';
import type { Log, Signals } from '../../ports.ts';
import type { Clients } from '../transport/clients.ts';
import type { UserNameCache } from '../transport/user-name-cache.ts';

export interface Adapter {
  router: Router;
  clients: Clients;
  names: UserNameCache;
  signals: Signals;
  log: Log;
}

export function speakerOf(workspaceId: string, userId: string): Speaker {
  return { platform: 'slack', workspaceId, userId };
}

/** Retries of the same request carry the same id. */
export function idempotencyKeyOf(id: string): string {
  return `slack:${id}`;
}

/** Channel ids tell what they are: D for a direct conversation; a multi-person one is named by Slack (`mpdm-…`). */
export function kindOfChannel(channelId: string, name?: string): 'direct' | 'group' | 'channel' {
  if (channelId.startsWith('D')) return 'direct';
  return name?.startsWith('mpdm-') ? 'group' : 'channel';
}
