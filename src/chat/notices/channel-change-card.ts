import type { ChannelChangeFacts, ChannelChangeKind } from '../../usecases/notices/channel-changes.ts';
import type { Card } from '../../cards/elements.ts';
import { textCard } from '../replies.ts';

const sentences: Record<ChannelChangeKind, string> = {
  on: 'turned on incident and maintenance notices for this channel.',
  off: 'turned off incident and maintenance notices for this channel. To turn them back on, mention me with “channels”.',
  changes: 'set this channel to get notices only when something changes.',
  all: 'set this channel to get regular status updates while an incident is open.',
};

/** Renders what is posted in a channel when somebody changes its notices. */
export function channelChangeCard({ what, by }: ChannelChangeFacts): Card {
  return textCard(`${by} ${sentences[what]}`);
}
