// The cases a cluster was found in are linked to the incident it was declared as: hundreds, perhaps, so each is its own transaction. What is
// still to be done is read from the state itself: killed in the middle, the next run goes on.
import { Prisma } from '../db/generated/client.ts';
import { Failures } from './failures.ts';
import { linked } from './link-case.ts';
import type { Tx, Work } from './work.ts';
import { writeChange } from './write-change.ts';

const batch = 50;

/** Cases, as `c`, of declared clusters, that are to be linked; one that somebody unlinked stays so. */
const waiting = Prisma.sql`"case" c join cluster k on k.id = c.cluster_id join notice n on n.id = k.notice_id
  where n.closed_at is null and c.incident_id is null and c.status <> 'Closed' and c.created_at <= n.declared_at
    and (n.every_account or exists (select from notice_account a where a.notice_id = n.id and a.account_id = c.account_id))
    and not exists (select from history_entry h where h.case_id = c.id and h.action = 'unlink-incident')`;

/**
 * @param which of one incident; at most so many
 * @returns how many were linked
 * @throws AggregateError at the end, when single cases failed; the others are done
 */
export async function linkClusterCases(
  work: Work,
  which: { incidentId?: number; most?: number } = {},
): Promise<{ linked: number }> {
  const { incidentId = null, most = Infinity } = which;
  const failures = new Failures();
  let done = 0;
  for (let after = 0; done < most;) {
    const limit = Math.min(batch, most - done);
    const rows = await work.db.prisma.$queryRaw<{ id: number }[]>`
      select c.id from ${waiting} and c.id > ${after} and (${incidentId}::int is null or n.id = ${incidentId}::int) order by c.id limit ${limit}`;
    for (const { id } of rows) if (await failures.past(() => work.db.prisma.$transaction((tx) => link(work, tx, id)))) done += 1;
    const last = rows.at(-1);
    if (!last || rows.length < limit) break;
    after = last.id;
  }
  failures.raise('cases of a cluster could not be linked');
  return { linked: done };
}

/** In the name of the incident's owner. A case that somebody holds at this moment is left to the next run. */
async function link(work: Work, tx: Tx, id: number): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`select id from "case" where id = ${id} for no key update skip locked`;
  const [found] =
    held.length === 0
      ? []
      : await tx.$queryRaw<{ noticeId: number; ownerId: number }[]>`
          select n.id "noticeId", n.owner_id "ownerId" from ${waiting} and c.id = ${id}`;
  if (!found) return false;
  const { kind: _, ...owner } = await tx.person.findUniqueOrThrow({ where: { id: found.ownerId } });
  const locked = await tx.case.findUniqueOrThrow({ where: { id } });
  const change = await linked(work, tx, locked, found.noticeId);
  await writeChange(work, tx, { kind: 'advisor', ...owner }, locked, { receipt: '', platform: null }, change);
  return true;
}
