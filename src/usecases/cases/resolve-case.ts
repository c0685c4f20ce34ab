import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * An advisor explains the resolution; the contact verifies it (Pending Customer Verification).
 * @param explanation CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function resolveCase(
  services: Services,
  advisor: Advisor,
  input: { number: number; explanation: string },
  request: RequestContext,
): Promise<Outcome> {
  const explanation = textInput(input.explanation, 'explanation', 'Write what was wrong and what was done about it.');
  return changeCase(services, advisor, input.number, 'resolve', request, () => ({
    action: 'resolve',
    post: { kind: 'event', action: 'resolve', body: explanation, asks: true },
  }));
}
