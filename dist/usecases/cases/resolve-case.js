import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * An advisor explains the resolution; the contact verifies it (Pending Customer Verification).
 * @param explanation CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function resolveCase(services, advisor, input, request) {
    const explanation = textInput(input.explanation, 'explanation', 'Write what was wrong and what was done about it.');
    return changeCase(services, advisor, input.number, 'resolve', request, () => ({
        action: 'resolve',
        post: { kind: 'event', action: 'resolve', body: explanation, asks: true },
    }));
}
//# sourceMappingURL=resolve-case.js.map