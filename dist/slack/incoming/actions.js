import { failed, logFailure } from "./boundary.js";
import { renderMessage } from "../render/card.js";
import { linkAction } from "../render/element.js";
import { refreshAction } from "../render/form.js";
import { renderModal, viewOf } from "../render/view.js";
import { kindOfChannel, receiptOf, speakerOf } from "./adapter.js";
import { changeForm } from "./forms.js";
import { answerInModal, fillModal, openModal, pushModal } from "./modal.js";
export function listenToActions(app, surface) {
    app.action({ type: 'block_actions' }, async ({ body, context, ack, respond }) => {
        const [action] = body.actions;
        // a link opens by itself; Slack tells of it all the same
        if (action && nameOf(action) !== linkAction)
            await answer({ surface, body, action, workspaceId: context.teamId ?? '', respond });
        await ack();
    });
}
async function answer(press) {
    const { surface, body } = press;
    try {
        if (body.view?.type === 'modal')
            await inOpenWindow(press, body.view);
        else
            await onMessageOrHome(press);
    }
    catch (error) {
        const card = failed(surface.log, error, 'a button');
        try {
            await tellOfFailure(press, card);
        }
        catch (lost) {
            logFailure(surface.log, lost, 'telling of a failure');
        }
    }
}
/** In a window the answer takes its place. */
async function inOpenWindow(press, view) {
    const { surface, body, action, workspaceId } = press;
    if (nameOf(action) === refreshAction)
        return changeForm(surface, workspaceId, body, view);
    const reply = await surface.router.answer(pressed(press));
    await fillModal(surface, { workspaceId, viewId: view.id }, reply);
}
/** Elsewhere a window is opened where a form or much to read will come. */
async function onMessageOrHome(press) {
    const { surface, body, workspaceId } = press;
    const interaction = pressed(press);
    if (surface.router.opensForm(interaction)) {
        const untold = await answerInModal(surface, workspaceId, body.trigger_id, async () => interaction);
        return untold ? tellOfFailure(press, untold) : undefined;
    }
    const reply = await surface.router.answer(interaction);
    if (reply.kind === 'card')
        await tell(press, reply.card, reply.replace === true);
    if (reply.kind === 'form')
        await openModal(surface, workspaceId, body.trigger_id, viewOf(reply));
}
async function tellOfFailure(press, card) {
    const { surface, body, workspaceId } = press;
    if (body.response_url)
        return tell(press, card, false);
    if (body.view?.type === 'modal')
        return pushModal(surface, workspaceId, body.trigger_id, renderModal(card));
    await openModal(surface, workspaceId, body.trigger_id, renderModal(card));
}
function pressed({ body, action, workspaceId }) {
    const { id: channelId, name } = body.channel ?? {};
    const thread = threadOf(body);
    return {
        kind: 'action',
        action: nameOf(action),
        value: valueOf(action),
        place: channelId ? { channelId, kind: kindOfChannel(channelId, name), ...(thread ? { threadRef: thread } : {}) } : undefined,
        speaker: speakerOf(workspaceId, body.user.id),
        idempotencyKey: receiptOf(body.trigger_id),
    };
}
/** What stands behind the `#` only keeps ids apart. */
function nameOf(action) {
    return (action.action_id ?? '').split('#')[0] ?? '';
}
function valueOf(action) {
    if ('selected_option' in action && action.selected_option)
        return action.selected_option.value ?? '';
    return 'value' in action ? String(action.value ?? '') : '';
}
/** The thread a message stands in; a message that has one below it stands in none. */
function threadOf(body) {
    const { thread_ts: thread, message_ts: ts } = (body.container ?? {});
    return thread === ts ? undefined : thread;
}
/** Only the person sees it; a replaced message stays what it was, seen by one or by all. */
async function tell({ body, respond }, card, replace) {
    const thread = threadOf(body);
    await respond({
        ...(replace
            ? { replace_original: true }
            : { response_type: 'ephemeral', replace_original: false, ...(thread ? { thread_ts: thread } : {}) }),
        ...renderMessage(card),
    });
}
//# sourceMappingURL=actions.js.map