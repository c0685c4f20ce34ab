// Opening a case is the hottest write, so it is one statement: a transaction of ten statements reached a tenth of the rate of a bare INSERT
// (test/bench/open-case). The case, its search document, history, recipient, conversations, deliveries and idempotency key are written together or not at all.
import type { Pool } from 'pg';
import { announceWork } from '../../db/announce-work.ts';
import { Prisma } from '../../db/generated/client.ts';
import type { ContactChange } from '../../domain/contact-change.ts';
import type { NewCase } from '../../domain/case-input.ts';
import type { Side } from '../../domain/person.ts';
import type { PlatformName } from '../../ports.ts';
import { enqueue } from './deliveries.ts';

const { sql } = Prisma;

/** The columns of a new case. */
export interface CaseColumns extends NewCase {
  accountId: number;
  contactId: number;
  category: string;
  source: 'slack' | 'teams' | 'phone' | 'mail';
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

/** A conversation that a new case starts with. */
export interface NewConversation {
  destinationId: number;
  side: Side;
  personId: number | null;
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

const cards = enqueue(
  'card',
  { destination_id: sql`destination_id`, conversation_id: sql`id`, case_id: sql`case_id` },
  sql`from conversations`,
).text;

const posts = enqueue(
  'post',
  {
    destination_id: sql`e.destination_id`,
    conversation_id: sql`e.conversation_id`,
    case_id: sql`e.case_id`,
    post_id: sql`posted.id`,
  },
  sql`from enqueued e cross join posted`,
).text;

/** The files become the first post of the case, by its contact, in every conversation that gets the card. */
const firstPost = `
  returning destination_id, conversation_id, case_id
), posted as (
  insert into post (case_id, kind, author_id, author_name, author_side, platform, body, created_at)
  select opened.id, 'public', p.id, p.name, 'contact', $37::"Platform", '', $2 from opened join person p on p.id = $4 returning id, case_id
), filed as (
  insert into file (case_id, post_id, position, name, size, platform, workspace_id, source, link, state, problem, uploaded_by_id,
    uploaded_by_name, created_at)
  select posted.case_id, posted.id, f.position - 1, f.name, f.size, f.platform::"Platform", f.workspace_id, f.source, f.link,
    (case when f.link is null then 'expected' else 'refused' end)::"FileState", case when f.link is not null then 'elsewhere' end, $30::int,
    $22::text, $2
  from posted, unnest($38::text[], $39::int[], $40::text[], $41::text[], $42::text[], $43::text[])
    with ordinality f (name, size, platform, workspace_id, source, link, position)
), sent as (
  ${posts}`;

const statementOf = (firstPost: string): string => `
with request as (
  insert into idempotency_key (key) values ($1) on conflict do nothing returning key
), opened as (
  insert into "case" (created_at, updated_at, account_id, contact_id, priority, subject, description, replication_steps, expected, actual,
    environment, impact, module, case_type, category, due_date, due_reason, source, source_link, phone_call_expected, previous_case_id,
    contact_change, sla, sla_due_at, sla_alert_at, incident_id, last_incident_update_id, incident_linked_at, page_at)
  select $2, $2, $3, $4, $5::"Priority", $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::date, $17, $18::"Source", $19, $20, $21,
    $26::jsonb, $27::jsonb, $28, $29, $31::int, $32::int, case when $31::int is not null then $2::timestamptz end, $33::timestamptz from request
  returning id, number
), documented as (
  insert into search_document (case_id, account_id, version, subject, words)
  select id, $3::int, $34::int, $35::text, (format($q$'§%s' %s:1A cb%s:1A$q$, $3::int, number, number))::tsvector || $36::tsvector from opened
), recorded as (
  insert into history_entry (case_id, at, actor_id, actor_name, action, "to")
  select id, $2::timestamptz, $30::int, $22::text, 'open', 'New' from opened
  union all select opened.id, $2::timestamptz, $30::int, $22::text, 'link-incident', notice.title from opened join notice on notice.id = $31::int
), recipients as (
  insert into recipient (case_id, person_id, added_at) select id, $4, $2 from opened
), conversations as (
  insert into conversation (case_id, destination_id, side, person_id)
  select opened.id, place.destination_id, place.side::"Side", place.person_id
  from opened, unnest($23::int[], $24::text[], $25::int[]) as place (destination_id, side, person_id)
  returning id, destination_id, case_id
), enqueued as (
  ${cards}${firstPost}
)
select number from opened`;

/** The email that became the case, as it is kept (usecases/mail/keep-mail.ts). */
const byMail = `
), mailed as (
  insert into incoming_mail (key, message_id, from_address, from_name, subject, received_at, state, text, whole, case_id, person_id)
  select $37::text, $38::text, $39::text, $40::text, $41::text, $2::timestamptz, 'opened', $42::text, $43::text, opened.id, $4::int from opened`;

/** An email that becomes a case. */
export interface OpeningMail {
  key: string;
  messageId: string | null;
  from: { address: string; name: string };
  subject: string;
  text: string;
  whole: string;
}

const statements = { plain: statementOf(''), withFiles: statementOf(firstPost), byMail: statementOf(byMail) };

/**
 * Writes a new case with its first conversations and cards, and with its files if there are any.
 * @param mail the email that opens it, which is kept in the same statement
 * @returns the number of the new case; null if the request was handled before
 */
export async function insertCase(
  pool: Pool,
  columns: CaseColumns,
  conversations: NewConversation[],
  by: { idempotencyKey: string; at: Date; actorId: number; actorName: string },
  files: readonly CaseFile[] = [],
  mail?: OpeningMail,
): Promise<number | null> {
  const c = columns;
  const hasFiles = files.length > 0;
  if (hasFiles && mail) throw new Error('the files of an email are posted after its case is opened');
  const { rows } = await pool.query<{ number: number }>({
    name: hasFiles ? 'insert-case-files' : mail ? 'insert-case-mail' : 'insert-case',
    text: hasFiles ? statements.withFiles : mail ? statements.byMail : statements.plain,
    values: [
      by.idempotencyKey, by.at, c.accountId, c.contactId, c.priority, c.subject, c.description, c.replicationSteps, c.expected, c.actual,
      c.environment, c.impact, c.module, c.caseType, c.category, c.dueDate, c.dueReason, c.source, c.sourceLink, c.phoneCallExpected,
      c.previousCaseId, by.actorName,
      conversations.map((place) => place.destinationId), conversations.map((place) => place.side), conversations.map((place) => place.personId),
      c.contactChange && JSON.stringify(c.contactChange), JSON.stringify(c.sla), c.slaDueAt, c.slaAlertAt,
      by.actorId, c.incidentId, c.lastIncidentUpdateId, c.pageAt, c.document.version, c.document.subject, c.document.words,
      ...(hasFiles
        ? [
            c.source === 'phone' || c.source === 'mail' ? null : c.source, files.map(({ name }) => name), files.map(({ size }) => size), files.map(({ platform }) => platform),
            files.map(({ workspaceId }) => workspaceId), files.map(({ source }) => source), files.map(({ link }) => link),
          ]
        : []),
      ...(mail ? [mail.key, mail.messageId, mail.from.address, mail.from.name, mail.subject, mail.text, mail.whole] : []),
    ],
  }); // prettier-ignore
  announceWork(pool);
  return rows[0]?.number ?? null;
}
