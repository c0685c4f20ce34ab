// Why an email waits for an advisor, or is ignored, and how that is said.

/** Why nothing was posted. */
const reasons = {
  'unclear-sender': "The email doesn't name exactly one sender.",
  'failed-authentication': "The sender's domain says that this email isn't from them.",
  unverified: 'Nothing proves that the email comes from this address.',
  'unknown-sender': "The sender isn't a contact.",
  advisor: 'An advisor sent it. Advisors work on cases in chat.',
  'read-only': "The sender is a Read-Only Contact, who can't post.",
  'other-account': "The sender is a contact of another account than the case's.",
  'unknown-case': "The case it answers doesn't exist.",
  'several-accounts': 'The sender is a contact of several accounts, and a new case belongs to one.',
  'new-cases-off': "It's about no case, and emails don't open cases here.",
  list: 'It came through a mailing list or a group address, so its sender may not have written it to us.',
  empty: 'It has no text of its own.',
  'too-many': 'The sender has sent many emails in a short time, as programs do that answer ours.',
  refused: "The case doesn't take it.",
} as const;

/** Why an email waits for an advisor. */
export type WaitingReason = keyof typeof reasons;

/** Says why an email waits. */
export function waitingReason(code: string | null): string {
  return Object.hasOwn(reasons, code ?? '') ? reasons[code as WaitingReason] : 'Nothing was posted.';
}

/** Removes `Re:`, `Fwd:` and the like, and our own mark, from a subject. */
export function plainSubject(subject: string): string {
  const prefix =
    /^\s*(?:(?:re|aw|wg|fwd?|sv|vs|antw|tr|rv|ref|odp|res|rif|ynt|回复|转发)(?:\[\d{1,3}\])?\s*[:：]|\[CB-\d+[^\]]{0,80}\])\s*/iu;
  let left = subject;
  while (prefix.test(left)) left = left.replace(prefix, '');
  return left.trim();
}
