// How much of a case each recipient is notified of (process.md, Notification recipients).

/** The levels, from everything to nothing. */
export const notificationLevels = ['all', 'status', 'digest', 'mute'] as const;
/** How much a recipient wants to hear of a case. */
export type NotificationLevel = (typeof notificationLevels)[number];

/** Events that cannot be muted: a question, a resolution, a closing, their reminders, an escalation, and a released fix. */
export const neverMuted: readonly string[] = [
  'ask',
  'resolve',
  'confirm',
  'close',
  'no-response',
  'follow-up',
  'escalate',
  'release',
];

/** Names the events that cannot be muted, for the people who choose how much they hear. */
export const neverMutedText = 'questions, resolutions, released fixes, escalations, reminders and closings';

/** Lists the levels that are notified of a post at once. Recipients never get internal notes. */
export function levelsNotifiedOf(post: { kind: 'public' | 'note' | 'event'; action: string | null }): NotificationLevel[] {
  if (post.kind === 'note') return [];
  if (post.kind === 'public') return ['all'];
  return neverMuted.includes(post.action ?? '') ? [...notificationLevels] : ['all', 'status'];
}

/**
 * When a post is mailed. At once; at once unless the person is active in the chat; or together with others a little later. What cannot be
 * muted, and a fix that everybody involved is mailed about, never waits.
 */
export type MailTiming = 'at-once' | 'unless-active' | 'joined';

/** Decides when a post is mailed. People's posts wait only for who reads them in the chat anyway. */
export function mailTiming(post: { kind: 'public' | 'note' | 'event'; action: string | null }): MailTiming {
  if (post.kind !== 'event') return 'unless-active';
  return [...neverMuted, 'fixed'].includes(post.action ?? '') ? 'at-once' : 'joined';
}

/** The time that a person's first digest covers, in milliseconds. */
export const firstDigestCovers = 24 * 60 * 60 * 1000;

/** Cases listed in one digest; it says how many more there are. */
export const maxDigestCases = 20;
