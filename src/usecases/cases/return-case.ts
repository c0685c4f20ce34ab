import { asNote } from '../../domain/note.ts';
import type { Advisor } from '../../domain/person.ts';
import { teamAnswer } from './add-note.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';
import { textInput } from '../text-input.ts';

/**
 * Returns an escalated case to its advisor with the team's answer, which is internal.
 * @param input.answer CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function returnCase(
  services: Services,
  advisor: Advisor,
  input: { number: number; answer: string },
  request: RequestContext,
): Promise<Outcome> {
  const answer = textInput(asNote(input.answer) ?? input.answer, 'answer', 'Describe what the team found.');
  return changeCase(services, advisor, input.number, 'return', request, ({ team }) => ({
    action: 'return',
    post: { kind: 'event', action: 'return', body: `returned the case to support from ${team ?? 'the team'}` },
    note: { action: teamAnswer, body: answer, isTyped: true },
    why: `from ${team ?? 'the team'}`,
  }));
}
