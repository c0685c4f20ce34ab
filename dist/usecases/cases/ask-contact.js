import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * An advisor asks the contact; the case waits on the answer (Pending Customer Input).
 * @param question CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function askContact(services, advisor, input, request) {
    const question = textInput(input.question, 'question', 'Write the question that the contact should answer.');
    return changeCase(services, advisor, input.number, 'ask', request, () => ({
        action: 'ask',
        post: { kind: 'event', action: 'ask', body: question, asks: true },
    }));
}
//# sourceMappingURL=ask-contact.js.map