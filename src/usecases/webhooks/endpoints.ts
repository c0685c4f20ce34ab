// Webhook endpoints: adds, pauses, resumes, rotates, tests, replays and removes them. Leads do it in chat and operators on the command line; what
// they did is in the access log. A secret is shown once, when it is made.
import { Prisma, type WebhookEndpoint } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formError } from '../../domain/form-errors.ts';
import {
  maxEndpoints,
  parseEndpoint,
  parseEndpointUrl,
  secretOverlapHours,
  type EndpointInput,
} from '../../domain/webhook-endpoint.ts';
import {
  dropEvents,
  holdEvents,
  releaseEvents,
  replayEvents,
  restartEvents,
  type Replay,
} from '../../outbox/enqueue/webhooks.ts';
import type { Services, Tx } from '../context.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { authorizeRequester, recordPrivacy, requesterName, type Requester } from '../privacy/requester.ts';
import { keysOf, newSecret, sealSecret } from './secrets.ts';

/** What is entered for a new endpoint. */
export interface NewEndpoint extends EndpointInput {
  /** ids of accounts; empty: all, and what belongs to none */
  accountIds: readonly number[];
  /** gets internal notes */
  internal: boolean;
}

/** An endpoint with its secret, which is shown this once. */
export interface WithSecret {
  id: number;
  name: string;
  secret: string;
}

/**
 * Adds an endpoint. It gets what happens from now on.
 * @param idempotencyKey of the request; absent on the command line
 * @throws CaseError not-allowed, no-secret-key, bad-endpoint, name-taken, too-many-endpoints
 */
export async function addEndpoint(
  services: Services,
  by: Requester,
  input: NewEndpoint,
  idempotencyKey?: string,
): Promise<WithSecret | 'repeat'> {
  authorizeRequester(by);
  const keys = keysOf(services);
  const { name, url, events, modules } = parseEndpoint(input, services.settings.modules, mayBeHttpIn(services));
  const secret = newSecret();
  const added = await runOnce(services, async (tx) => {
    if (idempotencyKey !== undefined) await recordOnce(tx, idempotencyKey);
    if ((await tx.webhookEndpoint.count()) >= maxEndpoints)
      throw new CaseError('too-many-endpoints', `There are ${maxEndpoints} webhooks already.`, 'Remove one first.');
    const nameFolded = name.toLowerCase();
    if ((await tx.webhookEndpoint.count({ where: { nameFolded } })) > 0)
      throw formError('name-taken', { name: 'There is a webhook with this name already.' });
    const { id } = await tx.webhookEndpoint.create({
      data: {
        ...{ name, nameFolded, url, secret: sealSecret(keys, secret), internal: input.internal },
        ...{ events: [...events], modules: [...modules], accountIds: [...new Set(input.accountIds)] },
        ...{ createdByName: requesterName(by), createdAt: services.clock.now() },
      },
    });
    return { id, name, secret };
  });
  if (added !== 'repeat') await record(services, by, `added ${name}${input.internal ? ' with internal notes' : ''}`);
  return added;
}

const mayBeHttpIn =
  ({ webhookHosts }: Services) =>
  (host: string, hostWithPort: string): boolean =>
    [host, hostWithPort].some((one) => webhookHosts?.includes(one) === true);

/** Finds an endpoint by its name in any letter case, or by its ID. @throws CaseError not-allowed, unknown-endpoint */
export async function findEndpoint(
  { db: { prisma } }: Services,
  by: Requester,
  which: string | number,
): Promise<WebhookEndpoint> {
  authorizeRequester(by);
  const text = String(which).trim();
  const byId = /^\d{1,9}$/.test(text) ? await prisma.webhookEndpoint.findUnique({ where: { id: Number(text) } }) : null;
  const found = byId ?? (await prisma.webhookEndpoint.findUnique({ where: { nameFolded: text.toLowerCase() } }));
  if (!found) throw unknownEndpoint();
  return found;
}

/** Keeps the events of an endpoint until it is resumed. @throws as `findEndpoint` does */
export async function pauseEndpoint(services: Services, by: Requester, which: string | number): Promise<{ name: string }> {
  return change(services, by, which, 'paused', async (tx, { id }) => {
    await tx.webhookEndpoint.updateMany({ where: { id, state: 'active' }, data: { state: 'paused' } });
    await holdEvents(tx, id);
  });
}

/** Sends the events that were kept, and what comes. @throws as `findEndpoint` does */
export async function resumeEndpoint(services: Services, by: Requester, which: string | number): Promise<{ name: string }> {
  return change(services, by, which, 'resumed', async (tx, { id }) => {
    await tx.webhookEndpoint.update({ where: { id }, data: { state: 'active' } });
    await releaseEvents(tx, id);
  });
}

/** Removes an endpoint with everything that was not sent to it. @throws as `findEndpoint` does */
export async function removeEndpoint(services: Services, by: Requester, which: string | number): Promise<{ name: string }> {
  return change(services, by, which, 'removed', async (tx, { id }) => {
    await tx.webhookEndpoint.delete({ where: { id } });
    await dropEvents(tx, id);
  });
}

/**
 * Gives an endpoint another address. What waits is sent there, signed with the same secret.
 * @throws as `findEndpoint` does, bad-endpoint
 */
export async function changeAddress(
  services: Services,
  by: Requester,
  which: string | number,
  url: string,
): Promise<{ name: string; state: WebhookEndpoint['state'] }> {
  authorizeRequester(by);
  const href = parseEndpointUrl(url, mayBeHttpIn(services));
  return change(services, by, which, 'changed the address of', async (tx, { id, url: former }) => {
    // what is being sent would be sent again
    if (href === former) throw formError('bad-endpoint', { url: 'The webhook has this address already.' });
    await tx.webhookEndpoint.update({ where: { id }, data: { url: href } });
    await restartEvents(tx, id);
  });
}

/** Gives an endpoint a new secret. The former one signs as well for a day, or not at all. @throws as `findEndpoint` does, no-secret-key */
export async function rotateSecret(
  services: Services,
  by: Requester,
  which: string | number,
  { atOnce = false } = {},
): Promise<WithSecret & { until: Date | null }> {
  const secret = newSecret();
  const keys = keysOf(services);
  const until = atOnce ? null : new Date(services.clock.now().getTime() + secretOverlapHours * 3_600_000);
  const { id, name } = await change(services, by, which, 'got a new secret:', async (tx, before) => {
    const former = until === null ? null : before.secret;
    await tx.webhookEndpoint.update({
      where: { id: before.id },
      data: { secret: sealSecret(keys, secret), formerSecret: former, formerUntil: until },
    });
  });
  return { id, name, secret, until };
}

/** Sends an event to an endpoint that says nothing but that it was sent. @returns the event's ID, and the state of the endpoint: only an active one gets it now @throws as `findEndpoint` does */
export async function testEndpoint(
  services: Services,
  by: Requester,
  which: string | number,
): Promise<{ name: string; eventId: number; state: WebhookEndpoint['state'] }> {
  let eventId = 0;
  const { name, state } = await change(services, by, which, 'tested', async (tx, { id }) => {
    const event = await tx.webhookEvent.create({ data: { type: 'webhook.test', endpointId: id, at: services.clock.now() } });
    eventId = Number(event.id);
  });
  return { name, eventId, state };
}

/** Sends events to an endpoint again, or once it is resumed. @returns how many @throws as `findEndpoint` does */
export async function replayEndpoint(
  services: Services,
  by: Requester,
  which: string | number,
  replay: Replay,
): Promise<{ name: string; events: number; state: WebhookEndpoint['state'] }> {
  let events = 0;
  const { name, state } = await change(services, by, which, 'replayed events of', async (tx, { id }) => {
    events = await replayEvents(tx, id, replay);
  });
  return { name, events, state };
}

/** Changes an endpoint whose row is locked, and writes that down. */
async function change(
  services: Services,
  by: Requester,
  which: string | number,
  what: string,
  run: (tx: Tx, endpoint: WebhookEndpoint) => Promise<void>,
): Promise<WebhookEndpoint> {
  const { id } = await findEndpoint(services, by, which);
  const changed = await services.db.transaction(
    async (tx) => {
      await tx.$queryRaw(Prisma.sql`select id from webhook_endpoint where id = ${id} for update`);
      const endpoint = await tx.webhookEndpoint.findUnique({ where: { id } });
      if (!endpoint) throw unknownEndpoint();
      await run(tx, endpoint);
      return endpoint;
    },
    { timeout: 60_000 },
  );
  await record(services, by, `${what} ${changed.name}`);
  return changed;
}

function unknownEndpoint(): CaseError {
  return new CaseError('unknown-endpoint', "We couldn't find that webhook.", 'List them with “webhooks”.');
}

function record(services: Services, by: Requester, detail: string): Promise<void> {
  return recordPrivacy(services, by, { action: 'webhook', accountId: null, detail });
}
