// Events of the conversations the bot is in: messages, mentions, reactions, the Home tab, changed profiles. Slash commands, buttons and forms are not
// events. Which events Slack sends is set in manifests/slack.json. Follows docs.slack.dev/apis/events-api.
import { ignored } from '../../chat/ending.ts';
import { reportFailure } from '../../chat/failure.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { LoggedFailure } from './boundary.ts';
import type { EventContext } from './event-context.ts';
import type { Listeners } from './listeners.ts';
import { commandWithShared, filesOf, onMessage } from './messages.ts';
import { typedMarkdown } from './typed-markdown.ts';
import { readReaction } from './reactions.ts';
import { showFailure, showInConversation } from './reply.ts';

/** Answers every event that people cause. */
export function listenToEvents(listeners: Listeners, adapter: Adapter): void {
  listeners.event('message', async ({ event, body, context }) => {
    const read = await withBoundary(adapter, 'message', () => onMessage(adapter, event, body.event_id, context));
    if (read.kind === 'ignored') adapter.router.ended('slack', 'message', read);
    else await answer(adapter, read, context);
  });
  listeners.event('app_mention', async ({ event, context }) => {
    if (!event.user || event.bot_id) return adapter.router.ended('slack', 'command', ignored('bot-message'));
    const { channel: channelId, thread_ts: threadRef } = event;
    const files = await filesOf(adapter, event, context);
    await answer(
      adapter,
      {
        kind: 'command',
        canOpenForm: false,
        text: commandWithShared(event, context.botUserId),
        files,
        ref: event.ts,
        place: { channelId, kind: 'channel', ...(threadRef ? { threadRef } : {}) },
        speaker: speakerOf(context.teamId ?? '', event.user),
        // the message's id, not the event's: editing a message that mentions the bot is another event
        idempotencyKey: idempotencyKeyOf(`mention:${channelId}:${event.ts}`),
        toMarkdown: typedMarkdown,
      },
      context,
    );
  });
  listeners.event('app_home_opened', async ({ event, body, context }) => {
    if (event.tab !== 'home') return adapter.router.ended('slack', 'home', ignored('nothing-to-do'));
    const speaker = speakerOf(context.teamId ?? '', event.user);
    await answer(adapter, { kind: 'home', speaker, idempotencyKey: idempotencyKeyOf(body.event_id) }, context);
  });
  listeners.event('reaction_added', async ({ event, body, context }) => {
    const read = readReaction(event, body.event_id, context);
    if (read.kind === 'ignored') adapter.router.ended('slack', 'reaction', read);
    else await answer(adapter, read, context);
  });
  listeners.event('user_change', async ({ event }) => {
    adapter.names.forget(event.user.id);
    await withBoundary(adapter, 'user_change', () => adapter.signals.userChanged('slack', event.user.id));
    adapter.router.ended('slack', 'platform-event', { kind: 'effect' });
  });
  // such as one that an operator has added to the app's subscriptions
  listeners.otherEvents(async () => adapter.router.ended('slack', 'platform-event', ignored('unused-event')));
}

async function answer(adapter: Adapter, interaction: Interaction, context: EventContext): Promise<void> {
  const run = () => adapter.router.answer(interaction, { last: isLastTry(context) });
  const reply = await withBoundary(adapter, interaction.kind, run, { interaction, context });
  await showInConversation(adapter, interaction, reply);
}

/** Slack retries an event three times (docs.slack.dev/apis/events-api, Retries). */
const lastRetry = 3;

function isLastTry({ retryNum = 0 }: EventContext): boolean {
  return retryNum >= lastRetry;
}

/**
 * Runs a handler, and tells the person about a failure once Slack will not retry the event again.
 * @throws LoggedFailure, so that the event is not acknowledged and Slack sends it again
 */
async function withBoundary<T>(
  adapter: Adapter,
  during: string,
  run: () => Promise<T>,
  asked?: { interaction: Interaction; context: EventContext },
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const card = reportFailure(adapter.log, error, during);
    if (asked && isLastTry(asked.context)) await showFailure(adapter, asked.interaction, card);
    throw new LoggedFailure(during, { cause: error });
  }
}
