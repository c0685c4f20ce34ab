import { failed } from "./boundary.js";
import { limits } from "../transport/limits.js";
import { renderChoice } from "../render/multi-select.js";
export async function onTypedAhead(surface, heard, value) {
    const { queryText, dataset } = (value ?? {});
    const [form = '', field = ''] = wordsOf(dataset).split('/');
    const found = await offered(surface, heard, { form, field, text: wordsOf(queryText) });
    const results = found.slice(0, limits.suggestions).map((option) => renderChoice(option));
    return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}
/** The list can say nothing but that there is nothing. */
async function offered({ router, log }, { speaker, idempotencyKey }, typed) {
    try {
        const reply = await router.answer({ kind: 'suggestion', ...typed, speaker, idempotencyKey });
        return reply.kind === 'options' ? reply.options : [];
    }
    catch (error) {
        failed(log, error, `searching in form ${typed.form}`);
        return [];
    }
}
function wordsOf(value) {
    return typeof value === 'string' ? value : '';
}
//# sourceMappingURL=suggestions.js.map