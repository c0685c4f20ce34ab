// What an advisor finds when qualifying a case (process.md, Defects): tries to see what the contact sees, and what it is.
import { CaseError } from "./case-error.js";
import { showsSomething } from "./case-input.js";
import { defectNumberHint, parseDefectNumber } from "./defect-number.js";
import { priorities } from "./priority.js";
export const findings = ['undecided', 'incident', 'defect'];
export const findingLabels = {
    undecided: 'Not decided yet',
    incident: 'Isolated incident',
    defect: 'Product defect',
};
/** The longest of each text, in characters: what one field of a form takes. */
export const maxQualificationLengths = { text: 3000, summary: 255, reason: 1000 };
/**
 * Reads the form.
 * @param values by field name, as they were typed; a field that was not shown is absent
 * @throws CaseError bad-qualification, with every mistake at its field
 */
export function parseQualification(values, { environments }) {
    const text = (name) => {
        const typed = values[name]?.trim() ?? '';
        return showsSomething(typed) ? typed : null;
    };
    const finding = findings.find((one) => one === values.finding);
    const [steps, result] = [text('steps'), text('result')];
    const environment = environments.find((one) => one === values.environment);
    const number = parseDefectNumber(values['defect-number'] ?? '');
    const severity = priorities.find((one) => one === values.severity) ?? 'Medium';
    const mistakes = new Map();
    const wrong = (when, field, words) => {
        if (when && !mistakes.has(field))
            mistakes.set(field, words);
    };
    wrong(!finding, 'finding', 'Choose what it is, or “Not decided yet”.');
    wrong(steps !== null && result === null, 'result', 'Write what you saw.');
    wrong(steps === null && result !== null, 'steps', 'Write what you did.');
    wrong(steps !== null && environment === undefined, 'environment', 'Choose where you tried it.');
    wrong(finding === 'undecided' && steps === null, 'steps', 'Write down a try, or choose what it is.');
    wrong(finding === 'defect' && number === null, 'defect-number', defectNumberHint);
    const lengths = { steps: 'text', result: 'text', summary: 'summary', reason: 'reason' };
    for (const [field, kind] of Object.entries(lengths)) {
        const most = maxQualificationLengths[kind];
        wrong((text(field)?.length ?? 0) > most, field, `${most.toLocaleString('en-US')} characters are the most.`);
    }
    if (!finding || mistakes.size > 0)
        throw new CaseError('bad-qualification', [...mistakes.values()].join(' '), undefined, Object.fromEntries(mistakes));
    return {
        attempt: steps !== null && result !== null && environment !== undefined ? { environment, steps, result } : null,
        finding,
        reason: text('reason'),
        defect: finding === 'defect' && number !== null ? { number, summary: text('summary'), severity } : null,
    };
}
//# sourceMappingURL=qualification.js.map