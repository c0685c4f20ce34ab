// Qualifying a case, and looking at a defect.
import { CaseError } from "../../domain/case-error.js";
import { formatCaseNumber, parseCaseNumber } from "../../domain/case-number.js";
import { defectNumberHint, parseDefectNumber } from "../../domain/defect-number.js";
import { parseQualification } from "../../domain/qualification.js";
import { peekDefect, viewDefect } from "../../usecases/defects/defects.js";
import { moveFixedCases } from "../../usecases/defects/move-fixed-cases.js";
import { qualifyCase } from "../../usecases/defects/qualify-case.js";
import { asAdvisor, advisorsOnly } from "../capability.js";
import { carriedNumber, onlyNumber } from "../case-argument.js";
import { defectCard } from "./defect-card.js";
import { defectForm } from "./defect-form.js";
import { textCard } from "../replies.js";
export const defect = {
    commands: [
        {
            name: 'defect',
            usage: 'CB-123 or DEV-4711',
            description: 'qualify a case as an isolated incident or a product defect; or see a defect and its cases',
            availableTo: advisorsOnly,
            maxWords: 1,
            opensForm: onlyNumber,
            run: (context, rest) => {
                const number = parseCaseNumber(rest);
                return number === null ? show(context, rest, 1) : qualify(context, number);
            },
        },
    ],
    actions: {
        defect: { opensForm: true, run: (context, value) => qualify(context, carriedNumber(value)) },
        'defect-view': { run: (context, value) => show(context, value, 1) },
        /** value: `<development issue number> <page>` */
        'defect-page': {
            run: async (context, value) => {
                const [number = '', page] = value.split(' ');
                return { ...(await show(context, number, carriedNumber(page))), replace: true };
            },
        },
    },
    forms: { defect: { render: defectForm, submit } },
};
async function qualify(context, number) {
    return { kind: 'form', form: await defectForm(context, {}, { idempotencyKey: context.newId(), number: String(number) }) };
}
async function show(context, text, page) {
    const advisor = asAdvisor(context);
    const number = parseDefectNumber(text);
    if (number === null) {
        const words = text.trim() === '' ? 'Say which case or defect.' : `“${text.trim().slice(0, 40)}” is no number of a case or a defect.`;
        throw new CaseError('no-number', words, `A case number looks like CB-123. ${defectNumberHint}`);
    }
    return { kind: 'card', card: defectCard(await viewDefect(context.services, advisor, number, page), page, advisor.lead) };
}
/** A known defect is shown before it is joined: the contact reads its number, and a slip is hard to take back. */
async function submit(context, values, state) {
    const advisor = asAdvisor(context);
    const number = carriedNumber(state.number);
    const found = parseQualification(values, context.services.settings);
    if (found.defect && state.joins !== found.defect.number) {
        const known = await peekDefect(context.services, advisor, found.defect.number, number);
        if (known)
            return { kind: 'form', form: await defectForm(context, values, { ...state, joins: known.number }) };
    }
    const outcome = await qualifyCase(context.services, advisor, { ...found, number }, context.request);
    if (outcome === 'repeat')
        return { kind: 'done' };
    return { kind: 'done', card: textCard(`${formatCaseNumber(number)}: ${await outcomeWords(context, number, found)}`) };
}
async function outcomeWords(context, number, { finding, defect }) {
    if (!defect)
        return finding === 'incident' ? 'an isolated incident. Only advisors read that.' : 'the try is noted for advisors.';
    const { moved } = await moveFixedCases(context.services, { number });
    return moved > 0
        ? `linked to ${defect.number}, which is fixed: the case is Available in Release.`
        : `linked to ${defect.number}. Development works on it.`;
}
//# sourceMappingURL=defect.js.map