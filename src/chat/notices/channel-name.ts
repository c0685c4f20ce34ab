import type { ChannelRef } from '../../ports.ts';
import type { SubscribedChannel } from '../../usecases/notices/subscribed-channels.ts';

/** Writes which channel is meant: by its name, or by who added it where the platform does not tell the bot its name. */
export function channelName({ platform, name, addedBy }: Pick<SubscribedChannel, 'platform' | 'name' | 'addedBy'>): string {
  const where = `${platform.charAt(0).toUpperCase()}${platform.slice(1)}`;
  if (name !== null) return `#${name} (${where})`;
  return addedBy === null ? `${where} channel from the directory` : `${where} channel added by ${addedBy}`;
}

/** Writes a channel for somebody who has to find it: its id where its name is unknown. */
export function whichChannel({ platform, name, channelId }: ChannelRef & { name: string | null }): string {
  return `${platform.charAt(0).toUpperCase()}${platform.slice(1)} channel ${name === null ? channelId : `#${name}`}`;
}
