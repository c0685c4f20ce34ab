import { failed } from "./boundary.js";
import { answerInDialog } from "./forms.js";
import { readMessage } from "./read-html.js";
import { renderCard } from "../render/card.js";
import { opensForm } from "./reply.js";
/** As the manifest names them. */
export const searchCommand = 'searchCases';
export const openCommand = 'openCase';
export async function onQuery(surface, { speaker, idempotencyKey }, value) {
    const { parameters = [], queryOptions = {} } = (value ?? {});
    const text = parameters.find(({ name }) => name === 'query')?.value ?? '';
    const page = Math.floor((queryOptions.skip ?? 0) / Math.max(queryOptions.count ?? 25, 1)) + 1;
    try {
        const reply = await surface.router.answer({ kind: 'search', text, page, speaker, idempotencyKey });
        if (reply.kind === 'card')
            return { composeExtension: { type: 'message', text: reply.card.summary } };
        if (reply.kind !== 'results' || reply.results.length === 0)
            return { composeExtension: { type: 'message', text: 'No case meets every condition. Use fewer words.' } };
        const options = { dialogs: surface.dialogs, opensForm: opensForm(surface) };
        const attachments = reply.results.map(({ title, detail, card }) => ({
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: renderCard(card, options),
            preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title, text: detail } },
        }));
        return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
    }
    catch (error) {
        return { composeExtension: { type: 'message', text: failed(surface.log, error, 'a search').summary } };
    }
}
/** The form of a new case, with the message's words where it was called from a message. */
export function onOpen(surface, heard, value) {
    const { messagePayload } = (value ?? {});
    const { speaker, place, idempotencyKey } = heard;
    const interaction = messagePayload
        ? { kind: 'from-message', text: textOf(messagePayload), link: messagePayload.linkToMessage, place, speaker, idempotencyKey }
        : { kind: 'action', action: 'open', value: '', place, speaker, idempotencyKey };
    return answerInDialog(surface, interaction);
}
function textOf({ body }) {
    const content = body?.content ?? '';
    const attachments = body?.contentType === 'html' ? [{ contentType: 'text/html', content }] : [];
    return readMessage({ text: content, attachments }, '').text;
}
//# sourceMappingURL=message-extension.js.map