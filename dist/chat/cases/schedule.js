import { formatCaseNumber } from "../../domain/case-number.js";
import { scheduleCase } from "../../usecases/cases/schedule-case.js";
import { viewCase } from "../../usecases/cases/view-case.js";
import { maxPostLength } from "../../usecases/text-input.js";
import { checkNow } from "../allowed-now.js";
import { asAdvisor, advisorsOnly } from "../capability.js";
import { carriedNumber, caseArgument } from "../case-argument.js";
/** Work that waits for a day. */
export const schedule = {
    commands: [
        {
            name: 'schedule',
            usage: 'CB-123 [what will be done]',
            description: 'say when the case goes on, and how',
            availableTo: advisorsOnly,
            opensForm: () => true,
            run: async (context, rest) => {
                const { number, text } = caseArgument(rest, 'schedule');
                return { kind: 'form', form: await scheduleForm(context, number, text) };
            },
        },
    ],
    actions: {
        schedule: {
            opensForm: true,
            run: async (context, value) => ({ kind: 'form', form: await scheduleForm(context, carriedNumber(value)) }),
        },
    },
    forms: {
        schedule: {
            render: async (context, _values, state) => ({ ...(await scheduleForm(context, carriedNumber(state.number))), state }),
            submit: async (context, { date = '', what = '' }, state) => {
                await scheduleCase(context.services, asAdvisor(context), { number: carriedNumber(state.number), date, what }, context.request);
                return { kind: 'done' };
            },
        },
    },
};
async function scheduleForm(context, number, what) {
    const viewed = await viewCase(context.services, asAdvisor(context), number);
    checkNow(context, viewed, 'schedule');
    return {
        name: 'schedule',
        title: 'Schedule',
        submit: 'Schedule',
        intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
        fields: [
            {
                kind: 'date',
                name: 'date',
                label: 'Date',
                hint: "The case is its advisor's again that morning, or on the next business day of the account.",
                required: true,
            },
            {
                kind: 'paragraph',
                name: 'what',
                label: 'What will be done',
                hint: 'The contact reads the date and this.',
                required: true,
                max: maxPostLength,
                initial: what,
            },
        ],
        state: { idempotencyKey: context.newId(), number: String(number) },
    };
}
//# sourceMappingURL=schedule.js.map