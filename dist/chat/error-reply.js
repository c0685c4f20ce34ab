import { errorCard } from "./replies.js";
/** What can be put right, where the person did it. */
export function errorReply({ kind, values = {} }, error) {
    if (kind === 'home')
        return { kind: 'home', card: errorCard(error) };
    if (kind === 'suggestion')
        return { kind: 'options', options: [] };
    if (kind !== 'form-submitted')
        return { kind: 'card', card: errorCard(error) };
    if (error.fields)
        return { kind: 'field-errors', fields: { ...error.fields } };
    return { kind: 'done', card: withTyped(errorCard(error), values) };
}
/** What is shorter is soon typed again. */
const worthKeeping = 30;
/** The form closes, because what it asks cannot be done any more: what was written into it is handed back. */
function withTyped(card, values) {
    const typed = Object.values(values).filter((text) => text.length > worthKeeping);
    if (typed.length === 0)
        return card;
    const kept = typed.map((text) => ({ kind: 'markdown', text }));
    return { ...card, elements: [...card.elements, { kind: 'context', text: ['What you wrote:'] }, ...kept] };
}
//# sourceMappingURL=error-reply.js.map