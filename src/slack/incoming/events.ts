// What happens in conversations the bot is in.
import type { AllMiddlewareArgs, App } from '@slack/bolt';
import type { Interaction } from '../../chat/interaction.ts';
import { failed, LoggedFailure } from './boundary.ts';
import { onMessage } from './messages.ts';
import { showFailure, showInConversation } from './reply.ts';
import { idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { toCommandText } from './command-text.ts';

/** What every listener knows of its request. */
export type EventContext = Pick<AllMiddlewareArgs['context'], 'teamId' | 'botId' | 'botUserId' | 'retryNum'>;

export function listenToEvents(app: App, adapter: Adapter): void {
  app.event('message', async ({ event, body, context }) => {
    const interaction = await inBoundary(adapter, 'message', () => onMessage(adapter, event, body.event_id, context));
    if (interaction) await answer(adapter, interaction, context);
  });
  app.event('app_mention', async ({ event, context }) => {
    if (!event.user) return;
    const { channel: channelId, thread_ts: threadRef } = event;
    await answer(
      adapter,
      {
        kind: 'command',
        canOpenForm: false,
        text: toCommandText(event.text, context.botUserId),
        place: { channelId, kind: 'channel', ...(threadRef ? { threadRef } : {}) },
        speaker: speakerOf(context.teamId ?? '', event.user),
        // the message, not the event: editing a message that mentions the bot mentions it again
        idempotencyKey: idempotencyKeyOf(`mention:${channelId}:${event.ts}`),
      },
      context,
    );
  });
  app.event('app_home_opened', async ({ event, body, context }) => {
    if (event.tab !== 'home') return;
    const speaker = speakerOf(context.teamId ?? '', event.user);
    await answer(adapter, { kind: 'home', speaker, idempotencyKey: idempotencyKeyOf(body.event_id) }, context);
  });
  app.event('user_change', async ({ event }) => {
    adapter.names.forget(event.user.id);
    await inBoundary(adapter, 'user_change', () => adapter.signals.userChanged('slack', event.user.id));
  });
}

async function answer(adapter: Adapter, interaction: Interaction, context: EventContext): Promise<void> {
  const reply = await inBoundary(adapter, interaction.kind, () => adapter.router.answer(interaction), { interaction, context });
  await showInConversation(adapter, interaction, reply);
}

/** Slack sends an event that was not taken three times more (docs.slack.dev/apis/events-api, Retries). */
const lastRetry = 3;

/** @throws LoggedFailure: the event is not acknowledged, so that Slack sends it again; when it does no more, the person is told */
async function inBoundary<T>(
  adapter: Adapter,
  what: string,
  run: () => Promise<T>,
  told?: { interaction: Interaction; context: EventContext },
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const card = failed(adapter.log, error, what);
    if (told && (told.context.retryNum ?? 0) >= lastRetry) await showFailure(adapter, told.interaction, card);
    throw new LoggedFailure(what, { cause: error });
  }
}
