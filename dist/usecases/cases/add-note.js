import { asNote } from "../../domain/note.js";
import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * An advisor's internal note: it stays with advisors for ever.
 * @param text CommonMark, with or without the leading `//`
 * @throws CaseError empty, too-long
 */
export async function addNote(services, advisor, input, request) {
    const body = textInput(asNote(input.text) ?? input.text, 'note', 'Write the note.');
    return changeCase(services, advisor, input.number, 'note', request, (locked) => ({
        post: { kind: 'note', body, action: noteAction(advisor, locked) },
    }));
}
/** A team's words on a case that it was asked about: an advisor can send them on to the contact. */
export const teamAnswer = 'team-answer';
/** @param team whose conversation it was said in */
export function noteAction(author, { team: asked }, team) {
    const mine = author.kind === 'advisor' ? author.team : null;
    return mine !== null && (mine === team || mine === asked) ? teamAnswer : undefined;
}
//# sourceMappingURL=add-note.js.map