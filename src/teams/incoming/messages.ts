// Messages that people write, edit and delete where the bot can read them. What a message does is decided in src/chat.
// Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages.
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { TeamsActivity } from './payload.ts';
import { ignored } from '../../chat/ending.ts';
import type { Interaction } from '../../chat/interaction.ts';
import type { SentFile } from '../../ports.ts';
import { reportFailure } from '../../chat/failure.ts';
import { readForm } from './read-form.ts';
import { readMessage } from './read-message.ts';
import { limits } from '../transport/limits.ts';
import { showReply } from './reply.ts';
import { filePlaceOf, readActivity, type IncomingActivity, type Adapter } from './adapter.ts';
import type { Registration } from '../transport/registrations.ts';

/** Handles a message. The request is answered once the effect is committed; the reply is shown afterwards. */
export async function onMessage(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  const startedAt = performance.now();
  const read = readMessage(activity, activity.recipient.id, filePlaceOf(adapter, activity));
  const incoming = readActivity(activity, registration, read.quoted);
  const latenessMs = adapter.lateness.of(sentAt(adapter, activity), adapter.clock.now());
  const interaction = interactionOf(adapter, incoming, read, latenessMs >= answeredInTimeMs);
  if (!interaction) return adapter.router.ended('teams', 'message', ignored('not-addressed'));
  await answer(adapter, incoming, interaction);
  const { fingerprint } = interaction;
  if (fingerprint && latenessMs + performance.now() - startedAt < answeredInTimeMs)
    adapter.later('recording an answer in time', () => adapter.signals.answeredInTime(fingerprint));
}

/** Returns when the activity was sent, by Teams' clock; copies of it are compared by that. */
function sentAt({ clock }: Adapter, { timestamp }: TeamsActivity): Date {
  return timestamp ?? clock.now();
}

/** Well before Teams stops waiting and sends the message again (limits.answerMs). */
const answeredInTimeMs = limits.answerMs / 2;

/** Handles an edited message. */
export async function onEdit(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  const { text, commandText, quoted } = readMessage(activity, activity.recipient.id);
  const incoming = readActivity(activity, registration, quoted);
  const { place, speaker } = incoming;
  // a message can be edited more than once, so its text is part of the key
  const idempotencyKey = `${incoming.idempotencyKey}:${digest([text])}`;
  await answer(adapter, incoming, { kind: 'edit', text, commandText, ref: activity.id ?? '', place, speaker, idempotencyKey });
}

/** Handles a deleted message. */
export async function onDelete(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  const incoming = readActivity(activity, registration);
  const { place, speaker, idempotencyKey } = incoming;
  await answer(adapter, incoming, {
    kind: 'deletion',
    ref: activity.id ?? '',
    place,
    speaker,
    idempotencyKey: `${idempotencyKey}:deleted`,
  });
}

function interactionOf(
  adapter: Adapter,
  incoming: IncomingActivity,
  read: ReturnType<typeof readMessage>,
  late: boolean,
): Interaction | null {
  const { activity, place, speaker, idempotencyKey } = incoming;
  const fingerprint = {
    key: `teams:${digest([activity.conversation.id, speaker.userId, place.threadRef ?? '', activity.text ?? '', valueOf(activity), ...read.files.map(identityOf)])}`,
    at: sentAt(adapter, activity),
    late,
  };
  const actor = { speaker, idempotencyKey, fingerprint };
  const sent = readForm(activity.value);
  // clients without Universal Actions send the fallback of a button as a message
  if (sent) return { ...sent, ...(sent.kind === 'action' ? { place } : {}), ...actor };
  const addressed = place.kind === 'direct' || mentionsBot(activity);
  if (place.threadRef === undefined) {
    if (!addressed) return null;
    const files = read.files.length > 0 ? { files: read.files } : {};
    return { kind: 'command', canOpenForm: false, text: read.commandText, ref: activity.id, place, ...files, ...actor };
  }
  const command = addressed && place.kind !== 'direct' ? { commandText: read.commandText } : {};
  return { kind: 'message', text: read.text, ref: activity.id ?? '', place, files: read.files, ...command, ...actor };
}

/** Teams does not retry a failed message, so we do: most failures are over a moment later. */
const maxAttempts = 3;
const retryMs = 400;

/** Answers an interaction, and shows the reply after the request was answered. */
export async function answer(adapter: Adapter, incoming: IncomingActivity, interaction: Interaction): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const reply = await adapter.router.answer(interaction, { last: attempt === maxAttempts });
      adapter.later('showing an answer', () => showReply(adapter, incoming, interaction, reply));
      return;
    } catch (error) {
      if (attempt < maxAttempts) {
        await wait(retryMs);
        continue;
      }
      const card = reportFailure(adapter.log, error, interaction.kind);
      adapter.later('showing a failure', () => showReply(adapter, incoming, interaction, { kind: 'card', card, harmless: true }));
      return;
    }
  }
}

function mentionsBot(activity: TeamsActivity): boolean {
  return (activity.entities ?? []).some((entity) => 'mentioned' in entity && entity.mentioned?.id === activity.recipient.id);
}

function valueOf(activity: TeamsActivity): string {
  return activity.value === undefined ? '' : JSON.stringify(activity.value);
}

/** Tells apart messages that consist of a file. */
function identityOf({ ref, link, name }: SentFile): string {
  return ref ?? link ?? name;
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
