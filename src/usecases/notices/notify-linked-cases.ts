// Posts each update of an incident to the cases that are linked to it, once per case: hundreds, perhaps, so the clock carries on where the form
// stopped. A case that missed an older update gets only the newest one.
import { Prisma, type Case } from '../../db/generated/client.ts';
import { asAdvisor } from '../as-advisor.ts';
import { Failures } from '../failures.ts';
import { incidentText } from './link-case.ts';
import { loadNotice, type NoticeFacts } from './notice-facts.ts';
import { sweepCases } from '../sweep-cases.ts';
import type { Tx, Services } from '../context.ts';
import type { Change } from '../case-change.ts';
import { writeChange } from '../write-change.ts';

/**
 * Linked open cases `c` that did not get the newest update `u` yet, or whose contact is to be asked to verify. Their account must still be
 * affected, and they must not have been reopened after the incident ended: such a case is about something else.
 */
const waiting = Prisma.sql`"case" c join notice n on n.id = c.incident_id join lateral (
    select u.id from notice_update u where u.notice_id = c.incident_id and u.body <> '' order by u.id desc limit 1
  ) u on true
  where c.incident_id is not null and c.status <> 'Closed' and (c.incident_verify or u.id > coalesce(c.last_incident_update_id, 0))
    and (n.every_account or exists (select from notice_account a where a.notice_id = n.id and a.account_id = c.account_id))
    and not exists (select from history_entry h where h.case_id = c.id and h.action = 'reopen' and h.at >= n.closed_at)`;

/**
 * Posts the newest update of an incident to its linked open cases. If the incident is resolved and its lead decided so, the contact is also
 * asked to verify (Pending Customer Verification).
 * @param which.incidentId only the cases of this incident
 * @param which.max at most this many cases
 * @returns how many cases were notified, and in how many of them the contact was asked
 * @throws AggregateError at the end, if single cases failed; the others are done
 */
export async function notifyLinkedCases(
  services: Services,
  which: { incidentId?: number; max?: number } = {},
): Promise<{ notified: number; asked: number }> {
  const { incidentId = null, max } = which;
  const failures = new Failures();
  let asked = 0;
  const selected = Prisma.sql`${waiting} and (${incidentId}::int is null or c.incident_id = ${incidentId}::int)`;
  const step = async (tx: Tx, locked: Case): Promise<void> => {
    if (await notify(services, tx, locked)) asked += 1;
  };
  const notified = await sweepCases(services, selected, step, failures, max);
  failures.raise('linked cases could not be notified of their incident');
  return { notified, asked };
}

/** @returns whether the contact is asked to verify */
async function notify(services: Services, tx: Tx, locked: Case): Promise<boolean> {
  const incident = await loadNotice(tx, locked.incidentId ?? 0);
  if (!incident) throw new Error(`the incident of case ${locked.id} does not exist`);
  // the author of the update that was just loaded: a newer one may have been posted since the case was selected
  const { author } = await tx.noticeUpdate.findUniqueOrThrow({ where: { id: incident.newest.id }, include: { author: true } });
  const verifies = locked.incidentVerify && incident.state === 'Resolved';
  const change = changeFor(incident, verifies);
  await writeChange(services, tx, author && asAdvisor(author), locked, { idempotencyKey: '', platform: null }, change);
  return verifies;
}

function changeFor(incident: NoticeFacts, verifies: boolean): Change {
  const body = incidentText(incident, incident.newest.body);
  const patch = { lastIncidentUpdateId: incident.newest.id, incidentVerify: false };
  if (verifies)
    return { action: 'resolve', patch, post: { kind: 'event', action: 'resolve', body, asks: true }, why: incident.title };
  return { patch, post: { kind: 'event', action: 'incident-update', body } };
}
