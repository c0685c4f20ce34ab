// A team's words are internal; an advisor sends them on to the contact as words of their own.
import { CaseError } from "../../domain/case-error.js";
import { asNote } from "../../domain/note.js";
import { authorize } from "../../domain/permission.js";
import { teamAnswer } from "./add-note.js";
import { changeCase } from "../change-case.js";
import { postFacts } from "../read-case-facts.js";
import { textInput } from "../text-input.js";
/**
 * The team's answer, as it reads now.
 * @throws CaseError no-answer where it is none, or deleted
 */
export async function answerToSendOn(services, advisor, number, postId) {
    authorize(advisor, 'post');
    const where = { id: postId, kind: 'note', action: teamAnswer, deletedAt: null, case: { number } };
    const found = await services.db.prisma.post.findFirst({ where });
    if (!found)
        throw new CaseError('no-answer', 'This answer is there no more.', 'Look at the case, or write a post of your own.');
    return postFacts(found);
}
/**
 * Posts it to the contact in the advisor's name; a case that waits on the team is the advisor's again.
 * @param input.text CommonMark, as the advisor wants the contact to read it
 * @throws CaseError empty, too-long, a-note
 */
export async function sendToContact(services, advisor, input, request) {
    const body = textInput(input.text, 'post', 'Write what the contact should read.');
    if (asNote(body) !== null) {
        const words = 'What begins with // stays with advisors. Take it away to send this to the contact.';
        throw new CaseError('a-note', words, undefined, { post: words });
    }
    return changeCase(services, advisor, input.number, 'post', request, ({ status, team }) => status === 'AssistRequest'
        ? { action: 'return', post: { kind: 'public', action: 'return', body }, why: `from ${team ?? 'the team'}` }
        : { post: { kind: 'public', body } });
}
//# sourceMappingURL=send-to-contact.js.map