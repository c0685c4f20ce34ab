import { z } from 'zod';
import { CaseError } from "../../domain/case-error.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { assignCase } from "../../usecases/cases/assign-case.js";
import { listAdvisors } from "../../usecases/people/list-advisors.js";
import { viewCase } from "../../usecases/cases/view-case.js";
import { resolveActor } from "../../usecases/people/resolve-actor.js";
import { actions } from "../actions.js";
import { checkNow } from "../allowed-now.js";
import { asAdvisor, advisorsOnly, speakerOf } from "../capability.js";
import { caseNumber, chosenId } from "../codecs.js";
import { caseAndText, defineCommand } from "../define-command.js";
import { defineForm } from "../define-form.js";
import { reply } from "../replies.js";
const assignForm = defineForm({
    name: 'assign',
    state: z.object({ number: caseNumber }),
    fields: z.object({ advisor: chosenId('Choose an advisor.') }),
});
export const assign = {
    commands: [
        defineCommand({
            name: 'assign',
            usage: 'CB-123 [advisor]',
            description: 'give a case to an advisor',
            availableTo: advisorsOnly,
            args: caseAndText,
            opensForm: ({ text }) => text === '',
            takesMention: true,
            run: async (context, { number, text }) => {
                const advisor = asAdvisor(context);
                if (text === '')
                    return open(context, number);
                const to = await advisorNamed(context, text);
                await assignCase(context.services, advisor, { number, to: to.id }, context.request);
                return reply(`${formatCaseNumber(number)} is assigned to ${to.name}.`);
            },
        }),
    ],
    actions: [actions.assign.handle({ opensForm: true, run: open })],
    forms: [
        assignForm.handle({
            render: (context, _typed, state) => draw(context, state),
            submit: async (context, { advisor }, { number }) => {
                await assignCase(context.services, asAdvisor(context), { number, to: advisor }, context.request);
                return { kind: 'done' };
            },
        }),
    ],
};
async function open(context, number) {
    return { kind: 'form', form: await draw(context, assignForm.start(context, { number })) };
}
/** A platform's form takes at most so many options (Slack: 100). */
export const mostOptions = 100;
async function draw(context, state) {
    const { number } = state;
    const viewed = await viewCase(context.services, asAdvisor(context), number);
    checkNow(context, viewed, 'assign');
    const advisors = await listAdvisors(context.services);
    const options = advisors
        .slice(0, mostOptions)
        .map(({ id, name, team }) => ({ label: team ? `${name} (${team})` : name, value: String(id) }));
    const more = advisors.length > mostOptions
        ? `The first ${mostOptions} of ${advisors.length}; for others: assign ${formatCaseNumber(number)} name@…`
        : undefined;
    return assignForm.form(state, {
        title: 'Assign case',
        submit: 'Assign',
        intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${viewed.case.subject}`] }],
        fields: [{ kind: 'choice', name: 'advisor', label: 'Advisor', required: true, options, hint: more }],
    });
}
/** By mention, e-mail address, or the beginning of the name. */
async function advisorNamed(context, text) {
    const advisors = await listAdvisors(context.services);
    const mention = /^@\{([^}]+)\}$/.exec(text)?.[1];
    const mentioned = mention === undefined ? null : (await resolveActor(context.services, { ...speakerOf(context), userId: mention })).person;
    const wanted = text.replace(/^@/, '').toLowerCase();
    const found = advisors.filter(({ id, name, email }) => mention === undefined ? email === wanted || name.toLowerCase().startsWith(wanted) : id === mentioned?.id);
    const [first, second] = found;
    if (first && !second)
        return first;
    throw second
        ? new CaseError('no-advisor', `More than one advisor is called so: ${found.map((one) => one.name).join(', ')}.`, 'Write the whole name or the address.')
        : new CaseError('no-advisor', 'There is no such advisor.', 'Mention them, or write their name or address.');
}
//# sourceMappingURL=assign.js.map