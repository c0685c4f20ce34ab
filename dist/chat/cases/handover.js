import { casesToHandOver, startHandover } from "../../usecases/cases/start-handover.js";
import { listAdvisors } from "../../usecases/people/list-advisors.js";
import { maxPostLength } from "../../usecases/text-input.js";
import { mostOptions } from "./assign.js";
import { asAdvisor, advisorsOnly } from "../capability.js";
import { textCard } from "../replies.js";
export const handover = {
    commands: [
        {
            name: 'handover',
            description: 'hand all open cases over to a colleague, or to the queue',
            availableTo: advisorsOnly,
            maxWords: 0,
            opensForm: () => true,
            run: async (context) => ({ kind: 'form', form: await handoverForm(context, {}, { idempotencyKey: context.newId() }) }),
        },
    ],
    forms: { handover: { render: handoverForm, submit } },
};
const queue = 'queue';
async function submit(context, { from = '', to = '', reason = '' }) {
    const input = { from: idOf(from), to: to === queue ? null : idOf(to), reason };
    const outcome = await startHandover(context.services, asAdvisor(context), input, context.request);
    if (outcome === 'repeat')
        return { kind: 'done' };
    const { total, done } = outcome;
    const all = `${cases(total)} of ${outcome.from} ${total === 1 ? 'is' : 'are'}`;
    const where = outcome.to ?? 'the queue';
    const card = done
        ? textCard(`${all} handed over to ${where}.`)
        : textCard(`${all} being handed over to ${where}.`, ['This takes some minutes; “handover” shows how many are left.']);
    return { kind: 'done', card };
}
/** Nobody has the number 0: the use-case says so at the field. */
function idOf(value) {
    return /^\d{1,9}$/.test(value) ? Number(value) : 0;
}
/** A lead hands over anybody's, an advisor their own. */
async function handoverForm(context, values, state) {
    const advisor = asAdvisor(context);
    const others = (await listAdvisors(context.services)).filter(({ id }) => id !== advisor.id);
    const colleagues = others.slice(0, mostOptions - 1).map(optionOf);
    const hint = others.length >= mostOptions ? `The first ${mostOptions - 1} of ${others.length}.` : undefined;
    const mine = optionOf(advisor);
    const chosen = advisor.lead ? (values.from ?? mine.value) : mine.value;
    const givers = advisor.lead ? [mine, ...colleagues] : [mine];
    return {
        name: 'handover',
        title: 'Hand over cases',
        submit: 'Hand over',
        intro: await whatMoves(context, givers.find(({ value }) => value === chosen) ?? mine),
        fields: [
            { kind: 'choice', name: 'from', label: 'From', required: true, refreshes: true, options: givers, initial: chosen, hint },
            {
                kind: 'choice',
                name: 'to',
                label: 'To',
                required: true,
                options: [{ label: 'The queue', value: queue }, ...(advisor.lead ? [mine] : []), ...colleagues].slice(0, mostOptions),
                initial: values.to,
                hint,
            },
            {
                kind: 'paragraph',
                name: 'reason',
                label: 'Reason',
                hint: 'It stands in the history; only advisors see it.',
                required: true,
                max: maxPostLength,
                initial: values.reason,
            },
        ],
        state: state,
    };
}
async function whatMoves(context, { label, value }) {
    const { open, moving } = await casesToHandOver(context.services, idOf(value));
    return [
        { kind: 'text', text: [`${label} has ${cases(open)}. All of them move.`] },
        ...moving.map(({ total, left }) => ({
            kind: 'context',
            text: [`On their way already: ${total - left.length} of ${cases(total)} have moved.`],
        })),
    ];
}
function optionOf({ id, name }) {
    return { label: name, value: String(id) };
}
function cases(count) {
    return count === 1 ? '1 open case' : `${count} open cases`;
}
//# sourceMappingURL=handover.js.map