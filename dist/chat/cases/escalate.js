// Asking an internal team, and its answer on its way back.
import { formatCaseNumber } from "../../domain/case-number.js";
import { escalateCase } from "../../usecases/cases/escalate-case.js";
import { returnCase } from "../../usecases/cases/return-case.js";
import { viewCase } from "../../usecases/cases/view-case.js";
import { maxPostLength } from "../../usecases/text-input.js";
import { checkNow } from "../allowed-now.js";
import { actions } from "../actions.js";
import { asAdvisor, advisorsOnly } from "../capability.js";
import { carriedNumber, caseArgument } from "../case-argument.js";
import { textForm } from "../text-form.js";
export const escalate = {
    commands: [
        {
            name: 'escalate',
            usage: 'CB-123 [reason]',
            description: 'ask an internal team; what it says stays with advisors',
            availableTo: advisorsOnly,
            opensForm: () => true,
            run: async (context, rest) => {
                const { number, text } = caseArgument(rest, 'escalate');
                return { kind: 'form', form: await escalateForm(context, number, text) };
            },
        },
    ],
    actions: {
        escalate: {
            opensForm: true,
            run: async (context, value) => ({ kind: 'form', form: await escalateForm(context, carriedNumber(value)) }),
        },
    },
    forms: {
        escalate: {
            render: async (context, _values, state) => ({ ...(await escalateForm(context, carriedNumber(state.number))), state }),
            submit: async (context, values, state) => {
                const { team = '', reason = '', 'to-contact': toContact = '' } = values;
                const number = carriedNumber(state.number);
                await escalateCase(context.services, asAdvisor(context), { number, team, reason, toContact }, context.request);
                return { kind: 'done' };
            },
        },
    },
};
const usually = 'Your case was handed to specialists, who look into it together with us. You will hear from us here as soon as they have answered; there is nothing you need to do meanwhile.';
async function escalateForm(context, number, reason) {
    const viewed = await viewCase(context.services, asAdvisor(context), number);
    checkNow(context, viewed, 'escalate');
    return {
        name: 'escalate',
        title: 'Escalate case',
        submit: 'Escalate',
        intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
        fields: [
            {
                kind: 'choice',
                name: 'team',
                label: 'Team',
                required: true,
                options: context.services.settings.escalationTeams.map((team) => ({ label: team, value: team })),
            },
            {
                kind: 'paragraph',
                name: 'reason',
                label: 'Reason',
                hint: 'What the team should do. Only advisors see this.',
                required: true,
                max: maxPostLength,
                initial: reason,
            },
            {
                kind: 'paragraph',
                name: 'to-contact',
                label: 'What the contact reads',
                hint: 'What was escalated and what to expect. The name of the team stands above it.',
                required: true,
                max: maxPostLength,
                initial: usually,
            },
        ],
        state: { idempotencyKey: context.newId(), number: String(number) },
    };
}
export const returned = textForm({
    action: actions.returnCase,
    permission: 'return',
    command: { description: 'return an escalated case with the answer of its team', done: 'returned. Its advisor has the answer.' },
    title: 'Return with answer',
    label: 'Answer',
    hint: 'What the team has found. Only advisors see this; one of them sends it on to the contact.',
    field: 'answer',
    submit: 'Return',
    run: async (context, number, answer) => {
        await returnCase(context.services, asAdvisor(context), { number, answer }, context.request);
        return null;
    },
});
//# sourceMappingURL=escalate.js.map