import type { Post } from '../db/generated/client.ts';
import { fixProposed } from '../domain/issue-notes.ts';
import { enqueueAlerts } from '../outbox/enqueue/index.ts';
import type { Services, Tx } from './context.ts';
import { membersOf, slaOwners } from './find-mentions.ts';

/** Sends an SLA alert or an escalation directly to those who must act and are not mentioned where it is shown, and a proposed fix to every lead. */
export async function alertWhoMustAct(
  services: Services,
  tx: Tx,
  post: Pick<Post, 'id' | 'action' | 'caseId'>,
  team: unknown,
): Promise<void> {
  const { id: postId, action } = post;
  const { mail } = services;
  if (action === 'sla-warning' || action === 'sla-breach') {
    const of = await tx.case.findUniqueOrThrow({ where: { id: post.caseId }, select: { advisorId: true } });
    // a warning that no conversation can show is for the leads as well
    const shown = await tx.delivery.count({
      where: { postId, kind: 'post', destination: { outageId: null }, conversation: { personId: null } },
    });
    const personIds = await slaOwners({ db: { prisma: tx } }, of, action === 'sla-breach' || shown === 0);
    await enqueueAlerts(tx, { postId, personIds, team: null, mail });
  }
  if (action === fixProposed) {
    const leads = await tx.person.findMany({ where: { kind: 'advisor', active: true, lead: true }, select: { id: true } });
    await enqueueAlerts(tx, { postId, personIds: leads.map(({ id }) => id), team: null, mail, always: true });
  }
  if (action === 'escalate' && typeof team === 'string')
    await enqueueAlerts(tx, { postId, personIds: await membersOf({ db: { prisma: tx } }, team), team, mail });
}
