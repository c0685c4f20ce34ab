import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Asks the contact a question, which sets the case to Pending Customer Input.
 * @param input.question CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function askContact(
  services: Services,
  advisor: Advisor,
  input: { number: number; question: string },
  request: RequestContext,
): Promise<Outcome> {
  const question = textInput(input.question, 'question', 'Enter a question.');
  return changeCase(services, advisor, input.number, 'ask', request, () => ({
    action: 'ask',
    post: { kind: 'event', action: 'ask', body: question, asks: true },
  }));
}
