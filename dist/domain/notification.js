// How much of a case a person is told (process.md, Notification recipients).
export const notificationLevels = ['all', 'status', 'digest', 'mute'];
/** Events that reach every recipient, whatever they chose: being asked, resolved, closed, and what reminds of it or offers it. */
export const neverMuted = ['ask', 'resolve', 'confirm', 'close', 'no-response', 'follow-up', 'release'];
/** Levels whose people are told of a post at once. A note is for no recipient. */
export function levelsNotifiedOf(post) {
    if (post.kind === 'note')
        return [];
    if (post.kind === 'public')
        return ['all'];
    return neverMuted.includes(post.action ?? '') ? [...notificationLevels] : ['all', 'status'];
}
/** What somebody's first digest covers, in ms: a day. */
export const firstDigestCovers = 24 * 60 * 60 * 1000;
/** Cases of one digest; the rest are counted. */
export const maxDigestCases = 20;
//# sourceMappingURL=notification.js.map