// What an advisor writes on a case: a question, a resolution, an internal note.
import { addNote } from "../../usecases/cases/add-note.js";
import { askContact } from "../../usecases/cases/ask-contact.js";
import { resolveCase } from "../../usecases/cases/resolve-case.js";
import { actions } from "../actions.js";
import { asAdvisor } from "../capability.js";
import { textForm } from "../text-form.js";
export const ask = textForm({
    action: actions.ask,
    permission: 'ask',
    command: { description: 'ask the contact; the case waits on the answer', done: 'asked. It waits on the answer now.' },
    title: 'Ask the contact',
    label: 'Question',
    hint: 'The case becomes Pending Customer Input until the contact answers.',
    field: 'question',
    submit: 'Ask',
    run: async (context, number, question) => {
        await askContact(context.services, asAdvisor(context), { number, question }, context.request);
        return null;
    },
});
export const resolve = textForm({
    action: actions.resolve,
    permission: 'resolve',
    command: {
        description: 'explain the resolution; the contact verifies it',
        done: 'explained. The contact is asked to verify it.',
    },
    title: 'Resolve case',
    label: 'Explanation',
    hint: 'What was wrong and what was done. The contact is asked to verify it.',
    field: 'explanation',
    submit: 'Resolve',
    run: async (context, number, explanation) => {
        await resolveCase(context.services, asAdvisor(context), { number, explanation }, context.request);
        return null;
    },
});
export const note = textForm({
    action: actions.note,
    permission: 'note',
    command: {
        description: 'write an internal note: only advisors ever see it',
        done: 'internal note saved. Only advisors see it.',
    },
    title: 'Internal note',
    label: 'Note',
    hint: 'Only advisors see this. It never reaches the contact.',
    field: 'note',
    submit: 'Save note',
    run: async (context, number, text) => {
        await addNote(context.services, asAdvisor(context), { number, text }, context.request);
        return null;
    },
});
//# sourceMappingURL=advisor-commands.js.map