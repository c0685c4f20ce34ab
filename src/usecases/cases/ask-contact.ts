import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { written } from '../text-input.ts';
import type { Outcome, Said, Work } from '../context.ts';

/**
 * An advisor asks the contact; the case waits on the answer (Pending Customer Input).
 * @param question CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function askContact(
  work: Work,
  advisor: Advisor,
  input: { number: number; question: string },
  said: Said,
): Promise<Outcome> {
  const question = written(input.question, 'question', 'Write the question that the contact should answer.');
  return changeCase(work, advisor, input.number, 'ask', said, () => ({
    action: 'ask',
    post: { kind: 'event', action: 'ask', body: question, asks: true },
  }));
}
