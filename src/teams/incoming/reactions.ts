// Emoji reactions, the shortcuts of advisors. Teams reports them for messages of the bot alone. What a reaction does is decided in
// src/chat/cases/reactions.ts; here it only gets the emoji's character.
// Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events (message reaction events).
import { ignored } from '../../chat/ending.ts';
import type { Registration } from '../transport/registrations.ts';
import { readActivity, type Adapter } from './adapter.ts';
import { answer } from './messages.ts';
import type { TeamsActivity } from './payload.ts';

/** Handles the reactions that were added to a message, and counts those that were taken back. */
export async function onReactions(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  const { reactionsAdded = [], reactionsRemoved = [], replyToId: ref } = activity;
  for (const _ of reactionsRemoved) adapter.router.ended('teams', 'reaction', ignored('reaction-removed'));
  if (reactionsAdded.length + reactionsRemoved.length === 0)
    return adapter.router.ended('teams', 'platform-event', ignored('unused-event'));
  const incoming = readActivity(activity, registration);
  const { channelId, kind } = incoming.place;
  for (const { type } of reactionsAdded) {
    if (ref === undefined) adapter.router.ended('teams', 'reaction', ignored('reaction-elsewhere'));
    else
      await answer(adapter, incoming, {
        kind: 'reaction',
        emoji: emojiOf(type),
        ref,
        place: { channelId, kind },
        speaker: incoming.speaker,
        idempotencyKey: `${incoming.idempotencyKey}:${ref}:${type}`,
      });
  }
}

/** The six reactions that Teams has always had, by their types. */
const firstReactions: Readonly<Record<string, string>> = {
  like: '👍',
  heart: '❤',
  laugh: '😆',
  surprised: '😮',
  sad: '🙁',
  angry: '😡',
};

/** Reads the type of a reaction: a name, or code points in hexadecimal with a name, such as `1f440_eyes`. */
export function emojiOf(type: string): string {
  const first = Object.hasOwn(firstReactions, type) ? firstReactions[type] : undefined;
  if (first !== undefined) return first;
  const points = (/^([0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,9})_/i.exec(type)?.[1] ?? '').split('-').map((hex) => parseInt(hex, 16));
  return points.every((point) => point > 0 && point <= 0x10_ffff) ? String.fromCodePoint(...points) : `:${type}:`;
}
