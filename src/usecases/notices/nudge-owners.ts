// Reminds people of a promised update that is overdue: first the owner of the notice, then the other leads, once each. The wait between the two
// is fixed; status broadcasts to channels are sent by broadcast-status.ts.
import type { Notice } from '../../db/generated/client.ts';
import { refreshBanners } from '../../outbox/enqueue/banners.ts';
import { notifyPeople } from '../../outbox/enqueue/index.ts';
import { Failures } from '../failures.ts';
import { lockOpen } from './update-notice.ts';
import type { Tx, Services } from '../context.ts';

/** In ms. How long the owner has before the other leads are reminded (chosen). */
const leadsAfter = 15 * 60_000;

/** In ms. A status broadcast that holds the notice takes a second or two. */
const transactionTimeouts = { timeout: 30_000, maxWait: 30_000 };

const activeLead = { kind: 'advisor' as const, active: true, lead: true };

/**
 * Reminds the owner, and later the other leads, of each overdue update.
 * @returns how many owners were reminded, and for how many notices the leads were
 * @throws AggregateError at the end, if single notices failed; the others are done
 */
export async function nudgeOwners(services: Services): Promise<{ owners: number; leads: number }> {
  const now = services.clock.now();
  const where = { closedAt: null, nudges: { lt: 2 }, nextUpdateAt: { lte: now } };
  const overdue = await services.db.prisma.notice.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
  const done = { owners: 0, leads: 0 };
  const failures = new Failures();
  for (const { id } of overdue) {
    const reminded = await failures.past(() =>
      services.db.transaction((tx) => nudge(services, tx, id, now), transactionTimeouts),
    );
    if (reminded) done[reminded] += 1;
  }
  failures.raise('owners of overdue notices could not be nudged');
  return done;
}

async function nudge({ mail }: Services, tx: Tx, id: number, now: Date): Promise<'owners' | 'leads' | null> {
  const notice = await lockOpen(tx, id);
  if (!notice?.nextUpdateAt || notice.nextUpdateAt > now || notice.nudges > 1) return null;
  if (notice.nudges === 1 && now.getTime() < notice.nextUpdateAt.getTime() + leadsAfter) return null;
  const reminded = notice.nudges === 0 && (await remindOwner(tx, notice, mail)) ? 'owners' : 'leads';
  if (reminded === 'leads') await remindLeads(tx, notice, mail);
  // the banner says that the promised update is late, and when the next message comes
  if (notice.nudges === 0) await refreshBanners(tx, { noticeId: id });
  await tx.notice.update({ where: { id }, data: { nudges: reminded === 'owners' ? 1 : 2 } });
  return reminded;
}

/** @returns false if the owner is no longer an active lead, or can be reached neither in chat nor by mail */
async function remindOwner(tx: Tx, { id, ownerId }: Notice, mail: boolean): Promise<boolean> {
  const leads = await tx.person.count({ where: { ...activeLead, id: ownerId } });
  return leads > 0 && (await notifyPeople(tx, [ownerId], { kind: 'nudge', noticeId: id }, mail)) > 0;
}

async function remindLeads(tx: Tx, { id, ownerId }: Notice, mail: boolean): Promise<void> {
  const leads = await tx.person.findMany({ where: { ...activeLead, id: { not: ownerId } }, select: { id: true } });
  const ids = leads.map((lead) => lead.id);
  await notifyPeople(tx, ids, { kind: 'nudge', noticeId: id }, mail);
}
