// The text of the statement that writes a new case (insert-case.ts). Its parts differ by what the case comes with, and each combination is a
// prepared statement of its own, so that the usual one starts no part that it does not need.
import { Prisma } from '../../db/generated/client.ts';
import { enqueue } from './deliveries.ts';
import { usualQueue } from './queues.ts';

const { sql } = Prisma;

/** What decides the text of the statement. */
export interface StatementParts {
  /** whether the statement finds the conversations, instead of being given them */
  findsPlaces: boolean;
  /** whether the case is linked to an incident */
  isLinked: boolean;
  /** whether the case has files */
  hasFiles: boolean;
  /** the email that opens it: one that just arrived, or one that waited for an advisor */
  mail: 'new' | 'waiting' | null;
}

/** A prepared statement, and the names of its values in the order of their numbers. */
export interface CaseStatement<Name extends string> {
  name: string;
  text: string;
  values: readonly Name[];
}

const columns = { destination_id: sql`destination_id`, conversation_id: sql`id`, case_id: sql`case_id` };
const cards = enqueue('card', columns, sql`from conversations`).text;

const postColumns = {
  destination_id: sql`e.destination_id`,
  conversation_id: sql`e.conversation_id`,
  case_id: sql`e.case_id`,
  post_id: sql`posted.id`,
};
const posts = enqueue('post', postColumns, sql`from enqueued e cross join posted`).text;

/** Writes the number of a value, such as `$3`. */
type Numbered<Name> = (name: Name) => string;

/** Names of the values that a given combination of parts has. */
export type ValueName =
  | 'key' | 'at' | 'accountId' | 'contactId' | 'priority' | 'subject' | 'description' | 'replicationSteps' | 'expected' | 'actual' | 'environment'
  | 'impact' | 'module' | 'caseType' | 'category' | 'dueDate' | 'dueReason' | 'source' | 'sourceLink' | 'phoneCallExpected' | 'previousCaseId'
  | 'contactChange' | 'sla' | 'slaDueAt' | 'slaAlertAt' | 'pageAt' | 'version' | 'folded' | 'vector' | 'actorId' | 'actorName'
  | 'incidentId' | 'lastIncidentUpdateId'
  | 'destinationIds' | 'sides' | 'personIds'
  | 'platform' | 'workspaceId' | 'channelId' | 'directChannel' | 'timezone' | 'holidays' | 'closed' | 'worked'
  | 'filePlatform' | 'fileNames' | 'fileSizes' | 'filePlatforms' | 'fileWorkspaces' | 'fileSources' | 'fileLinks'
  | 'mailKey' | 'mailMessageId' | 'mailFrom' | 'mailFromName' | 'mailSubject' | 'mailText' | 'mailWhole'
  | 'mailId'; // prettier-ignore

/**
 * The one row of `ready` holds the usual conversations of a new case, as `newCaseConversations` finds them. It is missing if any of them has to be
 * created or is out of order, or if the calendar of the account is not the one that the SLA was computed with. The limits keep each look-up one
 * of its own by its unique index: a joined plan that was made for a small table would stay when the table has grown.
 */
const ready = ($: Numbered<ValueName>): string => `ready as (
  select contact.id contact_destination, case when listed.id is null then ${$('contactId')}::int end owner_id, queue.id queue_destination
  from account left join channel listed on listed.platform = ${$('platform')}::text::"Platform" and listed.workspace_id = ${$('workspaceId')}
      and listed.channel_id = ${$('channelId')} and listed.account_id = ${$('accountId')} and listed.active and 'cases' = any(listed.purposes)
    cross join lateral (
      select id from destination where platform = ${$('platform')}::text::"TransportName" and workspace_id = ${$('workspaceId')}
        and channel_id = coalesce(listed.channel_id, ${$('directChannel')}::text) limit 1
    ) contact cross join (${usualQueue(`${$('module')}::text`)}) usual cross join lateral (
      select id, outage_id from destination where platform = usual.platform::text::"TransportName" and workspace_id = usual.workspace_id
        and channel_id = usual.channel_id limit 1
    ) queue
  where account.id = ${$('accountId')} and account.timezone = ${$('timezone')} and account.holidays is not distinct from ${$('holidays')}
    and coalesce(account.closed, '{}') = ${$('closed')}::text[] and coalesce(account.worked, '{}') = ${$('worked')}::text[]
    and queue.outage_id is null
), `;

const foundPlaces = `ready, lateral (values (ready.contact_destination, 'contact'::"Side", ready.owner_id),
    (ready.queue_destination, 'advisor'::"Side", null)) as place (destination_id, side, person_id)`;

const givenPlaces = ($: Numbered<ValueName>): string =>
  `unnest(${$('destinationIds')}::int[], ${$('sides')}::"Side"[], ${$('personIds')}::int[]) as place (destination_id, side, person_id)`;

const linked = ($: Numbered<ValueName>): string => `
  union all select opened.id, ${$('at')}::timestamptz, ${$('actorId')}::int, ${$('actorName')}::text, 'link-incident', notice.title
  from opened join notice on notice.id = ${$('incidentId')}::int`;

/** The files become the first post of the case, by its contact, in every conversation that gets the card. */
const firstPost = ($: Numbered<ValueName>): string => `
  returning destination_id, conversation_id, case_id
), posted as (
  insert into post (case_id, kind, author_id, author_name, author_side, platform, body, created_at)
  select opened.id, 'public', p.id, p.name, 'contact', ${$('filePlatform')}::"Platform", '', ${$('at')}
  from opened join person p on p.id = ${$('contactId')} returning id, case_id
), filed as (
  insert into file (case_id, post_id, position, name, size, platform, workspace_id, source, link, state, problem, uploaded_by_id,
    uploaded_by_name, created_at)
  select posted.case_id, posted.id, f.position - 1, f.name, f.size, f.platform::"Platform", f.workspace_id, f.source, f.link,
    (case when f.link is null then 'expected' else 'refused' end)::"FileState", case when f.link is not null then 'elsewhere' end,
    ${$('actorId')}::int, ${$('actorName')}::text, ${$('at')}
  from posted, unnest(${$('fileNames')}::text[], ${$('fileSizes')}::int[], ${$('filePlatforms')}::text[], ${$('fileWorkspaces')}::text[],
    ${$('fileSources')}::text[], ${$('fileLinks')}::text[]) with ordinality f (name, size, platform, workspace_id, source, link, position)
), sent as (
  ${posts}`;

/** The email that becomes the case, as it is kept (usecases/mail/keep-mail.ts). */
const mailed = ($: Numbered<ValueName>): string => `
), mailed as (
  insert into incoming_mail (key, message_id, from_address, from_name, subject, received_at, state, text, whole, case_id, person_id)
  select ${$('mailKey')}::text, ${$('mailMessageId')}::text, ${$('mailFrom')}::text, ${$('mailFromName')}::text, ${$('mailSubject')}::text,
    ${$('at')}::timestamptz, 'opened', ${$('mailText')}::text, ${$('mailWhole')}::text, opened.id, ${$('contactId')}::int
  from opened`;

/** The row of an email that waits. Who decides about it at the same moment waits here, and then finds no row. */
const claimed = ($: Numbered<ValueName>): string => `claimed as (
  select id from incoming_mail where id = ${$('mailId')}::int and state = 'waiting' for update
), `;

/** Its files stay in the row until they are posted. */
const decided = ($: Numbered<ValueName>): string => `
), mailed as (
  update incoming_mail set state = 'opened', case_id = opened.id, person_id = ${$('contactId')}::int, decided_by_id = ${$('actorId')}::int,
    decided_at = ${$('at')}::timestamptz
  from opened where incoming_mail.id = ${$('mailId')}::int`;

const textOf = ($: Numbered<ValueName>, { findsPlaces, isLinked, hasFiles, mail }: StatementParts): string => `
with ${findsPlaces ? ready($) : ''}${mail === 'waiting' ? claimed($) : ''}request as (
  insert into idempotency_key (key) ${keySource($, findsPlaces, mail === 'waiting')} on conflict do nothing returning key
), opened as (
  insert into "case" (created_at, updated_at, account_id, contact_id, priority, subject, description, replication_steps, expected, actual,
    environment, impact, module, case_type, category, due_date, due_reason, source, source_link, phone_call_expected, previous_case_id,
    contact_change, sla, sla_due_at, sla_alert_at, page_at${isLinked ? ', incident_id, last_incident_update_id, incident_linked_at' : ''})
  select ${$('at')}, ${$('at')}, ${$('accountId')}, ${$('contactId')}, ${$('priority')}::"Priority", ${$('subject')}, ${$('description')},
    ${$('replicationSteps')}, ${$('expected')}, ${$('actual')}, ${$('environment')}, ${$('impact')}, ${$('module')}, ${$('caseType')},
    ${$('category')}, ${$('dueDate')}::date, ${$('dueReason')}, ${$('source')}::"Source", ${$('sourceLink')}, ${$('phoneCallExpected')},
    ${$('previousCaseId')}, ${$('contactChange')}::jsonb, ${$('sla')}::jsonb, ${$('slaDueAt')}, ${$('slaAlertAt')},
    ${$('pageAt')}::timestamptz${isLinked ? `, ${$('incidentId')}::int, ${$('lastIncidentUpdateId')}::int, ${$('at')}::timestamptz` : ''}
  from request
  returning id, number
), documented as (
  insert into search_document (case_id, account_id, version, subject, words)
  select id, ${$('accountId')}::int, ${$('version')}::int, ${$('folded')}::text,
    (format($q$'§%s' %s:1A cb%s:1A$q$, ${$('accountId')}::int, number, number))::tsvector || ${$('vector')}::tsvector
  from opened
), recorded as (
  insert into history_entry (case_id, at, actor_id, actor_name, action, "to")
  select id, ${$('at')}::timestamptz, ${$('actorId')}::int, ${$('actorName')}::text, 'open', 'New' from opened${isLinked ? linked($) : ''}
), recipients as (
  insert into recipient (case_id, person_id, added_at) select id, ${$('contactId')}, ${$('at')} from opened
), conversations as (
  insert into conversation (case_id, destination_id, side, person_id)
  select opened.id, place.destination_id, place.side, place.person_id from opened, ${findsPlaces ? foundPlaces : givenPlaces($)}
  returning id, destination_id, case_id
), enqueued as (
  ${cards}${hasFiles ? firstPost($) : ''}${mail === null ? '' : mail === 'new' ? mailed($) : decided($)}
)
select number from ${findsPlaces ? 'ready left join opened on true' : 'opened'}`;

function keySource($: Numbered<ValueName>, findsPlaces: boolean, isClaimed: boolean): string {
  const needed = [...(findsPlaces ? ['ready'] : []), ...(isClaimed ? ['claimed'] : [])];
  return needed.length === 0 ? `values (${$('key')})` : `select ${$('key')} from ${needed.join(' cross join ')}`;
}

const built = new Map<string, CaseStatement<ValueName>>();

/**
 * Returns the statement that writes a case with these parts. It gives one row with the number of the case. If the request was handled before, the
 * number is null, or the row is missing if the statement was given its conversations. A statement that finds them writes nothing and gives no row
 * if it cannot.
 */
export function caseStatement(parts: StatementParts): CaseStatement<ValueName> {
  const { findsPlaces, isLinked, hasFiles, mail } = parts;
  const name = `insert-case${findsPlaces ? '-found' : ''}${isLinked ? '-linked' : ''}${hasFiles ? '-files' : ''}${mail === null ? '' : `-${mail}-mail`}`;
  const known = built.get(name);
  if (known) return known;
  const values: ValueName[] = [];
  const numbered = (value: ValueName): string => {
    if (!values.includes(value)) values.push(value);
    return `$${values.indexOf(value) + 1}`;
  };
  const statement = { name, text: textOf(numbered, parts), values };
  built.set(name, statement);
  return statement;
}
