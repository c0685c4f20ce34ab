import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Sends a resolution to the contact and sets the case to Pending Customer Verification until they confirm or decline it.
 * @param input.explanation CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function resolveCase(
  services: Services,
  advisor: Advisor,
  input: { number: number; explanation: string },
  request: RequestContext,
): Promise<Outcome> {
  const explanation = textInput(input.explanation, 'explanation', 'Explain what was wrong and what you did about it.');
  return changeCase(services, advisor, input.number, 'resolve', request, () => ({
    action: 'resolve',
    post: { kind: 'event', action: 'resolve', body: explanation, asks: true },
  }));
}
