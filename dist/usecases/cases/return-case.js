import { asNote } from "../../domain/note.js";
import { teamAnswer } from "./add-note.js";
import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * The team, or an advisor for it, returns an escalated case with its answer, which stays with advisors.
 * @param input.answer CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function returnCase(services, advisor, input, request) {
    const answer = textInput(asNote(input.answer) ?? input.answer, 'answer', 'Write what the team has found.');
    return changeCase(services, advisor, input.number, 'return', request, ({ team }) => ({
        action: 'return',
        post: { kind: 'event', action: 'return', body: `returned the case from ${team ?? 'the team'}` },
        note: { action: teamAnswer, body: answer },
        why: `from ${team ?? 'the team'}`,
    }));
}
//# sourceMappingURL=return-case.js.map