import { enqueueAlerts } from '../../outbox/enqueue/index.ts';
import type { Services, Tx } from '../context.ts';

/** Shows every lead a post with whose files something is wrong, wherever else they see it. */
export async function alertLeads({ mail }: Pick<Services, 'mail'>, tx: Tx, postId: number): Promise<void> {
  const leads = await tx.person.findMany({ where: { kind: 'advisor', active: true, lead: true }, select: { id: true } });
  await enqueueAlerts(tx, { postId, personIds: leads.map(({ id }) => id), team: null, mail, always: true });
}
