import { asNote } from "../../domain/note.js";
import { isOpen } from "../../domain/status.js";
import { noteAction } from "./add-note.js";
import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * A contact's or an advisor's post. An advisor's text that begins with `//` is an internal note, by whatever way it came; so is
 * everything that is said in the conversation of an internal team.
 * A contact's post answers a question (Pending Customer Input); on a resolution or a closed case it is kept and changes no status.
 * @param input.text CommonMark
 * @param input.team whose conversation it was said in
 * @throws CaseError empty, too-long, not-allowed
 */
export async function addPost(services, actor, input, request) {
    const asked = actor.kind === 'advisor' ? asNote(input.text) : null;
    const note = input.team ? (asked ?? input.text) : asked;
    const kind = note === null ? 'public' : 'note';
    const body = textInput(note ?? input.text, 'post', 'Write something to post.');
    let offer;
    const outcome = await changeCase(services, actor, input.number, kind === 'note' ? 'note' : 'post', request, (locked) => {
        if (kind === 'note')
            return { post: { kind, body, action: noteAction(actor, locked, input.team) } };
        if (actor.kind === 'advisor')
            return { post: { kind, body } };
        offer = offerAfter(locked);
        return contactsPost(locked, body);
    });
    return outcome === 'repeat' ? 'repeat' : { number: outcome.number, kind, offer };
}
function contactsPost(locked, body) {
    const answers = locked.status === 'PendingCustomerInput';
    return { action: answers ? 'answer' : undefined, post: { kind: 'public', action: answers ? 'answer' : undefined, body } };
}
function offerAfter(locked) {
    if (!isOpen(locked.status))
        return 'reopen';
    return locked.status === 'PendingCustomerVerification' || locked.status === 'AvailableInRelease' ? 'verify' : undefined;
}
//# sourceMappingURL=add-post.js.map