// Buttons and selects used in messages, modals and the Home tab. Submitted forms are handled in forms.ts. There is nothing to configure.
// Follows docs.slack.dev/reference/interaction-payloads/block_actions-payload.
import type { BlockAction, RespondFn, types } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import { ignored } from '../../chat/ending.ts';
import { channelOf, type Interaction } from '../../chat/interaction.ts';
import { renderMessage } from '../render/card.ts';
import { linkAction } from '../render/element.ts';
import { refreshAction } from '../render/form.ts';
import { renderModal, viewOf } from '../render/view.ts';
import { idempotencyKeyOf, kindOfChannel, namedPlace, speakerOf, type Adapter } from './adapter.ts';
import { reportUnopened } from './boundary.ts';
import { changeForm } from './forms.ts';
import { typedMarkdown } from './typed-markdown.ts';
import { inTime, late, slowCard } from './in-time.ts';
import type { Listeners } from './listeners.ts';
import { answerInModal, fillModal, openModal, pushModal } from './modal.ts';
import { showDirectly } from './reply.ts';

type Action = BlockAction['actions'][number];

/** One use of a button or select, with the way to answer it. */
interface ActionRequest {
  adapter: Adapter;
  body: BlockAction;
  action: Action;
  workspaceId: string;
  respond: RespondFn;
}

/** Answers every button and select of ours. */
export function listenToActions(listeners: Listeners, adapter: Adapter): void {
  listeners.interaction('block_actions', async ({ body, context, ack, respond }) => {
    const [action] = body.actions;
    // Slack reports a link button although the client opens its address by itself
    if (!action || nameOf(action) === linkAction) adapter.router.ended('slack', 'action', ignored('link-button'));
    else await answerInTime({ adapter, body, action, workspaceId: context.teamId ?? '', respond });
    await ack();
  });
}

async function answerInTime(request: ActionRequest): Promise<void> {
  const { adapter, body } = request;
  const outcome = await inTime(
    adapter,
    () => answer(request),
    async () => undefined,
  );
  // modals and the Home tab keep showing what they show until the answer is there
  if (outcome !== late || !body.response_url || adapter.router.opensForm(interactionOf(request))) return;
  await showPrivately(request, slowCard, false);
}

async function answer(request: ActionRequest): Promise<void> {
  const { adapter, body } = request;
  try {
    if (body.view?.type === 'modal') await answerInOpenModal(request, body.view);
    else await answerMessageOrHome(request);
  } catch (error) {
    await showFailure(request, await reportUnopened(adapter, error, 'a button', interactionOf(request)));
  }
}

/** The answer replaces what the open modal shows. */
async function answerInOpenModal(request: ActionRequest, view: NonNullable<BlockAction['view']>): Promise<void> {
  const { adapter, body, action, workspaceId } = request;
  if (nameOf(action) === refreshAction) return changeForm(adapter, workspaceId, body, view, pressedField(action));
  const reply = await adapter.router.answer(interactionOf(request));
  await fillModal(adapter, { workspaceId, viewId: view.id }, reply);
}

/** Opens a modal when the answer is a form or long to read; otherwise answers in place. */
async function answerMessageOrHome(request: ActionRequest): Promise<void> {
  const { adapter, body, workspaceId } = request;
  const interaction = interactionOf(request);
  if (adapter.router.opensForm(interaction)) {
    const failure = await answerInModal(adapter, interaction, body.trigger_id);
    return failure ? showFailure(request, failure) : undefined;
  }
  const reply = await adapter.router.answer(interaction);
  if (reply.kind === 'card') await showPrivately(request, reply.card, reply.replace === true);
  if (reply.kind === 'nothing' && reply.card && (await isAnswer(request, interaction)))
    await showPrivately(request, reply.card, true);
  if (reply.kind === 'form') await openModal(adapter, workspaceId, body.trigger_id, viewOf(reply, adapter.router.brand));
}

/** Shows a failure where the button is. Where that fails as well, such as on the Home tab after a while, in the direct conversation. */
async function showFailure(request: ActionRequest, card: Card): Promise<void> {
  const { adapter, body, workspaceId } = request;
  const view = (): types.ModalView => renderModal(card, adapter.router.brand);
  try {
    if (body.response_url) await showPrivately(request, card, false);
    else if (body.view?.type === 'modal') await pushModal(adapter, workspaceId, body.trigger_id, view());
    else await openModal(adapter, workspaceId, body.trigger_id, view());
  } catch {
    await showDirectly(adapter, interactionOf(request).speaker, card);
  }
}

function interactionOf({ body, action, workspaceId }: ActionRequest): Interaction & { kind: 'action' } {
  const { id: channelId, name } = body.channel ?? {};
  const thread = threadOf(body);
  return {
    kind: 'action',
    action: nameOf(action),
    value: valueOf(action),
    place: channelId
      ? { channelId, kind: kindOfChannel(channelId, name), ...namedPlace(name), ...(thread ? { threadRef: thread } : {}) }
      : undefined,
    speaker: speakerOf(workspaceId, body.user.id),
    idempotencyKey: idempotencyKeyOf(body.trigger_id),
    toMarkdown: typedMarkdown,
  };
}

/** The part after `#` only makes action ids unique within a message. */
function nameOf(action: Action): string {
  return (action.action_id ?? '').split('#')[0] ?? '';
}

/** Reads a button that rerenders a form: its field is named after the `#`. @returns nothing for a field, whose value is in the view */
function pressedField(action: Action): Record<string, string> {
  const name = action.type === 'button' ? action.action_id.split('#')[1] : undefined;
  return name ? { [name]: valueOf(action) } : {};
}

function valueOf(action: Action): string {
  if ('selected_option' in action && action.selected_option) return action.selected_option.value ?? '';
  return 'value' in action ? String(action.value ?? '') : '';
}

interface Container {
  thread_ts?: string;
  message_ts?: string;
  is_ephemeral?: boolean;
}

/** Tells whether the button is in an answer to one person, which does not change by itself as the cards of cases do. */
async function isAnswer(
  { adapter, body }: ActionRequest,
  { speaker, place }: Interaction & { kind: 'action' },
): Promise<boolean> {
  const { is_ephemeral: isEphemeral, message_ts: messageId } = (body.container ?? {}) as Container;
  if (isEphemeral) return true;
  if (place?.kind !== 'direct' || messageId === undefined) return false;
  return (await adapter.router.currentCard({ ...channelOf(speaker, place), messageId })) === null;
}

/** The thread that a message replies in. The root of a thread names its own thread, but is not a reply. */
function threadOf(body: BlockAction): string | undefined {
  const { thread_ts: thread, message_ts: ts } = (body.container ?? {}) as Container;
  return thread === ts ? undefined : thread;
}

/** Shows a card to this person alone, or in place of the message with the button, which keeps its audience. */
async function showPrivately({ body, respond }: ActionRequest, card: Card, replace: boolean): Promise<void> {
  const thread = threadOf(body);
  await respond({
    ...(replace
      ? { replace_original: true }
      : { response_type: 'ephemeral', replace_original: false, ...(thread ? { thread_ts: thread } : {}) }),
    ...renderMessage(card),
  });
}
