import { closeReasonsFor } from "../../domain/close-reason.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { can } from "../../domain/permission.js";
import { closeCase } from "../../usecases/cases/close-case.js";
import { viewCase } from "../../usecases/cases/view-case.js";
import { maxPostLength } from "../../usecases/text-input.js";
import { checkNow } from "../allowed-now.js";
import { carriedNumber, caseArgument } from "../case-argument.js";
/** Closing asks for its reason; a contact's and an advisor's differ. */
export const close = {
    commands: [
        {
            name: 'close',
            usage: 'CB-123',
            description: 'close a case',
            availableTo: (person) => can(person, 'close'),
            opensForm: () => true,
            run: async (context, rest) => ({ kind: 'form', form: await closeForm(context, caseArgument(rest, 'close').number) }),
        },
    ],
    actions: {
        close: {
            opensForm: true,
            run: async (context, value) => ({ kind: 'form', form: await closeForm(context, carriedNumber(value)) }),
        },
    },
    forms: {
        close: {
            render: async (context, _values, state) => ({ ...(await closeForm(context, carriedNumber(state.number))), state }),
            submit: async (context, values, state) => {
                const chosen = values.reason ?? '';
                const reason = chosen === 'Duplicate' ? `Duplicate of ${values['duplicate-of'] ?? ''}` : chosen;
                await closeCase(context.services, context.person, { number: carriedNumber(state.number), reason, comment: values.comment }, context.request);
                return { kind: 'done' };
            },
        },
    },
};
async function closeForm(context, number) {
    const viewed = await viewCase(context.services, context.person, number);
    checkNow(context, viewed, 'close');
    const reasons = closeReasonsFor(context.person);
    const fields = [
        {
            kind: 'choice',
            name: 'reason',
            label: 'Reason',
            required: true,
            options: reasons.map((reason) => ({ label: reason, value: reason })),
        },
    ];
    if (reasons.includes('Duplicate')) {
        fields.push({
            kind: 'line',
            name: 'duplicate-of',
            label: 'Duplicate of',
            hint: 'The number of the other case, for a duplicate.',
            max: 20,
            placeholder: 'CB-123',
        });
    }
    fields.push({
        kind: 'paragraph',
        name: 'comment',
        label: 'Comment',
        hint: 'Optional; everybody on the case reads it.',
        max: maxPostLength,
    });
    return {
        name: 'close',
        title: 'Close case',
        submit: 'Close case',
        intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
        fields,
        state: { idempotencyKey: context.newId(), number: String(number) },
    };
}
//# sourceMappingURL=close.js.map