// What the transport for webhooks asks of the inside.
import { parseCaseNumber } from '../../domain/case-number.ts';
import { internalActions } from '../../domain/webhook-events.ts';
import { DeliveryError, type WebhookDesk } from '../../ports.ts';
import { holdEvents } from '../../outbox/enqueue/webhooks.ts';
import type { Services } from '../context.ts';
import { inDatabaseScope } from '../scope.ts';
import { loadEvent, type ToHtml } from './load-event.ts';
import { keysOf, signingSecrets } from './secrets.ts';

/** Creates the desk. */
export function createWebhookDesk(services: Services, toHtml: ToHtml): WebhookDesk {
  const { db, clock } = services;
  return inDatabaseScope<WebhookDesk>('worker', {
    load: async (deliveryId) => {
      const delivery = await db.prisma.delivery.findUnique({
        where: { id: deliveryId },
        select: { destination: { select: { workspaceId: true } }, webhookEvent: true },
      });
      const event = delivery?.webhookEvent;
      if (!event) return null;
      const endpoint = await db.prisma.webhookEndpoint.findUnique({ where: { id: Number(delivery.destination.workspaceId) } });
      if (!endpoint) return null;
      if (endpoint.state !== 'active') return 'paused';
      // the last line of defense behind the statement that enqueues
      if (!endpoint.internal && (await isInternal(services, event))) throw new DeliveryError('refused', 'note_leak');
      const payload = await loadEvent(services, event, endpoint, toHtml);
      if (payload === null) return null;
      const number = 'case' in payload.data ? parseCaseNumber(payload.data.case.number) : null;
      return {
        ...{ endpointId: endpoint.id, url: endpoint.url, secrets: signingSecrets(keysOf(services), endpoint, clock.now()) },
        ...{ messageId: `evt_${event.id}`, body: JSON.stringify(payload) },
        about: number === null || event.accountId === null ? null : { accountId: event.accountId, caseNumber: number },
      };
    },
    isHeldBack: async (endpointId) => {
      const rows = await db.prisma.$queryRaw<unknown[]>`
        select 1 from destination where platform = 'webhook' and workspace_id = ${String(endpointId)}
          and (attempts > 0 or outage_id is not null or next_at > now()) limit 1`;
      return rows.length > 0;
    },
    accepted: ({ about, endpointId, messageId }) => {
      if (about === null) return;
      const detail = `webhook ${endpointId}, ${messageId}`;
      services.accessLog?.record({ action: 'webhook-sent', source: 'webhook', personId: null, detail, ...about });
    },
    disable: ({ endpointId: id, url }) =>
      db.transaction(async (tx) => {
        const { count } = await tx.webhookEndpoint.updateMany({ where: { id, url, state: 'active' }, data: { state: 'gone' } });
        if (count > 0) await holdEvents(tx, id);
      }),
  });
}

async function isInternal(
  { db: { prisma } }: Services,
  { action, postId }: { action: string | null; postId: number | null },
): Promise<boolean> {
  if (action !== null && internalActions.includes(action)) return true;
  if (postId === null) return false;
  return (await prisma.post.findUnique({ where: { id: postId }, select: { kind: true } }))?.kind === 'note';
}
