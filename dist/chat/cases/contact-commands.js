// What a contact says on a case: it is resolved, it still happens, it is back.
import { formatCaseNumber } from "../../domain/case-number.js";
import { isAuthorized } from "../../domain/person.js";
import { confirmResolution } from "../../usecases/cases/confirm-resolution.js";
import { declineResolution } from "../../usecases/cases/decline-resolution.js";
import { reopenCase } from "../../usecases/cases/reopen-case.js";
import { actions } from "../actions.js";
import { asContact } from "../capability.js";
import { offer } from "../replies.js";
import { textForm } from "../text-form.js";
export const confirm = {
    actions: [
        actions.confirm.handle({
            run: async (context, number) => {
                await confirmResolution(context.services, asContact(context), number, context.request);
                return { kind: 'nothing' };
            },
        }),
    ],
};
export const decline = textForm({
    action: actions.decline,
    permission: 'decline',
    showsPending: true,
    title: 'Still happening',
    label: 'What still happens?',
    hint: 'Your advisor goes on from here.',
    field: 'still-happens',
    submit: 'Send',
    run: async (context, number, stillHappens) => {
        await declineResolution(context.services, asContact(context), { number, stillHappens }, context.request);
        return null;
    },
});
export const reopen = textForm({
    action: actions.reopen,
    permission: 'reopen',
    command: { description: 'reopen a closed case with what is new', availableTo: isAuthorized, done: 'open again.' },
    title: 'Reopen case',
    label: 'Details',
    hint: 'What happens now, so that it can be investigated further.',
    field: 'details',
    submit: 'Reopen case',
    instead: ({ case: shown, may }) => shown.status !== 'Closed' || may.includes('reopen') || !may.includes('post')
        ? null
        : offer([`${formatCaseNumber(shown.number)} was closed too long ago to be reopened. A new case can follow up on it.`], [
            {
                kind: 'button',
                label: 'Open a follow-up case',
                action: 'follow-up',
                value: String(shown.number),
                style: 'primary',
            },
        ], 'A new case can follow up on it'),
    run: async (context, number, details) => {
        await reopenCase(context.services, asContact(context), { number, details }, context.request);
        return null;
    },
});
//# sourceMappingURL=contact-commands.js.map