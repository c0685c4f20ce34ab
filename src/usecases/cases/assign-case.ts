import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import type { Case } from '../../db/generated/client.ts';
import type { Change } from '../case-change.ts';
import type { Outcome, RequestContext, Services, Tx } from '../context.ts';

/**
 * Assigns a case to an advisor.
 * @param input.to the id of that advisor
 * @throws CaseError no-advisor, already-theirs
 */
export function assignCase(
  services: Services,
  advisor: Advisor,
  input: { number: number; to: number },
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, advisor, input.number, 'assign', request, (locked, tx) => assignChange(tx, locked, input.to));
}

/**
 * Builds the change that assigns a locked case.
 * @param to the id of the advisor
 * @throws CaseError no-advisor, already-theirs
 */
export async function assignChange(tx: Tx, locked: Case, to: number): Promise<Change> {
  const next = await tx.person.findFirst({ where: { id: to, kind: 'advisor', active: true } });
  if (!next)
    throw new CaseError('no-advisor', "That person isn't an active advisor.", 'Choose an advisor from the list.', {
      advisor: 'Choose an active advisor.',
    });
  if (locked.advisorId === next.id)
    throw new CaseError('already-theirs', `This case is already assigned to ${next.name}.`, undefined, {
      advisor: `Already assigned to ${next.name}.`,
    });
  const former = locked.advisorId === null ? null : await tx.person.findUnique({ where: { id: locked.advisorId } });
  return {
    action: 'assign',
    patch: { advisorId: next.id },
    post: { kind: 'event', action: 'assign', body: `assigned the case to ${next.name}` },
    why: former ? `from ${former.name} to ${next.name}` : `to ${next.name}`,
  };
}
