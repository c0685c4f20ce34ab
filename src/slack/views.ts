// What people send from a modal, and what they choose in one.
import type { App, BlockAction, types } from '@slack/bolt';
import type { Interaction, Reply } from '../chat/interaction.ts';
import { failureCard, logFailure } from './boundary.ts';
import { readValues, renderWindow, type Carried } from './render-form.ts';
import { receiptOf, speakerOf, type Surface } from './surface.ts';
import { fillWindow, viewOf } from './window.ts';

export function listenToViews(app: App, surface: Surface): void {
  app.view('form', async ({ body, view, ack }) => {
    const { form, carries } = carriedBy(view.private_metadata);
    const workspaceId = body.team?.id ?? body.user.team_id ?? '';
    const speaker = speakerOf(workspaceId, body.user.id);
    const values = readValues(view.state.values);
    try {
      const reply = await surface.router.answer({
        kind: 'submitted',
        form,
        values,
        carries,
        speaker,
        receipt: receiptOf(view.id),
      });
      await ack(afterSubmission(reply, view.blocks));
    } catch (error) {
      const id = logFailure(surface.log, error, `form ${form}`);
      await ack({ response_action: 'update', view: renderWindow(failureCard(id)) });
    }
  });
  // a window to read has nothing to send; Slack asks for an answer all the same
  app.view('window', async ({ ack }) => ack());
}

/** A choice that draws its form anew. */
export async function changeForm(surface: Surface, body: BlockAction, view: NonNullable<BlockAction['view']>): Promise<void> {
  const { form, carries } = carriedBy(view.private_metadata);
  const workspaceId = body.team?.id ?? '';
  const interaction: Interaction = {
    kind: 'changed',
    form,
    carries,
    values: readValues(view.state.values),
    speaker: speakerOf(workspaceId, body.user.id),
    receipt: receiptOf(body.trigger_id),
  };
  const reply = await surface.router.answer(interaction);
  if (reply.kind !== 'nothing') await fillWindow(surface, { workspaceId, viewId: view.id }, reply, view.hash);
}

type ViewAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update'; view: types.ModalView }
  | { response_action: 'clear' };

function afterSubmission(reply: Reply, blocks: { block_id?: string }[]): ViewAnswer {
  if (reply.kind === 'mistakes') return { response_action: 'errors', errors: atShownFields(reply.fields, blocks) };
  if (reply.kind === 'nothing' || (reply.kind === 'done' && !reply.card)) return { response_action: 'clear' };
  return { response_action: 'update', view: viewOf(reply) };
}

/** Slack refuses a mistake at a field that is not in the view: it is said at the last one that is. */
function atShownFields(fields: Record<string, string>, blocks: { block_id?: string; type?: string }[]): Record<string, string> {
  const shown = blocks.filter((block) => block.type === 'input').map((block) => block.block_id ?? '');
  const errors: Record<string, string> = {};
  for (const [name, words] of Object.entries(fields)) {
    const at = shown.includes(name) ? name : (shown.at(-1) ?? name);
    errors[at] = errors[at] ? `${errors[at]} ${words}` : words;
  }
  return errors;
}

function carriedBy(metadata: string): Carried {
  return JSON.parse(metadata || '{"form":"","carries":{}}') as Carried;
}
