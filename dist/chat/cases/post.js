// A post by word, by form, as the answer to a question, or by the offer that follows words nobody could place.
import { formatCaseNumber } from "../../domain/case-number.js";
import { can } from "../../domain/permission.js";
import { addPost } from "../../usecases/cases/add-post.js";
import { deletePost } from "../../usecases/cases/delete-post.js";
import { loadDraft } from "../../usecases/cases/drafts.js";
import { afterPostElsewhere } from "./after-post.js";
import { actions } from "../actions.js";
import { reply } from "../replies.js";
import { textForm } from "../text-form.js";
const asPost = {
    permission: 'post',
    field: 'post',
    run: async (context, number, text) => afterPostElsewhere(await addPost(context.services, context.person, { number, text }, context.request)),
};
const written = textForm({
    ...asPost,
    action: actions.post,
    command: { description: 'add a post to a case', availableTo: (person) => can(person, 'post'), done: 'posted.' },
    title: 'Post',
    label: 'Share an update',
    submit: 'Share',
});
/** An answer is a post; the form shows the question. One that comes late is a post all the same. */
export const answer = textForm({
    ...asPost,
    action: actions.answer,
    title: 'Answer',
    label: 'Your answer',
    submit: 'Send answer',
    showsPending: true,
});
export const post = {
    ...written,
    actions: [
        ...(written.actions ?? []),
        actions.postDraft.handle({
            run: async (context, { number, draft }) => ({ ...(await postDraft(context, number, draft)), replace: true }),
        }),
        actions.deletePost.handle({
            run: async (context, postId) => {
                await deletePost(context.services, context.person, postId, context.request.idempotencyKey);
                return { ...reply('Deleted in every conversation of the case. You may delete your own message, too.'), replace: true };
            },
        }),
    ],
};
async function postDraft(context, number, draft) {
    const { text } = await loadDraft(context.services, context.person, draft);
    const outcome = await addPost(context.services, context.person, { number, text }, context.request);
    return afterPostElsewhere(outcome) ?? reply(`Posted to ${formatCaseNumber(number)}.`);
}
//# sourceMappingURL=post.js.map