import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { written } from '../text-input.ts';
import type { Outcome, Said, Work } from '../context.ts';

/**
 * An advisor explains the resolution; the contact verifies it (Pending Customer Verification).
 * @param explanation CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function resolveCase(
  work: Work,
  advisor: Advisor,
  input: { number: number; explanation: string },
  said: Said,
): Promise<Outcome> {
  const explanation = written(input.explanation, 'explanation', 'Write what was wrong and what was done about it.');
  return changeCase(work, advisor, input.number, 'resolve', said, () => ({
    action: 'resolve',
    post: { kind: 'event', action: 'resolve', body: explanation, asks: true },
  }));
}
