// A case that is about an incident is linked to it: it shows it, and hears of it.
import type { Case } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { noticeStateLabel } from '../../domain/notice.ts';
import type { Advisor } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import { affecting, loadNotice, unknownNotice, type NoticeFacts } from './notice-facts.ts';
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';
import type { Change } from '../write-change.ts';

/**
 * An advisor links a case to an open incident that affects its account; or to none any more.
 * @param input.incidentId null: none
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
    if (incidentId === locked.incidentId) throw new CaseError('linked-already', 'It is so already.');
    return incidentId === null ? unlinked() : linked(services, tx, locked, incidentId);
  });
}

/** @returns what links a case to an incident. @throws CaseError as `linkCase` */
export async function linked(services: Services, tx: Tx, locked: Case, incidentId: number): Promise<Change> {
  if (locked.status === 'Closed') throw new CaseError('not-now', 'This case is closed.', 'Reopen it first.');
  const where = { id: incidentId, kind: 'incident' as const, closedAt: null, ...affecting(locked.accountId) };
  if (!(await tx.notice.findFirst({ where, select: { id: true } }))) throw unknownNotice();
  const incident = await loadNotice(tx, incidentId);
  if (!incident) throw unknownNotice();
  return {
    patch: linkOf(incident, services.clock.now()),
    post: { kind: 'event', action: 'link-incident', body: incidentWords(incident, incident.newest.body) },
    history: { action: 'link-incident', to: incident.title },
  };
}

function unlinked(): Change {
  return {
    patch: { incidentId: null, incidentLinkedAt: null, lastIncidentUpdateId: null, incidentVerify: false },
    post: { kind: 'event', action: 'unlink-incident', body: 'linked the case to no incident any more' },
    history: { action: 'unlink-incident' },
  };
}

/** The columns of a case that is linked now; what was said so far it has read. The phone call of a critical one is not needed. */
export function linkOf(incident: Pick<NoticeFacts, 'id' | 'newest'>, at: Date) {
  return { incidentId: incident.id, incidentLinkedAt: at, lastIncidentUpdateId: incident.newest.id, phoneCallExpected: false };
}

/** CommonMark: the incident's name and state, then words on it. */
export function incidentWords({ title, state }: Pick<NoticeFacts, 'title' | 'state'>, words: string): string {
  return `**${asText(title)}** · ${noticeStateLabel(state)}\n\n${words}`;
}

/** A title is no markup. */
function asText(title: string): string {
  return title.replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, '\\$&');
}
