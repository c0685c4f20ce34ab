// Hundreds of linked cases hear of each word on their incident once. What is still to be told is read from the state itself, in batches, and
// each case is its own transaction: killed in the middle, the next run goes on; a newer word overtakes an older one that was not told.
import { Prisma } from '../db/generated/client.ts';
import { Failures } from './failures.ts';
import { incidentWords } from './link-case.ts';
import { loadNotice, type NoticeFacts } from './notice-facts.ts';
import type { Tx, Work } from './work.ts';
import { writeChange, type Change } from './write-change.ts';

/** What a form waits for: Slack allows 3 s for its answer, a case takes 10 ms, on a busy machine 80. The clock does the rest. */
export const firstCases = 12;
const batch = 50;

/** Linked cases, as `c`, of accounts that are (still) affected, that have not heard the newest word `u` of a person on their incident, or are to be asked to verify it. */
const waiting = Prisma.sql`"case" c join notice n on n.id = c.incident_id join lateral (
    select u.id from notice_update u where u.notice_id = c.incident_id and u.body <> '' order by u.id desc limit 1
  ) u on true
  where c.incident_id is not null and c.status <> 'Closed' and (c.incident_verify or u.id > coalesce(c.incident_told_id, 0))
    and (n.every_account or exists (select from notice_account a where a.notice_id = n.id and a.account_id = c.account_id))`;

/**
 * Tells every linked open case the newest word on its incident; where it is resolved and its lead has decided so, the contact is asked to
 * verify (Pending Customer Verification).
 * @param which of one incident; at most so many
 * @returns how many were told, and how many of them asked
 * @throws AggregateError at the end, when single cases failed; the others are done
 */
export async function tellLinkedCases(
  work: Work,
  which: { incidentId?: number; most?: number } = {},
): Promise<{ told: number; asked: number }> {
  const { incidentId = null, most = Infinity } = which;
  const failures = new Failures();
  const done = { told: 0, asked: 0 };
  for (let after = 0; done.told < most;) {
    const limit = Math.min(batch, most - done.told);
    const rows = await work.db.prisma.$queryRaw<{ id: number }[]>`
      select c.id from ${waiting} and c.id > ${after} and (${incidentId}::int is null or c.incident_id = ${incidentId}::int)
      order by c.id limit ${limit}`;
    for (const { id } of rows) {
      const what = await failures.past(() => work.db.prisma.$transaction((tx) => tell(work, tx, id)));
      if (what) done.told += 1;
      if (what === 'asked') done.asked += 1;
    }
    const last = rows.at(-1);
    if (!last || rows.length < limit) break;
    after = last.id;
  }
  failures.raise('linked cases could not be told of their incident');
  return done;
}

/** A case that somebody holds at this moment is left to them, or to the next run. @returns null: there was nothing to tell (any more) */
async function tell(work: Work, tx: Tx, id: number): Promise<'told' | 'asked' | null> {
  const held = await tx.$queryRaw<unknown[]>`select id from "case" where id = ${id} for no key update skip locked`;
  const still = held.length > 0 && (await tx.$queryRaw<unknown[]>`select c.id from ${waiting} and c.id = ${id}`).length > 0;
  if (!still) return null;
  const locked = await tx.case.findUniqueOrThrow({ where: { id } });
  const incident = locked.incidentId === null ? null : await loadNotice(tx, locked.incidentId);
  if (!incident) return null;
  // of the very word that is told: a newer one may have come since the look above
  const { author } = await tx.noticeUpdate.findUniqueOrThrow({ where: { id: incident.newest.id }, include: { author: true } });
  const lead = author && { kind: 'advisor' as const, ...pick(author) };
  const verifies = locked.incidentVerify && incident.state === 'Resolved';
  await writeChange(work, tx, lead, locked, { receipt: '', platform: null }, changeFor(incident, verifies));
  return verifies ? 'asked' : 'told';
}

function changeFor(incident: NoticeFacts, verifies: boolean): Change {
  const body = incidentWords(incident, incident.newest.body);
  const patch = { incidentToldId: incident.newest.id, incidentVerify: false };
  if (verifies)
    return { action: 'resolve', patch, post: { kind: 'event', action: 'resolve', body, asks: true }, why: incident.title };
  return { patch, post: { kind: 'event', action: 'incident-update', body } };
}

function pick({ id, name, email, lead, team }: { id: number; name: string; email: string; lead: boolean; team: string | null }) {
  return { id, name, email, lead, team };
}
