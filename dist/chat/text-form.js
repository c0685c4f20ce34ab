// Most actions on a case ask for one text: in a form behind a button, or as the text after the case number. One description makes both.
import { z } from 'zod';
import { formatCaseNumber } from "../domain/case-number.js";
import { maxPostLength } from "../usecases/text-input.js";
import { viewCase } from "../usecases/cases/view-case.js";
import { checkNow } from "./allowed-now.js";
import { advisorsOnly } from "./capability.js";
import { caseNumber, fieldText } from "./codecs.js";
import { caseAndText, defineCommand } from "./define-command.js";
import { defineForm } from "./define-form.js";
import { eventText } from "./cases/event-text.js";
import { reply } from "./replies.js";
/** Makes the button, the form and the command of an action that asks for one text. */
export function textForm(of) {
    const { action, command, field } = of;
    const definition = defineForm({
        name: action.name,
        state: z.object({ number: caseNumber }),
        fields: z.object({}).catchall(fieldText),
    });
    const open = async (context, number) => {
        const viewed = await viewCase(context.services, context.person, number);
        const instead = of.instead?.(viewed);
        if (instead)
            return instead;
        checkNow(context, viewed, of.permission);
        return { kind: 'form', form: definition.form(definition.start(context, { number }), partsOf(of, viewed)) };
    };
    return {
        commands: command
            ? [
                defineCommand({
                    name: action.name,
                    usage: 'CB-123 [text]',
                    description: command.description,
                    availableTo: command.availableTo ?? advisorsOnly,
                    args: caseAndText,
                    opensForm: ({ text }) => text === '',
                    run: async (context, { number, text }) => {
                        if (text === '')
                            return open(context, number);
                        return (await of.run(context, number, text)) ?? reply(`${formatCaseNumber(number)}: ${command.done}`);
                    },
                }),
            ]
            : [],
        actions: [action.handle({ opensForm: true, run: open })],
        forms: [
            definition.handle({
                render: async (context, _typed, state) => {
                    const viewed = await viewCase(context.services, context.person, state.number);
                    return definition.form(state, partsOf(of, viewed));
                },
                submit: async (context, values, { number }) => {
                    const reply = await of.run(context, number, values[field] ?? '');
                    return reply?.kind === 'card' ? { kind: 'done', card: reply.card } : { kind: 'done' };
                },
            }),
        ],
    };
}
function partsOf({ title, submit, field, label, hint, showsPending }, viewed) {
    const { number, subject } = viewed.case;
    return {
        title,
        submit,
        intro: [
            { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
            ...(showsPending ? pendingElements(viewed) : []),
        ],
        fields: [{ kind: 'paragraph', name: field, label, hint, required: true, max: maxPostLength }],
    };
}
/** Shows the question or the resolution that waits for a reply. */
export function pendingElements({ case: shown, posts }) {
    const pending = posts.find((post) => post.id === shown.pendingPostId);
    if (!pending)
        return [];
    return [
        { kind: 'text', text: [{ bold: pending.authorName }, ` ${eventText(pending) ?? ''}`] },
        { kind: 'markdown', text: pending.body },
    ];
}
//# sourceMappingURL=text-form.js.map