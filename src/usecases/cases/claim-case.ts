import { formatCaseNumber } from '../../domain/case-number.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { formatRelative } from '../../domain/text/times.ts';
import type { Case } from '../../db/generated/client.ts';
import { changeCase } from '../change-case.ts';
import { advisorOf } from '../locked-case.ts';
import type { Outcome, RequestContext, Services, Tx } from '../context.ts';

/** The case is assigned to a colleague, from whom it can be taken over. */
export class CaseTaken extends CaseError {
  /** the id of the advisor who has the case */
  readonly holderId: number;

  constructor(message: string, holderId: number) {
    super('taken', message);
    this.holderId = holderId;
  }
}

/** How a case is claimed that another advisor has. */
export interface TakeOver {
  /** the id of the advisor who is known to have the case */
  takeOverFrom?: number;
}

/**
 * Assigns a case to the advisor who claims it. A colleague's case is only taken over from the advisor who is named, so that nobody takes
 * a case because the card still showed it as free.
 * @throws CaseError already-yours; CaseTaken while another advisor has the case
 */
export function claimCase(
  services: Services,
  advisor: Advisor,
  number: number,
  request: RequestContext,
  options: TakeOver = {},
): Promise<Outcome> {
  return changeCase(services, advisor, number, 'claim', request, async (locked, tx) => {
    if (locked.advisorId === advisor.id) throw new CaseError('already-yours', 'This case is already assigned to you.');
    const holder = await advisorOf(tx, locked);
    const isActive = holder?.active === true && holder.kind === 'advisor';
    if (holder && isActive && holder.id !== options.takeOverFrom)
      throw new CaseTaken(await whoTookIt(services, tx, locked, holder), holder.id);
    return {
      action: 'claim',
      patch: { advisorId: advisor.id },
      post: { kind: 'event', action: 'claim', body: holder ? `took over the case from ${holder.name}` : 'is working on this' },
      why: holder ? `from ${holder.name} to ${advisor.name}` : `to ${advisor.name}`,
    };
  });
}

async function whoTookIt(
  services: Services,
  tx: Tx,
  { id, number }: Case,
  holder: { id: number; name: string },
): Promise<string> {
  const last = await tx.historyEntry.findFirst({
    where: { caseId: id, action: { in: ['claim', 'assign', 'handover'] } },
    orderBy: { id: 'desc' },
  });
  const since = last ? `, ${formatRelative(last.at, services.clock.now())}` : '';
  return last?.action === 'claim' && last.actorId === holder.id
    ? `${holder.name} already took ${formatCaseNumber(number)}${since}.`
    : `${formatCaseNumber(number)} is already assigned to ${holder.name}.`;
}
