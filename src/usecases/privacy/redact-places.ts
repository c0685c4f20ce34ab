// Every place in the database where text of a case can be. A test goes over all columns of the schema and fails for one that is neither here
// nor named with a reason in test/usecases/privacy/redact-columns.test.ts.
import { priorities } from '../../domain/priority.ts';
import { statuses } from '../../domain/status.ts';
import { Prisma } from '../../db/generated/client.ts';

const { sql } = Prisma;
type Sql = Prisma.Sql;

/** Rows of a table, as `x`, with columns that hold text. */
export interface Place {
  /** what is counted, as in domain/redaction-result.ts */
  name: string;
  table: string;
  /** SQL of what identifies a row, and its type */
  key: readonly [string, 'int4' | 'int8' | 'text'];
  /** with their types; of JSON, the keys of what people wrote */
  columns: Readonly<Record<string, ColumnKind>>;
  /** values that are codes in a column of text */
  codes?: readonly string[];
  /** SQL: which rows */
  rows: (area: Area) => Sql;
}

/** The type of a column. */
export type ColumnKind = 'text' | 'text[]' | { json: readonly string[] };

/** What is looked through: cases of one account. */
export interface Area {
  accountId: number;
  caseIds: readonly number[];
}

const ids = (area: Area): Sql => sql`any (${area.caseIds}::int[])`;
const postIds = (area: Area): Sql => sql`(select id from post where case_id = ${ids(area)})`;
const ofCase = (area: Area): Sql => sql`x.case_id = ${ids(area)}`;

/** Places that belong to cases. Names and contents of files are in redact-files.ts. */
export const casePlaces: readonly Place[] = [
  {
    name: 'fields',
    table: '"case"',
    key: ['x.id', 'int4'],
    columns: {
      subject: 'text',
      description: 'text',
      replication_steps: 'text',
      expected: 'text',
      actual: 'text',
      environment: 'text',
      impact: 'text',
      due_reason: 'text',
      scheduled_work: 'text',
      close_reason: 'text',
      triage: { json: ['why'] },
      contact_change: { json: ['name', 'reason'] },
    },
    rows: (area) => sql`x.id = ${ids(area)}`,
  },
  { name: 'posts', table: 'post', key: ['x.id', 'int4'], columns: { body: 'text' }, rows: ofCase },
  {
    name: 'revisions',
    table: 'post_revision',
    key: ['x.id', 'int4'],
    columns: { body: 'text' },
    rows: (area) => sql`x.post_id in ${postIds(area)}`,
  },
  {
    name: 'history',
    table: 'history_entry',
    key: ['x.id', 'int4'],
    columns: { from: 'text', to: 'text', why: 'text' },
    codes: [...statuses, ...priorities],
    rows: ofCase,
  },
  {
    name: 'replications',
    table: 'replication',
    key: ['x.id', 'int4'],
    columns: { environment: 'text', steps: 'text', result: 'text' },
    rows: ofCase,
  },
  // people whom no directory has, such as the authors of imported comments
  {
    name: 'authors',
    table: 'post',
    key: ['x.id', 'int4'],
    columns: { author_name: 'text' },
    rows: (area) => sql`${ofCase(area)} and x.author_id is null`,
  },
  {
    name: 'authors',
    table: 'history_entry',
    key: ['x.id', 'int4'],
    columns: { actor_name: 'text' },
    rows: (area) => sql`${ofCase(area)} and x.actor_id is null`,
  },
  {
    name: 'authors',
    table: 'file',
    key: ['x.id', 'int4'],
    columns: { uploaded_by_name: 'text' },
    rows: (area) => sql`${ofCase(area)} and x.uploaded_by_id is null`,
  },
  { name: 'ratings', table: 'satisfaction', key: ['x.case_id', 'int4'], columns: { comment: 'text' }, rows: ofCase },
  {
    name: 'mails',
    table: 'incoming_mail',
    key: ['x.id', 'int4'],
    columns: { subject: 'text', text: 'text', whole: 'text', from_name: 'text', files: { json: ['name'] } },
    rows: (area) =>
      sql`(${ofCase(area)} or x.key in (select origin_message_id from post where case_id = ${ids(area)} and origin_message_id is not null))`,
  },
  {
    name: 'defects', // also those that a case was unlinked from: what was entered for it is still in them
    table: 'defect',
    key: ['x.id', 'int4'],
    columns: { summary: 'text', release_note: 'text' },
    rows: (
      area,
    ) => sql`(x.id in (select defect_id from "case" where id = ${ids(area)} union select defect_id from dev_issue where case_id = ${ids(area)})
      or x.number in (select why from history_entry where case_id = ${ids(area)} and action = 'qualify'))`,
  },
  {
    name: 'defects',
    table: 'dev_issue',
    key: ['x.id', 'int4'],
    columns: { title: 'text', body: 'text' },
    rows: (area) => sql`(x.case_id = ${ids(area)} or x.defect_id in (select defect_id from "case" where id = ${ids(area)}))`,
  },
  {
    name: 'clusters',
    table: 'cluster',
    key: ['x.id', 'int4'],
    columns: { keywords: 'text[]' },
    rows: (area) => sql`x.id in (select cluster_id from "case" where id = ${ids(area)})`,
  },
  {
    name: 'plans',
    table: 'bulk_run',
    key: ['x.id', 'text'],
    columns: { plan: { json: ['reason', 'comment', 'text', 'title'] } },
    rows: (area) =>
      sql`x.id in (select i.run_id from bulk_item i join "case" c on c.number = i.number where c.id = ${ids(area)})`,
  },
  {
    name: 'plans',
    table: 'bulk_item',
    key: [`x.run_id || ' ' || x.number`, 'text'],
    columns: { problem: 'text' },
    rows: (area) => sql`x.number in (select number from "case" where id = ${ids(area)})`,
  },
];

const inAccount = ({ accountId }: Area): Sql =>
  sql`(p.account_id = ${accountId} or exists (select from membership m where m.person_id = p.id and m.account_id = ${accountId}))`;
/** SQL: whether a row belongs to somebody of the account, or to an advisor, who works for every account. */
const ofPeople = (area: Area): Sql =>
  sql`exists (select from person p where p.id = x.person_id and (p.kind = 'advisor' or ${inAccount(area)}))`;

/** SQL: whether an email belongs to no case; one of nobody we know may be about any account. */
const isStray = (area: Area): Sql =>
  sql`(x.case_id is null and (x.person_id is null or exists (select from person p where p.id = x.person_id and ${inAccount(area)})))`;

/** Places that belong to the account and its people, and to no case alone. */
export const accountPlaces: readonly Place[] = [
  { name: 'drafts', table: 'draft', key: ['x.id', 'text'], columns: { text: 'text', link: 'text' }, rows: ofPeople },
  {
    name: 'views',
    table: 'saved_view',
    key: ['x.id', 'int4'],
    columns: { name: 'text', name_folded: 'text', query: 'text' },
    rows: ofPeople,
  },
  {
    name: 'handovers',
    table: 'handover',
    key: ['x.id', 'int4'],
    columns: { reason: 'text' },
    rows: ({ accountId }) => sql`x.remaining && (select array_agg(number) from "case" where account_id = ${accountId})`,
  },
  {
    name: 'mails',
    table: 'incoming_mail',
    key: ['x.id', 'int4'],
    columns: { subject: 'text', text: 'text', whole: 'text', from_name: 'text', files: { json: ['name'] } },
    rows: isStray,
  },
  {
    name: 'access',
    table: 'access_entry',
    key: ['x.id', 'int8'],
    columns: { detail: 'text' },
    rows: ({ accountId }) => sql`x.detail is not null and (x.account_id = ${accountId} or x.account_id is null)`,
  },
  {
    name: 'records',
    table: 'legal_hold',
    key: ['x.id', 'int4'],
    columns: { reason: 'text' },
    rows: (area) => sql`(x.account_id = ${area.accountId}
      or x.case_id in (select id from "case" where account_id = ${area.accountId})
      or exists (select from person p where p.id = x.person_id and ${inAccount(area)}))`,
  },
  {
    name: 'records',
    table: 'privacy_record',
    key: ['x.id', 'int4'],
    columns: { subject: 'text', reason: 'text' },
    rows: ({ accountId }) => sql`x.account_id = ${accountId}`,
  },
];

/** Texts that other accounts read as well. They are never changed; the certificate says how many have the passage. */
export const sharedPlaces: readonly Place[] = [
  {
    name: 'notices',
    table: 'notice',
    key: ['x.id', 'int4'],
    columns: { title: 'text', instructions: 'text' },
    rows: () => sql`true`,
  },
  { name: 'notices', table: 'notice_update', key: ['x.notice_id', 'int4'], columns: { body: 'text' }, rows: () => sql`true` },
  {
    name: 'cannedAnswers',
    table: 'canned_answer',
    key: ['x.id', 'int4'],
    columns: { name: 'text', text: 'text' },
    rows: () => sql`true`,
  },
];

/** Names and addresses of people of the account, which an erasure handles, and of senders. They are never changed here, and counted. */
export const directoryPlaces: readonly Place[] = [
  {
    name: 'directory',
    table: 'person',
    key: ['x.id', 'int4'],
    columns: { name: 'text', email: 'text' },
    rows: ({ accountId }) =>
      sql`(x.account_id = ${accountId} or exists (select from membership m where m.person_id = x.id and m.account_id = ${accountId}))`,
  },
  {
    name: 'senders',
    table: 'incoming_mail',
    key: ['x.id', 'int4'],
    columns: { from_address: 'text' },
    rows: (area) => sql`(${isStray(area)} or x.case_id in (select id from "case" where account_id = ${area.accountId}))`,
  },
];
