// How much of a case each recipient is notified of (process.md, Notification recipients).

/** The levels, from everything to nothing. */
export const notificationLevels = ['all', 'status', 'digest', 'mute'] as const;
/** How much a recipient wants to hear of a case. */
export type NotificationLevel = (typeof notificationLevels)[number];

/** Events that cannot be muted: a question, a resolution, a closing, their reminders, and a released fix. */
export const neverMuted: readonly string[] = ['ask', 'resolve', 'confirm', 'close', 'no-response', 'follow-up', 'release'];

/** Lists the levels that are notified of a post at once. Recipients never get internal notes. */
export function levelsNotifiedOf(post: { kind: 'public' | 'note' | 'event'; action: string | null }): NotificationLevel[] {
  if (post.kind === 'note') return [];
  if (post.kind === 'public') return ['all'];
  return neverMuted.includes(post.action ?? '') ? [...notificationLevels] : ['all', 'status'];
}

/** The time that a person's first digest covers, in milliseconds. */
export const firstDigestCovers = 24 * 60 * 60 * 1000;

/** Cases listed in one digest; it says how many more there are. */
export const maxDigestCases = 20;
