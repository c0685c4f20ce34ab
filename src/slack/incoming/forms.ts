// Submitted modals, and forms that change when something is chosen in them. How modals open is in modal.ts; what a form asks is decided in
// src/chat. There is nothing to configure. Follows docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
import type { BlockAction, types } from '@slack/bolt';
import type { Element } from '../../cards/elements.ts';
import { reportFailure } from '../../chat/failure.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import { renderModal, viewOf } from '../render/view.ts';
import { idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { withUsableFields } from './file-inputs.ts';
import { inTime, late, slowCard } from './in-time.ts';
import type { Listeners } from './listeners.ts';
import { fillModal } from './modal.ts';
import { mentionedInForm, readMetadata, readValues, type ShownField } from './read-form.ts';

/** Answers every submitted form. */
export function listenToForms(listeners: Listeners, adapter: Adapter): void {
  listeners.interaction('view_submission', async ({ body, view, context, ack }) => {
    const metadata = readMetadata(view.private_metadata) ?? noForm;
    const interaction: Interaction = {
      kind: 'form-submitted',
      ...metadata,
      values: {},
      speaker: speakerOf(context.teamId ?? '', body.user.id),
      idempotencyKey: idempotencyKeyOf(view.id),
    };
    const { workspaceId } = interaction.speaker;
    const { brand } = adapter.router;
    const response = await inTime(
      adapter,
      async () =>
        answerOrFailure(
          adapter,
          { ...interaction, values: await valuesOf(adapter, workspaceId, view) },
          view.blocks,
          metadata.form,
        ),
      async ({ reply }) => fillModal(adapter, { workspaceId, viewId: view.id }, await shownLate(reply)),
    );
    await ack(response === late ? { response_action: 'update', view: renderModal(slowCard, brand) } : response.shown);
  });
}

/** Answers a submission. @returns the reply, and the response that shows it */
async function answerOrFailure(
  adapter: Adapter,
  interaction: Interaction,
  blocks: readonly ShownBlock[],
  form: string,
): Promise<{ reply: Reply; shown: ViewResponse }> {
  const { brand } = adapter.router;
  try {
    const reply = await adapter.router.answer(interaction);
    const shown = afterSubmission(reply, blocks, brand);
    if (shown.response_action !== 'update') return { reply, shown };
    const view = await withUsableFields(adapter, interaction.speaker.workspaceId, shown.view);
    return { reply, shown: { ...shown, view } };
  } catch (error) {
    const card = reportFailure(adapter.log, error, `form ${form}`);
    return { reply: { kind: 'done', card }, shown: { response_action: 'update', view: renderModal(card, brand) } };
  }
}

/** The form was replaced while its answer was awaited, so its errors are shown with the form, above the fields. */
async function shownLate(reply: Reply): Promise<Reply> {
  if (reply.kind !== 'field-errors') return reply;
  const form = await reply.redraw?.();
  if (!form) return reply;
  const errors = Object.values(reply.fields).map((text): Element => ({ kind: 'callout', tone: 'warning', text: [text] }));
  return { kind: 'form', form: { ...form, intro: [...errors, ...(form.intro ?? [])] } };
}

/** A view that is not a form of ours: the router answers that its form is unknown. */
const noForm = { form: '', state: {} };

/**
 * Rerenders an open form after a choice in it. A choice that arrives late, after another one or after closing, changes nothing.
 * @param pressed the value of a button of the form, by the name of its field
 */
export async function changeForm(
  adapter: Adapter,
  workspaceId: string,
  body: BlockAction,
  view: NonNullable<BlockAction['view']>,
  pressed: Record<string, string> = {},
): Promise<void> {
  const reply = await adapter.router.answer({
    kind: 'form-changed',
    ...(readMetadata(view.private_metadata) ?? noForm),
    values: { ...(await valuesOf(adapter, workspaceId, view)), ...pressed },
    speaker: speakerOf(workspaceId, body.user.id),
    idempotencyKey: idempotencyKeyOf(body.trigger_id),
  });
  if (reply.kind !== 'nothing') await fillModal(adapter, { workspaceId, viewId: view.id, hash: view.hash }, reply);
}

/** Reads the fields of a form, with the names of the people whom its texts mention. */
async function valuesOf(
  adapter: Adapter,
  workspaceId: string,
  { state, blocks }: NonNullable<BlockAction['view']>,
): Promise<Record<string, string>> {
  const names = await adapter.names.of(workspaceId, mentionedInForm(state.values)).catch(() => undefined);
  return readValues(state.values, blocks as ShownField[], { names });
}

type ViewResponse =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView }
  | { response_action: 'clear' };

interface ShownBlock {
  block_id?: string;
  type?: string;
}

/** Chooses the response to a submission (docs.slack.dev/surfaces/modals, Displaying errors; Updating and clearing views). */
function afterSubmission(reply: Reply, blocks: readonly ShownBlock[], brand: string): ViewResponse {
  if (reply.kind === 'nothing' || (reply.kind === 'done' && !reply.card)) return { response_action: 'clear' };
  if (reply.kind === 'field-errors') {
    const errors = onShownFields(reply.fields, blocks);
    if (errors) return { response_action: 'errors', errors };
  }
  return { response_action: 'update', view: viewOf(reply, brand) };
}

/**
 * Slack refuses an error for a field that the view does not show, so such errors go to the last field.
 * @returns null for a view without fields
 */
function onShownFields(fields: Record<string, string>, blocks: readonly ShownBlock[]): Record<string, string> | null {
  const shown = blocks.filter((block) => block.type === 'input').map((block) => block.block_id ?? '');
  const last = shown.at(-1);
  if (last === undefined) return null;
  const errors: Record<string, string> = {};
  for (const [name, text] of Object.entries(fields)) {
    const at = shown.includes(name) ? name : last;
    errors[at] = errors[at] ? `${errors[at]} ${text}` : text;
  }
  return errors;
}
