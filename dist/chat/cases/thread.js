// What people write in the thread of a case, and what they do to it afterwards.
import { formatCaseNumber } from "../../domain/case-number.js";
import { isAuthorized } from "../../domain/person.js";
import { addPost } from "../../usecases/cases/add-post.js";
import { deleteTypedPost } from "../../usecases/cases/delete-post.js";
import { editPost } from "../../usecases/cases/edit-post.js";
import { afterPost } from "./after-post.js";
import { offer, reply } from "../replies.js";
/** A reply in the thread of a case. Only whom its side hears is recorded; everybody else is told so privately. */
export async function heard(context, message, thread) {
    const deaf = notHeard(context, thread);
    if (deaf)
        return reply(`Not recorded: ${deaf}`);
    const { files, place, ref, speaker, text } = message;
    if (text.trim() === '' && files.length > 0)
        return { ...reply(notPassedOn(files)), harmless: true };
    const request = {
        ...context.request,
        origin: { platform: speaker.platform, workspaceId: speaker.workspaceId, channelId: place.channelId, messageId: ref },
    };
    const outcome = await addPost(context.services, context.person, { number: thread.number, text, team: thread.team }, request);
    // asked in the thread of their own case: whoever reads it may read this
    const next = shownTo(afterPost(outcome));
    if (outcome === 'repeat' || files.length === 0)
        return next ?? { kind: 'nothing' };
    return next ? withWords(next.card, notPassedOn(files)) : { ...reply(notPassedOn(files)), harmless: true };
}
function shownTo(reply) {
    return reply && { ...reply, harmless: true };
}
function withWords(card, text) {
    return { kind: 'card', card: { ...card, elements: [...card.elements, { kind: 'context', text: [text] }] }, harmless: true };
}
function notPassedOn(files) {
    return `Not passed on: ${files.map((name) => `“${name}”`).join(', ')}. Files cannot be sent along yet; describe what they show, or link to them.`;
}
/** @returns why this person is not heard here */
function notHeard({ person, services }, thread) {
    if (thread.side === 'advisor')
        return person.kind === 'advisor' ? null : 'this thread is for advisors.';
    if (person.kind === 'advisor')
        return `this is the contact's conversation. Answer in the thread of the case's card in your queue, or use “post CB-123 text”.`;
    if (person.accountId !== thread.accountId)
        return "this is another district's case.";
    if (isAuthorized(person))
        return null;
    return `you are a Read-Only Contact. Ask an Authorized Contact of your district to write to ${services.settings.brand}.`;
}
export async function edited(context, message) {
    const { platform, workspaceId } = message.speaker;
    const typed = { platform, workspaceId, channelId: message.place.channelId, messageId: message.ref };
    const outcome = await editPost(context.services, context.person, typed, message.text, context.request.idempotencyKey);
    if (typeof outcome === 'string' || !('refused' in outcome))
        return { kind: 'nothing' };
    return offer([
        `Your edit was not passed on: ${formatCaseNumber(outcome.number)} has your post already, and a post cannot become an internal note.`,
    ], [{ kind: 'button', label: 'Delete it everywhere', action: 'delete-post', value: String(outcome.postId), style: 'danger' }], 'Your edit was not passed on');
}
/** The platform has let somebody delete the message: it disappears everywhere, whoever they are. */
export async function deleted(services, message) {
    const { platform, workspaceId } = message.speaker;
    await deleteTypedPost(services, { platform, workspaceId, channelId: message.place.channelId, messageId: message.ref }, message.idempotencyKey);
    return { kind: 'nothing' };
}
//# sourceMappingURL=thread.js.map