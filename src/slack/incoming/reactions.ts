// Emoji reactions, the shortcuts of advisors. What a reaction does is decided in src/chat/cases/reactions.ts; here it only gets the emoji's
// character. Follows docs.slack.dev/reference/events/reaction_added. An installation without `reactions:read` gets no such events.
import { emojiNamed } from '../../cards/emoji.ts';
import { ignored } from '../../chat/ending.ts';
import type { Ignored, Interaction } from '../../chat/interaction.ts';
import { idempotencyKeyOf, kindOfChannel, speakerOf } from './adapter.ts';
import type { EventContext } from './event-context.ts';

/** The fields of a reaction that are read. */
interface ReactionEvent {
  user: string;
  /** the emoji's name, such as `eyes` or `thumbsup::skin-tone-2` */
  reaction: string;
  item: { type: string; channel?: string; ts?: string };
}

/** Reads a reaction. @returns why it is ignored, for a reaction to something else than a message */
export function readReaction(
  { user, reaction, item: { channel: channelId, ts } }: ReactionEvent,
  eventId: string,
  { teamId }: EventContext,
): Interaction | Ignored {
  if (channelId === undefined || ts === undefined) return ignored('reaction-elsewhere');
  const name = reaction.split('::')[0] ?? '';
  return {
    kind: 'reaction',
    emoji: emojiNamed(name) ?? `:${name}:`,
    ref: ts,
    place: { channelId, kind: kindOfChannel(channelId) },
    speaker: speakerOf(teamId ?? '', user),
    idempotencyKey: idempotencyKeyOf(eventId),
  };
}
