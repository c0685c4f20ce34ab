// The text of events in a case's thread and feed.
import type { PostFacts } from '../../usecases/case-facts.ts';

/** What follows the author's name, by action. For actions that are not listed, the body itself continues the sentence. */
const leadIns: Readonly<Record<string, string>> = {
  ask: 'asked:',
  resolve: 'marked this resolved:',
  confirm: 'confirmed the resolution. The case is closed.',
  decline: "says it's still happening:",
  close: 'closed the case:',
  reopen: 'reopened the case:',
  'add-details': 'added details:',
  escalate: 'escalated the case:',
  schedule: 'scheduled the case:',
  'resume-scheduled': 'resumed the case as scheduled:',
  'follow-up': 'sent a reminder:',
  'no-response': 'closed the case:',
  merge: 'merged a duplicate into this case:',
  'link-incident': 'linked the case to an incident:',
  'incident-update': 'posted an update on the incident:',
};

/**
 * Returns what an event says after its author's name.
 * @returns null for posts and notes
 */
export function eventText(post: PostFacts): string | null {
  if (post.kind !== 'event') return null;
  return leadIns[post.action ?? ''] ?? `${post.body}.`;
}

/** Whether the body of an event continues the sentence, so that it must not be shown a second time. */
export function bodyIsSentence(post: PostFacts): boolean {
  return post.kind === 'event' && leadIns[post.action ?? ''] === undefined;
}
