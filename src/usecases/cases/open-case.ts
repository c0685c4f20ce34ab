import { casePlaces } from '../../outbox/enqueue/case-conversations.ts';
import { insertCase, type CaseColumns } from '../../outbox/enqueue/insert-case.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { NewCase } from '../../domain/case-input.ts';
import type { ContactChange } from '../../domain/contact-change.ts';
import { authorize } from '../../domain/permission.ts';
import type { Contact, Person } from '../../domain/person.ts';
import type { PlatformName } from '../../ports.ts';
import { linkOf } from '../notices/link-case.ts';
import { affecting, noticeFacts, withNoticeFacts } from '../notices/notice-facts.ts';
import { scopeOf, scopeWhere } from '../scope.ts';
import { newSla } from '../sla-columns.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/** Cases are filed in chat. */
export type OnPlatform = RequestContext & { platform: PlatformName };

/** Where a case is filed from. */
export interface Filed {
  workspaceId: string;
  /** the contact's conversation with the bot */
  directChannel: string;
  /** the channel it was filed in, if any */
  channelId?: string;
  /** a link back to the message it was made from */
  sourceLink?: string;
  /** the closed case it follows up on */
  previousNumber?: number;
  /** the incident it is about; one that is over, or does not affect the account, is passed over */
  incidentId?: number;
  /** what its own form asked for ("Modify Support Contacts") */
  contactChange?: ContactChange;
}

/**
 * Opens a case, durably, with its card on the way to where it was filed and to the queue of its module. What a case says may concern
 * children: its card stands only in channels the directory lists `for: cases` of that account, else in the contact's direct conversation.
 * @throws CaseError not-allowed, unknown-case
 */
export async function openCase(
  services: Services,
  contact: Contact,
  input: NewCase,
  filed: Filed,
  request: OnPlatform,
): Promise<Outcome> {
  authorize(contact, 'open', contact.accountId);
  const { workspaceId, directChannel, channelId = null } = filed;
  const { accountId, id: contactId } = contact;
  const at = { platform: request.platform, workspaceId, channelId, directChannel, accountId, contactId, module: input.module };
  const found = await casePlaces(services.db.pool, at);
  if (!found)
    throw new CaseError('no-conversation', 'The bot has no conversation with you yet.', 'Send it a direct message first.');
  const how = {
    ...filed,
    source: request.platform,
    phoneCallExpected: input.priority === 'Critical' && services.settings.supportPhone !== null,
  };
  return storeCase(services, contact, input, found, how, { idempotencyKey: request.idempotencyKey, actor: contact });
}

/** How a case came, beside what it says. */
export type How = Pick<Filed, 'sourceLink' | 'previousNumber' | 'contactChange' | 'incidentId'> &
  Pick<CaseColumns, 'source' | 'phoneCallExpected'>;

/**
 * @param found where it stands, and when its account works
 * @param by who opens it: the contact, or an advisor for them
 * @throws CaseError unknown-case
 */
export async function storeCase(
  services: Services,
  contact: Contact,
  input: NewCase,
  found: NonNullable<Awaited<ReturnType<typeof casePlaces>>>,
  how: How,
  by: { idempotencyKey: string; actor: Person },
): Promise<Outcome> {
  const now = services.clock.now();
  const columns: CaseColumns = {
    accountId: contact.accountId,
    contactId: contact.id,
    source: how.source,
    sourceLink: how.sourceLink ?? null,
    previousCaseId: how.previousNumber === undefined ? null : await previousCase(services, contact, how.previousNumber),
    phoneCallExpected: how.phoneCallExpected,
    contactChange: how.contactChange,
    incidentId: null,
    lastIncidentUpdateId: null,
    ...(how.incidentId === undefined ? {} : await incidentOf(services, contact, how.incidentId, now)),
    ...newSla(services, input.priority, found.days, now),
    // the form it came through: every case type is a form of its own, so the category is the type
    category: input.caseType,
    ...input,
  };
  const number = await insertCase(services.db.pool, columns, found.places, {
    idempotencyKey: by.idempotencyKey,
    at: now,
    actorId: by.actor.id,
    actorName: by.actor.name,
  });
  return number === null ? 'repeat' : { number };
}

async function previousCase(services: Services, contact: Contact, number: number): Promise<number> {
  const row = await services.db.prisma.case.findFirst({
    where: { number, ...scopeWhere(scopeOf(contact)) },
    select: { id: true },
  });
  if (!row) throw new CaseError('unknown-case', 'The case this follows up on is not one of yours.');
  return row.id;
}

async function incidentOf(services: Services, { accountId }: Contact, id: number, now: Date) {
  const where = { id, kind: 'incident' as const, closedAt: null, ...affecting(accountId) };
  const row = await services.db.prisma.notice.findFirst({ where, include: withNoticeFacts });
  return row && linkOf(noticeFacts(row), now);
}
