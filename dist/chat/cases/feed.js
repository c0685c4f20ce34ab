// The feed of a case, newest first, a page at a time.
import { feedPage } from "../../usecases/cases/view-case.js";
import { bodyIsSentence, eventText } from "./event-text.js";
import { byline } from "./post-card.js";
export function feed(viewed, context) {
    const { posts, postCount, page, case: shown } = viewed;
    const pages = Math.max(Math.ceil(postCount / feedPage), 1);
    const turnTo = (label, to) => ({
        kind: 'button',
        label,
        action: 'feed',
        value: `${shown.number} ${to}`,
    });
    const controls = [
        ...(page > 1 ? [turnTo('Newer posts', page - 1)] : []),
        ...(page < pages ? [turnTo('Older posts', page + 1)] : []),
    ];
    const title = postCount === 0
        ? 'No posts yet.'
        : `${postCount === 1 ? '1 post' : `${postCount} posts`}, newest first${pages > 1 ? ` (page ${page} of ${pages})` : ''}`;
    return [
        { kind: 'divider' },
        { kind: 'text', text: [{ bold: title }] },
        ...posts.flatMap((post) => [
            { kind: 'context', text: [...byline(post, context.services.settings.brand), ' · ', { at: post.createdAt, as: 'moment' }] },
            ...(post.deletedAt ? [{ kind: 'context', text: [`deleted by ${post.deletedBy ?? 'its author'}`] }] : told(post)),
        ]),
        ...(controls.length > 0 ? [{ kind: 'actions', actions: controls }] : []),
    ];
}
function told(post) {
    const request = eventText(post);
    const own = bodyIsSentence(post) ? '' : post.body;
    return [
        ...(request === null ? [] : [{ kind: 'text', text: [capitalised(request)] }]),
        ...(own === '' ? [] : [{ kind: 'markdown', text: own }]),
    ];
}
/** The author stands in the line above it. */
function capitalised(request) {
    return request.charAt(0).toUpperCase() + request.slice(1);
}
//# sourceMappingURL=feed.js.map