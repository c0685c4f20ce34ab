import type { ChannelRef } from '../../ports.ts';

/** Writes which channel is meant, by its id, because not every platform tells a bot the names of channels. */
export function channelName({ platform, channelId }: ChannelRef): string {
  return `${platform.charAt(0).toUpperCase()}${platform.slice(1)} channel ${channelId}`;
}
