import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * The contact says that it still happens: back to the advisor.
 * @param stillHappens CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function declineResolution(services, contact, input, request) {
    const stillHappens = textInput(input.stillHappens, 'still-happens', 'Write what still happens, so that your advisor can go on from there.');
    return changeCase(services, contact, input.number, 'decline', request, () => ({
        action: 'decline',
        post: { kind: 'event', action: 'decline', body: stillHappens },
    }));
}
//# sourceMappingURL=decline-resolution.js.map