// The impact assessment: six questions, then the priority they suggest, to be accepted or overridden with a reason.
import { CaseError } from "../../domain/case-error.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { maxLengths } from "../../domain/case-input.js";
import { priorities } from "../../domain/priority.js";
import { isOpen } from "../../domain/status.js";
import { answers, questionLabels, questions, readAnswers, suggestPriority, triageTable, } from "../../domain/triage.js";
import { triageCase } from "../../usecases/cases/triage-case.js";
import { viewCase } from "../../usecases/cases/view-case.js";
import { checkNow } from "../allowed-now.js";
import { asAdvisor, advisorsOnly } from "../capability.js";
import { carriedNumber, caseArgument } from "../case-argument.js";
export const triage = {
    commands: [
        {
            name: 'triage',
            usage: 'CB-123',
            description: 'assess the impact of a case; it suggests a priority',
            availableTo: advisorsOnly,
            opensForm: () => true,
            run: (context, rest) => start(context, caseArgument(rest, 'triage').number),
        },
    ],
    actions: { triage: { opensForm: true, run: (context, value) => start(context, carriedNumber(value)) } },
    forms: {
        triage: {
            render: async (context, values, state) => triageForm(await toAssess(context, carriedNumber(state.number)), values, state),
            submit: (context, values, state) => submit(context, values, state),
        },
    },
};
async function start(context, number) {
    const viewed = await toAssess(context, number);
    const known = viewed.case.triage?.answers ?? {};
    return { kind: 'form', form: triageForm(viewed, known, { idempotencyKey: context.newId(), number: String(number) }) };
}
async function toAssess(context, number) {
    const viewed = await viewCase(context.services, asAdvisor(context), number);
    checkNow(context, viewed, 'triage');
    if (!isOpen(viewed.case.status))
        throw new CaseError('not-now', 'The case is closed: there is nothing to assess.');
    return viewed;
}
async function submit(context, values, state) {
    const number = carriedNumber(state.number);
    const given = answered(values);
    const { priority: suggested } = suggestPriority(given);
    // only what was seen can be accepted: other answers may suggest something else
    if (state.suggested !== suggested) {
        const { priority: _before, ...rest } = values;
        return { kind: 'form', form: triageForm(await toAssess(context, number), rest, { ...state, suggested }) };
    }
    const chosen = priorities.find((one) => one === values.priority) ?? suggested;
    await triageCase(context.services, asAdvisor(context), { number, answers: given, chosen, why: values.why ?? '' }, context.request);
    return { kind: 'done' };
}
/** @throws CaseError unanswered, at every question that is */
function answered(values) {
    const read = readAnswers(values);
    if (!Array.isArray(read))
        return read;
    const fields = Object.fromEntries(read.map((question) => [question, 'Choose an answer.']));
    throw new CaseError('unanswered', 'Some questions are not answered.', undefined, fields);
}
function triageForm({ case: shown }, values, state) {
    const given = readAnswers(values);
    const suggestion = state.suggested === undefined || Array.isArray(given) ? null : suggestPriority(given);
    return {
        name: 'triage',
        title: 'Triage',
        submit: suggestion ? 'Set priority' : 'Suggest a priority',
        intro: [
            { kind: 'context', text: [`${formatCaseNumber(shown.number)} · ${shown.subject} · ${shown.priority} now`] },
            ...(suggestion
                ? [
                    {
                        kind: 'text',
                        text: [{ bold: `Suggested: ${suggestion.priority}.` }, ` ${suggestion.reasons.join(' ')}`],
                    },
                    ...table(),
                ]
                : []),
        ],
        fields: [
            ...(suggestion ? decision(values, suggestion.priority) : []),
            ...questions.map((question) => field(question, values)),
        ],
        state: state,
    };
}
/** What came of the newest assessment; for advisors. */
export function triageField({ triage: known }) {
    if (!known)
        return [];
    const { chosen, suggested, why, by, at } = known;
    const words = why === null ? `${chosen}, as suggested` : `${chosen} instead of ${suggested}: ${why}`;
    return [{ label: 'Triage', value: [`${words} · ${by}, `, { at, as: 'moment' }] }];
}
/** What asks for which priority. */
function table() {
    return triageTable().map(({ priority, asksForIt }) => ({
        kind: 'context',
        text: [{ bold: priority }, `: ${asksForIt.join(' ')}`],
    }));
}
function decision(values, suggested) {
    return [
        {
            kind: 'choice',
            name: 'priority',
            label: 'Priority',
            required: true,
            options: priorities.map((value) => ({ label: value === suggested ? `${value} (suggested)` : value, value })),
            initial: values.priority ?? suggested,
        },
        {
            kind: 'line',
            name: 'why',
            label: 'Reason',
            hint: 'Why it is another than the suggested one. Only advisors read it.',
            max: maxLengths.reason,
            initial: values.why,
        },
    ];
}
function field(question, values) {
    return {
        kind: 'choice',
        name: question,
        label: questionLabels[question],
        required: true,
        options: answers[question].map((value) => ({ label: value.charAt(0).toUpperCase() + value.slice(1), value })),
        initial: values[question],
    };
}
//# sourceMappingURL=triage.js.map