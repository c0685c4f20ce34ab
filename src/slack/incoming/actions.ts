// Buttons and selects: on messages, in windows, on the Home tab.
import type { App, BlockAction, RespondFn } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import type { Interaction } from '../../chat/interaction.ts';
import { failed, logFailure } from './boundary.ts';
import { renderMessage } from '../render/card.ts';
import { linkAction } from '../render/element.ts';
import { refreshAction } from '../render/form.ts';
import { renderModal, viewOf } from '../render/view.ts';
import { kindOfChannel, idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { changeForm } from './forms.ts';
import { answerInModal, fillModal, openModal, pushModal } from './modal.ts';

type Action = BlockAction['actions'][number];

/** One request, and where its answer goes. */
interface ActionRequest {
  adapter: Adapter;
  body: BlockAction;
  action: Action;
  workspaceId: string;
  respond: RespondFn;
}

export function listenToActions(app: App, adapter: Adapter): void {
  app.action<BlockAction>({ type: 'block_actions' }, async ({ body, context, ack, respond }) => {
    const [action] = body.actions;
    // a link opens by itself; Slack tells of it all the same
    if (action && nameOf(action) !== linkAction)
      await answer({ adapter, body, action, workspaceId: context.teamId ?? '', respond });
    await ack();
  });
}

async function answer(request: ActionRequest): Promise<void> {
  const { adapter, body } = request;
  try {
    if (body.view?.type === 'modal') await inOpenWindow(request, body.view);
    else await onMessageOrHome(request);
  } catch (error) {
    const card = failed(adapter.log, error, 'a button');
    try {
      await tellOfFailure(request, card);
    } catch (lost) {
      logFailure(adapter.log, lost, 'telling of a failure');
    }
  }
}

/** In a window the answer takes its place. */
async function inOpenWindow(request: ActionRequest, view: NonNullable<BlockAction['view']>): Promise<void> {
  const { adapter, body, action, workspaceId } = request;
  if (nameOf(action) === refreshAction) return changeForm(adapter, workspaceId, body, view);
  const reply = await adapter.router.answer(interactionOf(request));
  await fillModal(adapter, { workspaceId, viewId: view.id }, reply);
}

/** Elsewhere a window is opened where a form or much to read will come. */
async function onMessageOrHome(request: ActionRequest): Promise<void> {
  const { adapter, body, workspaceId } = request;
  const interaction = interactionOf(request);
  if (adapter.router.opensForm(interaction)) {
    const untold = await answerInModal(adapter, workspaceId, body.trigger_id, async () => interaction);
    return untold ? tellOfFailure(request, untold) : undefined;
  }
  const reply = await adapter.router.answer(interaction);
  if (reply.kind === 'card') await tell(request, reply.card, reply.replace === true);
  if (reply.kind === 'form') await openModal(adapter, workspaceId, body.trigger_id, viewOf(reply));
}

async function tellOfFailure(request: ActionRequest, card: Card): Promise<void> {
  const { adapter, body, workspaceId } = request;
  if (body.response_url) return tell(request, card, false);
  if (body.view?.type === 'modal') return pushModal(adapter, workspaceId, body.trigger_id, renderModal(card));
  await openModal(adapter, workspaceId, body.trigger_id, renderModal(card));
}

function interactionOf({ body, action, workspaceId }: ActionRequest): Interaction & { kind: 'action' } {
  const { id: channelId, name } = body.channel ?? {};
  const thread = threadOf(body);
  return {
    kind: 'action',
    action: nameOf(action),
    value: valueOf(action),
    place: channelId ? { channelId, kind: kindOfChannel(channelId, name), ...(thread ? { threadRef: thread } : {}) } : undefined,
    speaker: speakerOf(workspaceId, body.user.id),
    idempotencyKey: idempotencyKeyOf(body.trigger_id),
  };
}

/** What stands behind the `#` only keeps ids apart. */
function nameOf(action: Action): string {
  return (action.action_id ?? '').split('#')[0] ?? '';
}

function valueOf(action: Action): string {
  if ('selected_option' in action && action.selected_option) return action.selected_option.value ?? '';
  return 'value' in action ? String(action.value ?? '') : '';
}

interface Container {
  thread_ts?: string;
  message_ts?: string;
}

/** The thread a message stands in; a message that has one below it stands in none. */
function threadOf(body: BlockAction): string | undefined {
  const { thread_ts: thread, message_ts: ts } = (body.container ?? {}) as Container;
  return thread === ts ? undefined : thread;
}

/** Only the person sees it; a replaced message stays what it was, seen by one or by all. */
async function tell({ body, respond }: ActionRequest, card: Card, replace: boolean): Promise<void> {
  const thread = threadOf(body);
  await respond({
    ...(replace
      ? { replace_original: true }
      : { response_type: 'ephemeral', replace_original: false, ...(thread ? { thread_ts: thread } : {}) }),
    ...renderMessage(card),
  });
}
