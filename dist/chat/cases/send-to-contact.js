// A team's answer stands in the queue's thread with a way to send it on to the contact.
import { formatCaseNumber } from "../../domain/case-number.js";
import { isOpen } from "../../domain/status.js";
import { teamAnswer } from "../../usecases/cases/add-note.js";
import { answerToSendOn, sendToContact as sendOnCase } from "../../usecases/cases/send-to-contact.js";
import { asAdvisor } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
import { maxTypedLength } from "./open-form.js";
export const sendToContact = {
    actions: {
        /** value: `<case number> <the answer's post id>` */
        'send-on': {
            opensForm: true,
            run: async (context, value) => {
                const [number = '', answer = ''] = value.split(' ');
                return { kind: 'form', form: await sendOnForm(context, { idempotencyKey: context.newId(), number, answer }) };
            },
        },
    },
    forms: {
        'send-on': {
            render: (context, _values, state) => sendOnForm(context, state),
            submit: async (context, values, state) => {
                const input = { number: carriedNumber(state.number), text: values.post ?? '' };
                await sendOnCase(context.services, asAdvisor(context), input, context.request);
                return { kind: 'done' };
            },
        },
    },
};
async function sendOnForm(context, state) {
    const number = carriedNumber(state.number);
    const { authorName, body } = await answerToSendOn(context.services, asAdvisor(context), number, carriedNumber(state.answer));
    const tooLong = body.length > maxTypedLength
        ? [{ kind: 'context', text: [`Only its first ${maxTypedLength} characters fit here; send the rest as a post.`] }]
        : [];
    return {
        name: 'send-on',
        title: 'Send to contact',
        submit: 'Send to contact',
        intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · The answer of ${authorName}, in your name:`] }, ...tooLong],
        fields: [
            {
                kind: 'paragraph',
                name: 'post',
                label: 'What the contact reads',
                hint: 'Take out what is internal.',
                required: true,
                max: maxTypedLength,
                initial: body.slice(0, maxTypedLength),
            },
        ],
        state: state,
    };
}
/** The note as it stands in the queue's thread; everywhere else it has no button. */
export function withSendToContact(card, { post, side, team, case: of }) {
    const isAnswer = post?.kind === 'note' && post.action === teamAnswer;
    if (!isAnswer || side !== 'advisor' || team !== null || !isOpen(of.status))
        return card;
    const value = `${of.number} ${post.id}`;
    return {
        ...card,
        elements: [
            ...card.elements,
            { kind: 'actions', actions: [{ kind: 'button', label: 'Send to contact', action: 'send-on', value }] },
        ],
    };
}
//# sourceMappingURL=send-to-contact.js.map