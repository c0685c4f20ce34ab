// Links a case to an incident, so that the case shows it and gets its updates. Later updates are posted by notify-linked-cases.ts.
import type { Case } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { noticeStateLabel } from '../../domain/notice.ts';
import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { affecting, loadNotice, unknownNotice, type NoticeFacts } from './notice-facts.ts';
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';
import type { Change } from '../case-change.ts';

/**
 * Links a case to an open incident that affects its account, or unlinks it.
 * @param input.incidentId null to unlink
 * @throws CaseError not-allowed, unknown-case, unknown-notice, linked-already, not-now (a closed case)
 */
export function linkCase(
  services: Services,
  advisor: Advisor,
  input: { number: number; incidentId: number | null },
  request: RequestContext,
): Promise<Outcome> {
  const { number, incidentId } = input;
  return changeCase(services, advisor, number, 'link-incident', request, async (locked, tx) => {
    if (incidentId === locked.incidentId) throw alreadyLinked(incidentId);
    return incidentId === null ? unlinkChange() : linkChange(services, tx, locked, incidentId);
  });
}

function alreadyLinked(incidentId: number | null): CaseError {
  return new CaseError(
    'linked-already',
    incidentId === null ? 'This case is not linked to an incident.' : 'This case is already linked to this incident.',
  );
}

/**
 * Builds the change that links a locked case to an incident.
 * @throws CaseError unknown-notice, not-now (a closed case)
 */
export async function linkChange(services: Services, tx: Tx, locked: Case, incidentId: number): Promise<Change> {
  if (locked.status === 'Closed') throw new CaseError('not-now', 'This case is closed.', 'Reopen it first.');
  const where = { id: incidentId, kind: 'incident' as const, closedAt: null, ...affecting(locked.accountId) };
  if (!(await tx.notice.findFirst({ where, select: { id: true } }))) throw unknownNotice();
  const incident = await loadNotice(tx, incidentId);
  if (!incident) throw unknownNotice();
  return {
    patch: linkColumns(incident, services.clock.now()),
    post: { kind: 'event', action: 'link-incident', body: incidentText(incident, incident.newest.body) },
    history: { action: 'link-incident', to: incident.title },
    // without the title, which the history names already
    why: incident.newest.body,
  };
}

function unlinkChange(): Change {
  return {
    patch: { incidentId: null, incidentLinkedAt: null, lastIncidentUpdateId: null, incidentVerify: false },
    post: { kind: 'event', action: 'unlink-incident', body: 'unlinked the case from the incident' },
    history: { action: 'unlink-incident' },
  };
}

/**
 * Returns the columns of a case that is linked at this moment. It counts as notified of the updates so far, because the link shows the newest
 * one; a critical case no longer needs a phone call.
 */
export function linkColumns(incident: Pick<NoticeFacts, 'id' | 'newest'>, at: Date) {
  return { incidentId: incident.id, incidentLinkedAt: at, lastIncidentUpdateId: incident.newest.id, phoneCallExpected: false };
}

/** Writes what a linked case shows of its incident, as CommonMark: title and state, then the text of an update. */
export function incidentText({ title, state }: Pick<NoticeFacts, 'title' | 'state'>, text: string): string {
  return `**${escapeMarkdown(title)}** · ${noticeStateLabel(state)}\n\n${text}`;
}

function escapeMarkdown(title: string): string {
  return title.replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, '\\$&');
}
