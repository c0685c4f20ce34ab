import { formatCaseNumber, parseCaseNumber } from './case-number.ts';
import { fieldError } from './form-errors.ts';
import type { Person } from './person.ts';
import { formatList } from './text/numbers.ts';

const contactReasons = ['Resolved', 'Withdrawn'] as const;
const advisorReasons = ['Resolved', 'No response', 'Withdrawn', 'Duplicate', 'Not supported'] as const;

/** Lists the reasons this person may close a case for. `Duplicate` needs the number of the other case. */
export function closeReasonsFor(actor: Person): readonly string[] {
  return actor.kind === 'contact' ? contactReasons : advisorReasons;
}

/**
 * Reads a reason for closing a case.
 * @param text one of `closeReasonsFor` in any letter case, or `Duplicate of CB-123`
 * @returns the reason as it is recorded
 * @throws CaseError bad-reason
 */
export function parseCloseReason(actor: Person, text: string): string {
  const given = text.trim();
  const duplicate = /^duplicate of (.+)$/i.exec(given)?.[1];
  const original = duplicate === undefined ? null : parseCaseNumber(duplicate);
  if (original !== null && actor.kind === 'advisor') return `Duplicate of ${formatCaseNumber(original)}`;
  if (/^duplicate\b/i.test(given) && actor.kind === 'advisor') {
    throw fieldError('bad-reason', 'duplicate-of', 'Enter the number of the original case, such as CB-10293.');
  }
  const reason = closeReasonsFor(actor).find((one) => one.toLowerCase() === given.toLowerCase());
  if (!reason) throw fieldError('bad-reason', 'reason', `Choose a reason: ${formatList(closeReasonsFor(actor), 'or')}.`);
  return reason;
}

/** Returns the number of the original case from the recorded reason of a duplicate. @returns null for any other reason */
export function originalOf(reason: string): number | null {
  const named = /^Duplicate of (.+)$/.exec(reason)?.[1];
  return named === undefined ? null : parseCaseNumber(named);
}
