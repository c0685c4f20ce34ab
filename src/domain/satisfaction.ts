// The one question after a case is closed (process.md, Satisfaction): which closings it follows, its answers, and when an answer is an alarm.

/** The answers, from the best to the worst. */
export const scores = ['good', 'okay', 'poor'] as const;
/** How a contact rates a case. */
export type Score = (typeof scores)[number];

/** The name of each answer, with a face that needs no color. */
export const scoreLabels: Readonly<Record<Score, string>> = { good: '🙂 Good', okay: '😐 Okay', poor: '🙁 Poor' };

/** The action of the note that tells advisors what a contact said. */
export const satisfactionAction = 'satisfaction';

/**
 * Tells whether a closing is followed by the question. A contact who did not answer before does not want another message, and of a duplicate
 * the original case is rated.
 * @param action what closed the case
 * @param reason the recorded reason
 */
export function isRated(action: string, reason: string): boolean {
  return (action === 'close' || action === 'confirm') && reason !== 'No response' && !reason.startsWith('Duplicate of ');
}

/** Tells whether the lead and the advisor of a case have to know about an answer at once. */
export function isLow(score: Score | null): boolean {
  return score === 'poor';
}
