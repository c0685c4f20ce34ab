// Answers with the list of webhooks, or with one of them.
import { findEndpoint } from '../../usecases/webhooks/endpoints.ts';
import { listEndpoints } from '../../usecases/webhooks/list-endpoints.ts';
import type { Context } from '../capability.ts';
import { requesterOf } from '../privacy/requester.ts';
import type { CardReply } from '../replies.ts';
import { webhookCard, webhookList } from './webhook-cards.ts';

/** Lists the webhooks. @param done what was just done */
export async function listWebhooks(context: Context, done?: string): Promise<CardReply> {
  return { kind: 'card', card: webhookList(await listEndpoints(context.services, requesterOf(context)), done) };
}

/** Shows one webhook. @param done what was just done; its card replaces the one that was used */
export async function showWebhook(context: Context, id: number, done?: string): Promise<CardReply> {
  const by = requesterOf(context);
  const { id: found } = await findEndpoint(context.services, by, id);
  const one = (await listEndpoints(context.services, by)).find((listed) => listed.id === found);
  if (!one) return listWebhooks(context);
  return { kind: 'card', card: webhookCard(one, done), ...(done === undefined ? {} : { replace: true }) };
}
