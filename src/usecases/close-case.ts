import { parseCloseReason } from '../domain/close-reason.ts';
import type { Person } from '../domain/person.ts';
import { changeCase } from './change-case.ts';
import type { Outcome, Said, Work } from './work.ts';

/**
 * Closes a case with a reason: a contact's (Resolved, Withdrawn) or any of an advisor's.
 * @param comment CommonMark, may be empty
 * @throws CaseError bad-reason
 */
export async function closeCase(
  work: Work,
  actor: Person,
  input: { number: number; reason: string; comment?: string },
  said: Said,
): Promise<Outcome> {
  const reason = parseCloseReason(actor, input.reason);
  return changeCase(work, actor, input.number, 'close', said, () => ({
    action: 'close',
    patch: { closedAt: work.clock.now(), closeReason: reason },
    post: { kind: 'event', action: 'close', body: [reason, input.comment?.trim()].filter(Boolean).join('\n\n') },
    why: reason,
  }));
}
