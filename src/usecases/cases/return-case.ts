import { asNote } from '../../domain/note.ts';
import type { Advisor } from '../../domain/person.ts';
import { teamAnswer } from './add-note.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';
import { textInput } from '../text-input.ts';

/**
 * The team, or an advisor for it, returns an escalated case with its answer, which stays with advisors.
 * @param input.answer CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function returnCase(
  services: Services,
  advisor: Advisor,
  input: { number: number; answer: string },
  request: RequestContext,
): Promise<Outcome> {
  const answer = textInput(asNote(input.answer) ?? input.answer, 'answer', 'Write what the team has found.');
  return changeCase(services, advisor, input.number, 'return', request, ({ team }) => ({
    action: 'return',
    post: { kind: 'event', action: 'return', body: `returned the case from ${team ?? 'the team'}` },
    note: { action: teamAnswer, body: answer },
    why: `from ${team ?? 'the team'}`,
  }));
}
