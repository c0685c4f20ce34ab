// Buttons and selects: on messages, in windows, on the Home tab.
import type { App, BlockAction, types } from '@slack/bolt';
import type { Interaction, Reply } from '../chat/interaction.ts';
import type { Card } from '../chat/elements.ts';
import { failureCard, logFailure } from './boundary.ts';
import { renderMessage } from './render-card.ts';
import { refreshId } from './render-form.ts';
import { kindOfChannel, receiptOf, speakerOf, type Surface } from './surface.ts';
import { changeForm } from './views.ts';
import { fillWindow, openWindow, type Window } from './window.ts';

type Respond = (message: {
  text: string;
  blocks: types.KnownBlock[];
  response_type: 'ephemeral';
  replace_original: boolean;
  thread_ts?: string;
}) => Promise<unknown>;

export function listenToActions(app: App, surface: Surface): void {
  app.action<BlockAction>({ type: 'block_actions' }, async ({ body, ack, respond }) => {
    const [action] = body.actions;
    const where = 'view' in body && body.view ? body.view.type : 'message';
    try {
      if (body.view && action?.action_id === refreshId) await changeForm(surface, body, body.view);
      else if (action && !action.action_id.startsWith('link#')) await press(surface, body, action, respond);
    } catch (error) {
      const card = failureCard(logFailure(surface.log, error, `button on a ${where}`));
      if (where === 'message')
        await tell(respond as Respond, card, false, body).catch((lost: unknown) =>
          logFailure(surface.log, lost, 'telling of a failure'),
        );
    } finally {
      await ack();
    }
  });
}

async function press(
  surface: Surface,
  body: BlockAction,
  action: BlockAction['actions'][number],
  respond: Respond,
): Promise<void> {
  const interaction = pressed(body, action);
  const workspaceId = interaction.speaker.workspaceId;
  const window = await windowFor(surface, body, interaction, workspaceId);
  const reply = await surface.router.answer(interaction);
  if (window) await fillWindow(surface, window, reply);
  else if (reply.kind === 'card') await tell(respond, reply.card, reply.replace === true, body);
}

/** In a window the answer takes its place; elsewhere one is opened where a form or much to read will come. */
async function windowFor(
  surface: Surface,
  body: BlockAction,
  interaction: Interaction,
  workspaceId: string,
): Promise<Window | null> {
  if (body.view?.type === 'modal') return { workspaceId, viewId: body.view.id };
  return surface.router.opensForm(interaction) ? openWindow(surface, workspaceId, body.trigger_id) : null;
}

function pressed(body: BlockAction, action: BlockAction['actions'][number]): Interaction & { kind: 'pressed' } {
  const value =
    'selected_option' in action ? (action.selected_option?.value ?? '') : 'value' in action ? String(action.value ?? '') : '';
  const channelId = body.channel?.id;
  const threadRef = threadOf(body);
  return {
    kind: 'pressed',
    action: action.action_id.split('#')[0] ?? '',
    value: value.trim(),
    place: channelId
      ? { channelId, kind: kindOfChannel(channelId, body.channel?.name), ...(threadRef ? { threadRef } : {}) }
      : undefined,
    speaker: speakerOf(body.team?.id ?? body.user.team_id ?? '', body.user.id),
    receipt: receiptOf(body.trigger_id),
  };
}

function threadOf(body: BlockAction): string | undefined {
  const container = body.container as { thread_ts?: string } | undefined;
  return container?.thread_ts;
}

function tell(respond: Respond, card: Card, replace: boolean, body: BlockAction): Promise<unknown> {
  const thread = threadOf(body);
  return respond({
    response_type: 'ephemeral',
    replace_original: replace,
    ...(thread && !replace ? { thread_ts: thread } : {}),
    ...renderMessage(card),
  });
}

export type { Reply };
