// What people write, edit and delete where the bot can read it.
import { createHash } from 'node:crypto';
import type { TeamsActivity } from './payload.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { failed } from './boundary.ts';
import { readForm } from './read-form.ts';
import { readMessage } from './read-html.ts';
import { limits } from '../transport/limits.ts';
import { showAnswer } from './reply.ts';
import { readActivity, type IncomingActivity, type Adapter } from './adapter.ts';
import type { Registration } from '../transport/registrations.ts';

/** Answers a message once it has had its effect; what the person is shown comes after the request was answered. */
export async function onMessage(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  const began = performance.now();
  const read = readMessage(activity, activity.recipient.id);
  const incoming = readActivity(activity, registration, read.quoted);
  const interaction = request(adapter, incoming, read);
  if (!interaction) return;
  await answer(adapter, incoming, interaction);
  const { fingerprint } = interaction;
  if (fingerprint && performance.now() - began < answeredInTimeMs)
    adapter.later('a receipt', () => adapter.signals.answeredInTime(fingerprint));
}

/** Well before Teams gives up waiting (limits.answerMs) and sends it again. */
const answeredInTimeMs = limits.answerMs / 2;

export async function onEdit(adapter: Adapter, registration: Registration, activity: TeamsActivity): Promise<void> {
  const { text, quoted } = readMessage(activity, activity.recipient.id);
  const incoming = readActivity(activity, registration, quoted);
  const { place, speaker } = incoming;
  // the same message is edited more than once: its text tells the edits apart
  const idempotencyKey = `${incoming.idempotencyKey}:${digest([text])}`;
  await answer(adapter, incoming, { kind: 'edit', text, ref: activity.id ?? '', place, speaker, idempotencyKey });
}

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

function request(adapter: Adapter, incoming: IncomingActivity, read: ReturnType<typeof readMessage>): Interaction | null {
  const { activity, place, speaker, idempotencyKey } = incoming;
  const fingerprint = {
    key: `teams:${digest([activity.conversation.id, speaker.userId, place.threadRef ?? '', activity.text ?? '', valueOf(activity)])}`,
    at: adapter.clock.now(),
  };
  const actor = { speaker, idempotencyKey, fingerprint };
  const sent = readForm(activity.value);
  // a client that knows no Action.Execute sends its fallback as a message
  if (sent) return { ...sent, ...(sent.kind === 'action' ? { place } : {}), ...actor };
  const called = place.kind === 'direct' || mentionsBot(activity);
  if (place.threadRef === undefined) {
    return called ? { kind: 'command', canOpenForm: false, text: read.commandText, place, ...actor } : null;
  }
  const command = called && place.kind !== 'direct' ? { commandText: read.commandText } : {};
  return { kind: 'message', text: read.text, ref: activity.id ?? '', place, files: read.files, ...command, ...actor };
}

/** Teams does not send again what failed: a moment later most of what can fail does not any more. */
const attempts = 3;
const between = 400;

async function answer(adapter: Adapter, incoming: IncomingActivity, interaction: Interaction): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const reply = await adapter.router.answer(interaction);
      adapter.later('showing an answer', () => showAnswer(adapter, incoming, interaction, reply));
      return;
    } catch (error) {
      if (attempt < attempts) {
        await new Promise((resolve) => setTimeout(resolve, between));
        continue;
      }
      const card = failed(adapter.log, error, interaction.kind);
      adapter.later('telling of a failure', () =>
        showAnswer(adapter, incoming, interaction, { kind: 'card', card, harmless: true }),
      );
      return;
    }
  }
}

export function mentionsBot(activity: TeamsActivity): boolean {
  return (activity.entities ?? []).some((entity) => 'mentioned' in entity && entity.mentioned?.id === activity.recipient.id);
}

function valueOf(activity: TeamsActivity): string {
  return activity.value === undefined ? '' : JSON.stringify(activity.value);
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
