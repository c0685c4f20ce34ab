// A modal: opened empty while its trigger lives, filled when the answer is there.
import type { types } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import type { Interaction, Reply } from '../../chat/interaction.ts';
import { failed } from './boundary.ts';
import { loadingView, viewOf } from '../render/view.ts';
import type { Adapter } from './adapter.ts';

export interface Modal {
  workspaceId: string;
  viewId: string;
  /** the version that is answered to: a newer one stays */
  hash?: string;
}

/**
 * Opens a window before anything else is done, then fills it with the answer, whatever that is.
 * @param ask what was done; may read from Slack, the window is open already
 * @returns what must be told elsewhere because no window could be opened; null otherwise
 */
export async function answerInModal(
  adapter: Adapter,
  workspaceId: string,
  triggerId: string,
  ask: () => Promise<Interaction>,
): Promise<Card | null> {
  let window: Modal;
  try {
    window = await openModal(adapter, workspaceId, triggerId, loadingView);
  } catch (error) {
    return failed(adapter.log, error, 'opening a window');
  }
  await fillModal(adapter, window, await answered(adapter, ask));
  return null;
}

/** @throws what Slack answers, e.g. for a trigger that is too old */
export async function openModal(adapter: Adapter, workspaceId: string, triggerId: string, view: types.ModalView): Promise<Modal> {
  const client = await adapter.clients.of(workspaceId);
  const opened = await client.views.open({ trigger_id: triggerId, view });
  return { workspaceId, viewId: opened.view?.id ?? '' };
}

/** On top of the window that is open, which stays as it was typed. */
export async function pushModal(adapter: Adapter, workspaceId: string, triggerId: string, view: types.ModalView): Promise<void> {
  const client = await adapter.clients.of(workspaceId);
  await client.views.push({ trigger_id: triggerId, view });
}

export async function fillModal(adapter: Adapter, { workspaceId, viewId, hash }: Modal, reply: Reply): Promise<void> {
  const view = rendered(adapter, reply);
  const client = await adapter.clients.of(workspaceId);
  try {
    await client.views.update({ view_id: viewId, view, ...(hash ? { hash } : {}) });
  } catch (error) {
    // closed by its reader, or changed by a newer choice: there is nothing to show it in
    if (!/not_found|hash_conflict/.test(error instanceof Error ? error.message : '')) throw error;
  }
}

async function answered(adapter: Adapter, ask: () => Promise<Interaction>): Promise<Reply> {
  try {
    return await adapter.router.answer(await ask());
  } catch (error) {
    return { kind: 'card', card: failed(adapter.log, error, 'a window') };
  }
}

/** A window never stays at its first words. */
function rendered(adapter: Adapter, reply: Reply): types.ModalView {
  try {
    return viewOf(reply);
  } catch (error) {
    return viewOf({ kind: 'card', card: failed(adapter.log, error, 'drawing a window') });
  }
}
