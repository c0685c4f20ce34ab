// A modal: opened empty while its trigger lives, filled when the answer is there.
import type { types } from '@slack/bolt';
import type { Reply } from '../chat/interaction.ts';
import type { Surface } from './surface.ts';
import { loadingView, renderForm, renderWindow } from './render-form.ts';

export interface Window {
  workspaceId: string;
  viewId: string;
}

export async function openWindow(surface: Surface, workspaceId: string, triggerId: string): Promise<Window> {
  const client = await surface.clients.of(workspaceId);
  const { view } = await client.views.open({ trigger_id: triggerId, view: loadingView });
  if (!view?.id) throw new Error('Slack opened a view without an id');
  return { workspaceId, viewId: view.id };
}

/** @param hash the view's version that was answered to: a newer one stays */
export async function fillWindow(surface: Surface, window: Window, reply: Reply, hash?: string): Promise<void> {
  const view = viewOf(reply);
  const client = await surface.clients.of(window.workspaceId);
  try {
    await client.views.update({ view_id: window.viewId, view, ...(hash ? { hash } : {}) });
  } catch (error) {
    // closed by its reader, or changed by a newer choice: there is nothing to show it in
    if (!/not_found|hash_conflict/.test(error instanceof Error ? error.message : '')) throw error;
  }
}

const nothingToSay: types.ModalView = renderWindow({ summary: 'Done', elements: [{ kind: 'text', words: ['Done.'] }] });

export function viewOf(reply: Reply): types.ModalView {
  if (reply.kind === 'form') return renderForm(reply.form);
  if (reply.kind === 'card' || reply.kind === 'home') return renderWindow(reply.card);
  return reply.kind === 'done' && reply.card ? renderWindow(reply.card) : nothingToSay;
}
