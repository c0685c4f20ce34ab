import { logFailure } from "./boundary.js";
import { limits } from "../transport/limits.js";
import { renderOption } from "../render/element.js";
import { carriedBy } from "../render/form.js";
import { searchAction } from "../render/multi-select.js";
import { receiptOf, speakerOf } from "./adapter.js";
export function listenToSearches(app, surface) {
    app.options(searchAction, async ({ body, context, ack }) => {
        const { form } = carriedBy(body.view?.private_metadata ?? '');
        const found = await offered(surface, {
            kind: 'suggestion',
            form,
            field: body.block_id,
            text: body.value,
            speaker: speakerOf(context.teamId ?? '', body.user.id),
            idempotencyKey: receiptOf(body.view?.id ?? ''),
        });
        await ack({ options: found.slice(0, limits.selectOptions).map(renderOption) });
    });
}
/** The list can say nothing but that there is nothing. */
async function offered(surface, interaction) {
    try {
        const reply = await surface.router.answer(interaction);
        return reply.kind === 'options' ? reply.options : [];
    }
    catch (error) {
        logFailure(surface.log, error, `searching in form ${interaction.form}`);
        return [];
    }
}
//# sourceMappingURL=suggestions.js.map