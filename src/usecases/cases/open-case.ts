import {
  newCaseConversations,
  rememberedDays,
  type AccountDays,
  type CasePlace,
  type NewConversation,
} from '../../outbox/enqueue/new-case-conversations.ts';
import {
  insertCase,
  insertCaseAt,
  type CaseColumns,
  type OpeningMail,
  type WaitingMail,
} from '../../outbox/enqueue/insert-case.ts';
import { CaseError } from '../../domain/case-error.ts';
import { trace } from '../../tracing.ts';
import type { NewCase } from '../../domain/case-input.ts';
import type { ContactChange } from '../../domain/contact-change.ts';
import { needsPaging } from '../../domain/on-call.ts';
import { authorize } from '../../domain/permission.ts';
import type { Contact, Person } from '../../domain/person.ts';
import type { PlatformName } from '../../ports.ts';
import { linkColumns } from '../notices/link-case.ts';
import { affecting, noticeFacts, withNoticeFacts } from '../notices/notice-facts.ts';
import { scopeOf, scopeWhere } from '../scope.ts';
import { repeatPages } from '../page-on-call.ts';
import { newDocument } from '../search-index.ts';
import { newSla, type NewSlaColumns } from '../sla-columns.ts';
import { caseFile } from '../files/attach-files.ts';
import type { NewFile, RequestContext, Services } from '../context.ts';

/** A request from a chat platform; contacts open cases nowhere else. */
export type OnPlatform = RequestContext & { platform: PlatformName };

/** Where a case comes from. */
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
  /** the incident it is about; ignored if it is over or does not affect the account */
  incidentId?: number;
  /** the change requested in a "Modify Support Contacts" case */
  contactChange?: ContactChange;
  /** become the first post of the case, by its contact */
  files?: readonly NewFile[];
}

/** A case that was opened. */
export interface Opened {
  number: number;
  /** when the first response is due; null without a target */
  respondBy: Date | null;
}

/**
 * Opens a case and queues its card for the place it was filed in and for the queue of its module. A case may concern children, so outside
 * the queue its card goes only to channels that the directory lists `for: cases` of that account, and otherwise to the contact directly.
 * @throws CaseError not-allowed, unknown-case, no-conversation
 */
export async function openCase(
  services: Services,
  contact: Contact,
  input: NewCase,
  filed: Filed,
  request: OnPlatform,
): Promise<Opened | 'repeat'> {
  authorize(contact, 'open', contact.accountId);
  const { workspaceId, directChannel, channelId = null } = filed;
  const { accountId, id: contactId } = contact;
  const at = { platform: request.platform, workspaceId, channelId, directChannel, accountId, contactId, module: input.module };
  const origin = {
    ...filed,
    source: request.platform,
    phoneCallExpected: input.priority === 'Critical' && services.settings.supportPhone !== null,
  };
  return storeCase(services, contact, input, at, origin, { idempotencyKey: request.idempotencyKey, actor: contact });
}

/** Facts about a new case that its form does not ask for. */
export type CaseOrigin = Pick<Filed, 'sourceLink' | 'previousNumber' | 'contactChange' | 'incidentId' | 'files'> &
  Pick<CaseColumns, 'source' | 'phoneCallExpected'> & {
    /** the email that opens it */
    mail?: OpeningMail | WaitingMail;
  };

/**
 * Stores a new case with its history, its clocks and its deliveries.
 * @param place where it is opened, which decides who gets its card
 * @param by.actor the person who opens the case: the contact, or an advisor on their behalf
 * @throws CaseError unknown-case, no-conversation
 */
export async function storeCase(
  services: Services,
  contact: Contact,
  input: NewCase,
  place: CasePlace,
  origin: CaseOrigin,
  by: { idempotencyKey: string; actor: Person },
): Promise<Opened | 'repeat'> {
  const now = services.clock.now();
  const { pool } = services.db;
  const facts: Omit<CaseColumns, keyof NewSlaColumns> = {
    accountId: contact.accountId,
    contactId: contact.id,
    source: origin.source,
    sourceLink: origin.sourceLink ?? null,
    previousCaseId: origin.previousNumber === undefined ? null : await previousCase(services, contact, origin.previousNumber),
    phoneCallExpected: origin.phoneCallExpected,
    contactChange: origin.contactChange,
    incidentId: null,
    lastIncidentUpdateId: null,
    ...(origin.incidentId === undefined ? {} : await incidentOf(services, contact, origin.incidentId, now)),
    pageAt: needsPaging({ status: 'New', priority: input.priority, advisorId: null }) ? now : null,
    // the form it came through; each case type has its own form
    category: input.caseType,
    document: newDocument(input),
    ...input,
  };
  const { idempotencyKey, actor } = by;
  const author = { idempotencyKey, at: now, actorId: actor.id, actorName: actor.name };
  const files = (origin.files ?? []).flatMap((file) => caseFile(services, file));
  /** @param conversations undefined: the statement finds them */
  const insert = async (days: AccountDays, conversations?: NewConversation[]) => {
    const { columns: sla, respondBy } = newSla(services, input.priority, days, now);
    const columns = { ...facts, ...sla };
    const written = await trace('transaction', {}, async () =>
      conversations
        ? { number: await insertCase(pool, columns, conversations, author, files, origin.mail) }
        : insertCaseAt(pool, columns, place, days, author, files, origin.mail),
    );
    return written && { ...written, respondBy };
  };
  const days = rememberedDays(pool, contact.accountId);
  let written = days && (await insert(days));
  if (!written) {
    const found = await newCaseConversations(pool, place);
    if (!found) throw new CaseError('no-conversation', "We can't message you yet.", 'Send the bot a direct message first.');
    written = await insert(found.days, found.conversations);
  }
  const { number, respondBy } = written ?? { number: null, respondBy: null };
  services.onRecorded?.(number === null ? 'repeat' : 'effect');
  if (number === null) return 'repeat';
  if (files.length > 0) services.files?.wake?.();
  // should this fail, the clock pages within a minute
  if (facts.pageAt !== null) await repeatPages(services).catch(() => undefined);
  return { number, respondBy };
}

async function previousCase(services: Services, contact: Contact, number: number): Promise<number> {
  const row = await services.db.prisma.case.findFirst({
    where: { number, ...scopeWhere(scopeOf(contact)) },
    select: { id: true },
  });
  if (!row) throw new CaseError('unknown-case', 'The earlier case belongs to a different account.');
  return row.id;
}

async function incidentOf(services: Services, contact: Contact, id: number, now: Date) {
  const row = await openIncident(services, contact, id);
  return row && linkColumns(noticeFacts(row), now);
}

/** Finds an open incident that affects the account of a contact. */
export function openIncident({ db }: Services, { accountId }: Contact, id: number) {
  const where = { id, kind: 'incident' as const, closedAt: null, ...affecting(accountId) };
  return db.prisma.notice.findFirst({ where, include: withNoticeFacts });
}
