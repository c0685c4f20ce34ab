import { failed } from "./boundary.js";
import { loadingView, viewOf } from "../render/view.js";
/**
 * Opens a window before anything else is done, then fills it with the answer, whatever that is.
 * @param ask what was done; may read from Slack, the window is open already
 * @returns what must be told elsewhere because no window could be opened; null otherwise
 */
export async function answerInModal(surface, workspaceId, triggerId, ask) {
    let window;
    try {
        window = await openModal(surface, workspaceId, triggerId, loadingView);
    }
    catch (error) {
        return failed(surface.log, error, 'opening a window');
    }
    await fillModal(surface, window, await answered(surface, ask));
    return null;
}
/** @throws what Slack answers, e.g. for a trigger that is too old */
export async function openModal(surface, workspaceId, triggerId, view) {
    const client = await surface.clients.of(workspaceId);
    const opened = await client.views.open({ trigger_id: triggerId, view });
    return { workspaceId, viewId: opened.view?.id ?? '' };
}
/** On top of the window that is open, which stays as it was typed. */
export async function pushModal(surface, workspaceId, triggerId, view) {
    const client = await surface.clients.of(workspaceId);
    await client.views.push({ trigger_id: triggerId, view });
}
export async function fillModal(surface, { workspaceId, viewId, hash }, reply) {
    const view = rendered(surface, reply);
    const client = await surface.clients.of(workspaceId);
    try {
        await client.views.update({ view_id: viewId, view, ...(hash ? { hash } : {}) });
    }
    catch (error) {
        // closed by its reader, or changed by a newer choice: there is nothing to show it in
        if (!/not_found|hash_conflict/.test(error instanceof Error ? error.message : ''))
            throw error;
    }
}
async function answered(surface, ask) {
    try {
        return await surface.router.answer(await ask());
    }
    catch (error) {
        return { kind: 'card', card: failed(surface.log, error, 'a window') };
    }
}
/** A window never stays at its first words. */
function rendered(surface, reply) {
    try {
        return viewOf(reply);
    }
    catch (error) {
        return viewOf({ kind: 'card', card: failed(surface.log, error, 'drawing a window') });
    }
}
//# sourceMappingURL=modal.js.map