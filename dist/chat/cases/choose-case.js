import { CaseError } from "../../domain/case-error.js";
import { parseCaseNumber } from "../../domain/case-number.js";
import { addPost } from "../../usecases/cases/add-post.js";
import { loadDraft } from "../../usecases/cases/drafts.js";
import { afterPostElsewhere } from "./after-post.js";
/** "Another case": the number is asked for, the words are kept. */
export const chooseCase = {
    actions: {
        'choose-case': {
            opensForm: true,
            run: async (context, value) => ({
                kind: 'form',
                form: await chooseForm(context, { idempotencyKey: context.newId(), draft: value }),
            }),
        },
    },
    forms: {
        'choose-case': {
            render: (context, _values, state) => chooseForm(context, state),
            submit: async (context, values, state) => {
                const number = parseCaseNumber(values.number ?? '');
                if (number === null) {
                    const words = 'A case number looks like CB-123.';
                    throw new CaseError('no-number', words, undefined, { number: words });
                }
                const { text } = await loadDraft(context.services, context.person, state.draft ?? '');
                const reply = afterPostElsewhere(await addPost(context.services, context.person, { number, text }, context.request));
                return reply?.kind === 'card' ? { kind: 'done', card: reply.card } : { kind: 'done' };
            },
        },
    },
};
async function chooseForm(context, state) {
    const { text } = await loadDraft(context.services, context.person, state.draft ?? '');
    return {
        name: 'choose-case',
        title: 'Post to a case',
        submit: 'Share',
        intro: [{ kind: 'context', text: [text.length > 500 ? `${text.slice(0, 500)}…` : text] }],
        fields: [{ kind: 'line', name: 'number', label: 'Case number', required: true, max: 20, placeholder: 'CB-123' }],
        state: state,
    };
}
//# sourceMappingURL=choose-case.js.map