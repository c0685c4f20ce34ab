import { failed } from "./boundary.js";
import { carriedBy, formCallback, readValues } from "../render/form.js";
import { renderModal, viewOf } from "../render/view.js";
import { receiptOf, speakerOf } from "./adapter.js";
import { fillModal } from "./modal.js";
export function listenToViews(app, surface) {
    app.view(formCallback, async ({ body, view, context, ack }) => {
        const carried = carriedBy(view.private_metadata);
        const interaction = {
            kind: 'form-submitted',
            ...carried,
            values: readValues(view.state.values, view.blocks),
            speaker: speakerOf(context.teamId ?? '', body.user.id),
            idempotencyKey: receiptOf(view.id),
        };
        try {
            await ack(afterSubmission(await surface.router.answer(interaction), view.blocks));
        }
        catch (error) {
            await ack({ response_action: 'update', view: renderModal(failed(surface.log, error, `form ${carried.form}`)) });
        }
    });
}
/** A choice that draws its form anew; one that came too late, after another or a closing, changes nothing. */
export async function changeForm(surface, workspaceId, body, view) {
    const reply = await surface.router.answer({
        kind: 'form-changed',
        ...carriedBy(view.private_metadata),
        values: readValues(view.state.values, view.blocks),
        speaker: speakerOf(workspaceId, body.user.id),
        idempotencyKey: receiptOf(body.trigger_id),
    });
    if (reply.kind !== 'nothing')
        await fillModal(surface, { workspaceId, viewId: view.id, hash: view.hash }, reply);
}
/** docs.slack.dev/surfaces/modals, Displaying errors; Updating and clearing views */
export function afterSubmission(reply, blocks) {
    if (reply.kind === 'nothing' || (reply.kind === 'done' && !reply.card))
        return { response_action: 'clear' };
    if (reply.kind === 'field-errors') {
        const errors = atShownFields(reply.fields, blocks);
        if (errors)
            return { response_action: 'errors', errors };
    }
    return { response_action: 'update', view: viewOf(reply) };
}
/** Slack refuses a mistake at a field that is not in the view: it is said at the last one that is. @returns null where there is none */
function atShownFields(fields, blocks) {
    const shown = blocks.filter((block) => block.type === 'input').map((block) => block.block_id ?? '');
    const last = shown.at(-1);
    if (last === undefined)
        return null;
    const errors = {};
    for (const [name, words] of Object.entries(fields)) {
        const at = shown.includes(name) ? name : last;
        errors[at] = errors[at] ? `${errors[at]} ${words}` : words;
    }
    return errors;
}
//# sourceMappingURL=forms.js.map