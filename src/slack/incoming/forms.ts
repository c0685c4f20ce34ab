// What people send from a modal, and what they choose in one.
import type { App, BlockAction, types } from '@slack/bolt';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import { failed } from './boundary.ts';
import { formCallback } from '../render/form.ts';
import { renderModal, viewOf } from '../render/view.ts';
import { idempotencyKeyOf, speakerOf, type Adapter } from './adapter.ts';
import { fillModal } from './modal.ts';
import { readMetadata, readValues, type ShownField } from './read-form.ts';

export function listenToViews(app: App, adapter: Adapter): void {
  app.view(formCallback, async ({ body, view, context, ack }) => {
    const metadata = readMetadata(view.private_metadata) ?? { form: '', state: {} };
    const interaction: Interaction = {
      kind: 'form-submitted',
      ...metadata,
      values: readValues(view.state.values, view.blocks as ShownField[]),
      speaker: speakerOf(context.teamId ?? '', body.user.id),
      idempotencyKey: idempotencyKeyOf(view.id),
    };
    try {
      await ack(afterSubmission(await adapter.router.answer(interaction), view.blocks));
    } catch (error) {
      await ack({ response_action: 'update', view: renderModal(failed(adapter.log, error, `form ${metadata.form}`)) });
    }
  });
}

/** A choice that draws its form anew; one that came too late, after another or a closing, changes nothing. */
export async function changeForm(
  adapter: Adapter,
  workspaceId: string,
  body: BlockAction,
  view: NonNullable<BlockAction['view']>,
): Promise<void> {
  const reply = await adapter.router.answer({
    kind: 'form-changed',
    ...(readMetadata(view.private_metadata) ?? { form: '', state: {} }),
    values: readValues(view.state.values, view.blocks as ShownField[]),
    speaker: speakerOf(workspaceId, body.user.id),
    idempotencyKey: idempotencyKeyOf(body.trigger_id),
  });
  if (reply.kind !== 'nothing') await fillModal(adapter, { workspaceId, viewId: view.id, hash: view.hash }, reply);
}

type ViewAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView }
  | { response_action: 'clear' };

interface ShownBlock {
  block_id?: string;
  type?: string;
}

/** docs.slack.dev/surfaces/modals, Displaying errors; Updating and clearing views */
export function afterSubmission(reply: Reply, blocks: readonly ShownBlock[]): ViewAnswer {
  if (reply.kind === 'nothing' || (reply.kind === 'done' && !reply.card)) return { response_action: 'clear' };
  if (reply.kind === 'field-errors') {
    const errors = atShownFields(reply.fields, blocks);
    if (errors) return { response_action: 'errors', errors };
  }
  return { response_action: 'update', view: viewOf(reply) };
}

/** Slack refuses a mistake at a field that is not in the view: it is said at the last one that is. @returns null where there is none */
function atShownFields(fields: Record<string, string>, blocks: readonly ShownBlock[]): Record<string, string> | null {
  const shown = blocks.filter((block) => block.type === 'input').map((block) => block.block_id ?? '');
  const last = shown.at(-1);
  if (last === undefined) return null;
  const errors: Record<string, string> = {};
  for (const [name, words] of Object.entries(fields)) {
    const at = shown.includes(name) ? name : last;
    errors[at] = errors[at] ? `${errors[at]} ${words}` : words;
  }
  return errors;
}
