// Modals: opened empty while their trigger is valid (three seconds), filled when the answer is ready.
// Follows docs.slack.dev/surfaces/modals and docs.slack.dev/reference/methods/views.open.
import type { types } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import { reportFailure } from '../../chat/failure.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import { loadingView, viewOf } from '../render/view.ts';
import type { Adapter } from './adapter.ts';
import { reportUnopened } from './boundary.ts';
import { withUsableFields } from './file-inputs.ts';

/** A modal that is open. */
export interface Modal {
  workspaceId: string;
  viewId: string;
  /** the version of the view that an answer belongs to; a newer version is left alone */
  hash?: string;
}

/**
 * Opens a loading modal before anything else happens, then shows the answer in it.
 * @param complete completes the interaction; it may call Slack, because the modal is open by then
 * @returns the card to show elsewhere when no modal could be opened; null otherwise
 */
export async function answerInModal(
  adapter: Adapter,
  interaction: Interaction,
  triggerId: string,
  complete: () => Promise<Interaction> = async () => interaction,
): Promise<Card | null> {
  const { platform, workspaceId } = interaction.speaker;
  let modal: Modal;
  try {
    modal = await openModal(adapter, workspaceId, triggerId, loadingView);
  } catch (error) {
    adapter.router.ended(platform, interaction.kind, { kind: 'told' });
    return reportUnopened(adapter, error, 'opening a modal', await complete());
  }
  await fillModal(adapter, modal, await answerOrFailure(adapter, await complete()));
  return null;
}

/** Opens a modal. @throws WebAPIPlatformError, for example for an expired trigger */
export async function openModal(adapter: Adapter, workspaceId: string, triggerId: string, view: types.ModalView): Promise<Modal> {
  const client = await adapter.clients.of(workspaceId);
  const opened = await client.views.open({ trigger_id: triggerId, view: await withUsableFields(adapter, workspaceId, view) });
  return { workspaceId, viewId: opened.view?.id ?? '' };
}

/** Shows a view on top of the open modal, which keeps what was typed into it. */
export async function pushModal(adapter: Adapter, workspaceId: string, triggerId: string, view: types.ModalView): Promise<void> {
  const client = await adapter.clients.of(workspaceId);
  await client.views.push({ trigger_id: triggerId, view });
}

/** Shows a reply in an open modal, if the modal is still open and unchanged. */
export async function fillModal(adapter: Adapter, { workspaceId, viewId, hash }: Modal, reply: Reply): Promise<void> {
  const view = await withUsableFields(adapter, workspaceId, viewOrFailure(adapter, reply));
  const client = await adapter.clients.of(workspaceId);
  try {
    await client.views.update({ view_id: viewId, view, ...(hash ? { hash } : {}) });
  } catch (error) {
    // the person closed the modal, or chose something newer in it
    if (!/not_found|hash_conflict/.test(error instanceof Error ? error.message : '')) throw error;
  }
}

async function answerOrFailure(adapter: Adapter, interaction: Interaction): Promise<Reply> {
  try {
    return await adapter.router.answer(interaction);
  } catch (error) {
    return { kind: 'card', card: reportFailure(adapter.log, error, 'a modal') };
  }
}

/** A reply that cannot be rendered must not leave the modal at "Loading…". */
function viewOrFailure(adapter: Adapter, reply: Reply): types.ModalView {
  try {
    return viewOf(reply, adapter.router.brand);
  } catch (error) {
    const card = reportFailure(adapter.log, error, 'rendering a modal');
    return viewOf({ kind: 'card', card }, adapter.router.brand);
  }
}
