import { asNote } from '../../domain/note.ts';
import type { Advisor, Person } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { textInput } from '../text-input.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Adds an internal note, which only advisors ever see.
 * @param input.text CommonMark, with or without the leading `//`; may be empty where the request has files
 * @throws CaseError empty, too-long
 */
export async function addNote(
  services: Services,
  advisor: Advisor,
  input: { number: number; text: string },
  request: RequestContext,
): Promise<Outcome> {
  const body = textInput(asNote(input.text) ?? input.text, 'note', 'Enter a note.', { files: request.files });
  return changeCase(services, advisor, input.number, 'note', request, (locked) => ({
    post: { kind: 'note', body, action: noteAction(advisor, locked) },
  }));
}

/** Action of a note written by the team that was asked; an advisor can send such a note on to the contact. */
export const teamAnswer = 'team-answer';

/**
 * Decides whether a note is a team's answer.
 * @param team the team in whose conversation it was written
 * @returns undefined for an ordinary note
 */
export function noteAction(
  author: Person,
  { team: askedTeam }: { team: string | null },
  team?: string | null,
): string | undefined {
  const ownTeam = author.kind === 'advisor' ? author.team : null;
  return ownTeam !== null && (ownTeam === team || ownTeam === askedTeam) ? teamAnswer : undefined;
}
