import type { Contact } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { written } from '../text-input.ts';
import type { Outcome, Said, Work } from '../context.ts';

/**
 * The contact says that it still happens: back to the advisor.
 * @param stillHappens CommonMark, required
 * @throws CaseError empty, too-long
 */
export async function declineResolution(
  work: Work,
  contact: Contact,
  input: { number: number; stillHappens: string },
  said: Said,
): Promise<Outcome> {
  const stillHappens = written(
    input.stillHappens,
    'still-happens',
    'Write what still happens, so that your advisor can go on from there.',
  );
  return changeCase(work, contact, input.number, 'decline', said, () => ({
    action: 'decline',
    post: { kind: 'event', action: 'decline', body: stillHappens },
  }));
}
