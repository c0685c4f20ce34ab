// Opening a case is the hottest write, so it is one statement: a transaction of ten statements reached a tenth of the rate of a bare INSERT
// (test/bench/open-case). The case, its search document, history, recipient, conversations, deliveries and idempotency key are written together or not at all.
import type { Pool } from 'pg';
import { announceWork } from '../../db/announce-work.ts';
import type { ContactChange } from '../../domain/contact-change.ts';
import type { NewCase } from '../../domain/case-input.ts';
import type { PlatformName } from '../../ports.ts';
import { caseStatement, type ValueName } from './insert-case-statement.ts';
import type { AccountDays, CasePlace, NewConversation } from './new-case-conversations.ts';

/** The columns of a new case. */
export interface CaseColumns extends NewCase {
  accountId: number;
  contactId: number;
  category: string;
  source: 'slack' | 'teams' | 'phone' | 'mail' | 'api';
  sourceLink: string | null;
  phoneCallExpected: boolean;
  previousCaseId: number | null;
  /** the change that a "Modify Support Contacts" case requests */
  contactChange?: ContactChange;
  /** the incident to which the case is linked, and the newest update of that incident */
  incidentId: number | null;
  lastIncidentUpdateId: number | null;
  /** the state of the SLA clocks at the start, and when they are due */
  sla: object;
  slaDueAt: Date | null;
  slaAlertAt: Date | null;
  /** when people on call are paged; null: nobody has to be paged */
  pageAt: Date | null;
  /** what searches find it by; `words` is a tsvector literal without the number and the account */
  document: { version: number; subject: string; words: string };
}

/** Who opens a case, and the request that must have one effect. */
export interface OpenedBy {
  idempotencyKey: string;
  at: Date;
  actorId: number;
  actorName: string;
}

/** A file that a case is opened with: one to read on its platform, or one that only people can open. */
export interface CaseFile {
  name: string;
  size: number | null;
  platform: PlatformName | null;
  workspaceId: string | null;
  /** what its platform needs to hand it out */
  source: string | null;
  link: string | null;
}

/** An email that becomes a case. */
export interface OpeningMail {
  key: string;
  messageId: string | null;
  from: { address: string; name: string };
  subject: string;
  text: string;
  whole: string;
}

/** An email that waits for an advisor, who opens a case from it. */
export interface WaitingMail {
  waitingId: number;
}

/**
 * Writes a new case with its first conversations and cards, and with its files if there are any.
 * @param mail the email that opens it, which is kept or decided in the same statement
 * @returns the number of the new case; null if the request was handled before, or the email is already decided
 */
export async function insertCase(
  pool: Pool,
  columns: CaseColumns,
  conversations: readonly NewConversation[],
  by: OpenedBy,
  files: readonly CaseFile[] = [],
  mail?: OpeningMail | WaitingMail,
): Promise<number | null> {
  const given = {
    destinationIds: conversations.map((place) => place.destinationId),
    sides: conversations.map((place) => place.side),
    personIds: conversations.map((place) => place.personId),
  };
  const row = await write(pool, columns, given, by, files, mail);
  return row?.number ?? null;
}

/**
 * Writes a new case like `insertCase`, and finds its conversations in the same statement.
 * @param days of the account, with which the SLA was computed
 * @returns the number of the new case, null if the request was handled before; nothing if nothing was written, because `newCaseConversations` has to
 * find the conversations or the days are no longer those of the account
 */
export async function insertCaseAt(
  pool: Pool,
  columns: CaseColumns,
  place: CasePlace,
  days: AccountDays,
  by: OpenedBy,
  files: readonly CaseFile[] = [],
  mail?: OpeningMail | WaitingMail,
): Promise<{ number: number | null } | undefined> {
  const { platform, workspaceId, channelId, directChannel } = place;
  return write(pool, columns, { platform, workspaceId, channelId, directChannel, ...days }, by, files, mail);
}

type Values = Partial<Record<ValueName, unknown>>;

async function write(
  pool: Pool,
  c: CaseColumns,
  places: Values,
  by: OpenedBy,
  files: readonly CaseFile[],
  mail: OpeningMail | WaitingMail | undefined,
): Promise<{ number: number | null } | undefined> {
  const hasFiles = files.length > 0;
  const parts = {
    findsPlaces: !('destinationIds' in places),
    isLinked: c.incidentId !== null,
    hasFiles,
    mail: mail === undefined ? null : 'waitingId' in mail ? ('waiting' as const) : ('new' as const),
  };
  const { name, text, values: names } = caseStatement(parts);
  const values = valuesOf(c, by);
  const others = { ...places, ...(hasFiles ? fileValues(c, files) : {}), ...(mail ? mailValues(mail) : {}) };
  const valueOf = (one: ValueName): unknown => values[one] ?? others[one];
  const { rows } = await pool.query<{ number: number | null }>({ name, text, values: names.map(valueOf) });
  announceWork(pool);
  return rows[0];
}

/** Lists the columns one by one, because copying objects costs more than all else that is done here. */
function valuesOf(c: CaseColumns, by: OpenedBy): Values {
  return {
    key: by.idempotencyKey,
    at: by.at.toISOString(),
    actorId: by.actorId,
    actorName: by.actorName,
    accountId: c.accountId,
    contactId: c.contactId,
    priority: c.priority,
    subject: c.subject,
    description: c.description,
    replicationSteps: c.replicationSteps,
    expected: c.expected,
    actual: c.actual,
    environment: c.environment,
    impact: c.impact,
    module: c.module,
    caseType: c.caseType,
    category: c.category,
    dueDate: c.dueDate,
    dueReason: c.dueReason,
    source: c.source,
    sourceLink: c.sourceLink,
    phoneCallExpected: c.phoneCallExpected,
    previousCaseId: c.previousCaseId,
    contactChange: c.contactChange && JSON.stringify(c.contactChange),
    sla: JSON.stringify(c.sla),
    slaDueAt: c.slaDueAt?.toISOString(),
    slaAlertAt: c.slaAlertAt?.toISOString(),
    pageAt: c.pageAt?.toISOString(),
    incidentId: c.incidentId,
    lastIncidentUpdateId: c.lastIncidentUpdateId,
    version: c.document.version,
    folded: c.document.subject,
    vector: c.document.words,
  };
}

function mailValues(mail: OpeningMail | WaitingMail): Values {
  if ('waitingId' in mail) return { mailId: mail.waitingId };
  const { key, messageId, from, subject, text, whole } = mail;
  return {
    mailKey: key,
    mailMessageId: messageId,
    mailFrom: from.address,
    mailFromName: from.name,
    mailSubject: subject,
    mailText: text,
    mailWhole: whole,
  };
}

function fileValues({ source }: CaseColumns, files: readonly CaseFile[]): Values {
  return {
    filePlatform: source === 'phone' || source === 'mail' || source === 'api' ? null : source,
    fileNames: files.map((file) => file.name),
    fileSizes: files.map((file) => file.size),
    filePlatforms: files.map((file) => file.platform),
    fileWorkspaces: files.map((file) => file.workspaceId),
    fileSources: files.map((file) => file.source),
    fileLinks: files.map((file) => file.link),
  };
}
