import { vouchesFor } from '../../db/accounts.ts';
import type { NewCase } from '../../domain/case-input.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor, Contact } from '../../domain/person.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { CasePlace } from '../../outbox/enqueue/new-case-conversations.ts';
import { changeCase } from '../change-case.ts';
import { storeCase, type CaseOrigin, type Filed } from './open-case.ts';
import type { RequestContext, Services } from '../context.ts';

/** What a case that an advisor opens comes with. */
type OnBehalf = Pick<Filed, 'sourceLink' | 'previousNumber' | 'incidentId' | 'files'> & Pick<CaseOrigin, 'mail'>;

/**
 * Opens a case for a contact on the phone, or from an email of theirs that waits. It is the contact's case as if they had filed it, and its card
 * goes to their direct conversation if they have one. A critical case asks for no call, because they have just called.
 * @returns canFollow: whether the contact has a conversation with the bot
 * @throws CaseError not-allowed, unknown-case
 */
export async function openOnBehalf(
  services: Services,
  advisor: Advisor,
  contact: Contact,
  input: NewCase,
  filed: OnBehalf,
  request: RequestContext,
): Promise<{ number: number; canFollow: boolean } | 'repeat'> {
  authorize(advisor, 'open');
  const place = await directPlace(services, contact, input.module);
  const origin = { ...filed, source: filed.mail ? ('mail' as const) : ('phone' as const), phoneCallExpected: false };
  const outcome = await storeCase(services, contact, input, place, origin, {
    idempotencyKey: request.idempotencyKey,
    actor: advisor,
  });
  if (outcome === 'repeat') return outcome;
  // without a conversation, the contact gets this event by email
  const event = { ...request, idempotencyKey: `${request.idempotencyKey}:told`, origin: undefined };
  await changeCase(services, advisor, outcome.number, 'open', event, () => ({
    post: { kind: 'event', action: 'open', body: `opened the case for ${contact.name}` },
  }));
  return { number: outcome.number, canFollow: place.platform !== null };
}

/** Places a new case of a contact in their newest direct conversation, in a workspace that is trusted about their identity (see resolve-actor.ts). */
export async function directPlace({ db }: Services, contact: Contact, module: string): Promise<CasePlace> {
  const { id: contactId, email, accountId } = contact;
  const [found] = await db.prisma.$queryRaw<Pick<CasePlace, 'platform' | 'workspaceId' | 'directChannel'>[]>`
    select i.platform, i.workspace_id "workspaceId", i.direct_channel "directChannel" from identity i
    join workspace w on w.platform = i.platform and w.external_id = i.home_workspace and w.active
    where i.person_id = ${contactId} and i.email = ${email} and coalesce(i.direct_channel, '') <> ''
      and ${vouchesFor(Prisma.sql`${accountId}::int`)}
    order by i.checked_at desc, i.id desc limit 1`;
  const conversation = found ?? { platform: null, workspaceId: '', directChannel: null };
  return { ...conversation, channelId: null, accountId, contactId, module };
}
