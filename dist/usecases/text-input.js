import { CaseError } from "../domain/case-error.js";
import { showsSomething } from "../domain/case-input.js";
/** The longest text of one post, in characters; platforms cut or split what they cannot show at once. */
export const maxPostLength = 10_000;
/**
 * What a person had to write.
 * @param field the form field it came from
 * @param ask what to write, for whoever left it empty
 * @returns the text without outer white space
 * @throws CaseError empty, too-long
 */
export function textInput(text, field, ask) {
    const trimmed = text.trim();
    if (!showsSomething(trimmed))
        throw new CaseError('empty', ask, undefined, { [field]: ask });
    if (trimmed.length > maxPostLength) {
        const words = `This is ${trimmed.length.toLocaleString('en-US')} characters long; ${maxPostLength.toLocaleString('en-US')} is the most.`;
        throw new CaseError('too-long', words, 'Shorten it, or send it in parts.', { [field]: words });
    }
    return trimmed;
}
//# sourceMappingURL=text-input.js.map