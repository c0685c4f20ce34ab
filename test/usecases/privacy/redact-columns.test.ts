// Goes over every column of the schema that can hold text. A new one is either looked through by redactions, or named here with the reason why not.
import { expect } from 'vitest';
import { accountPlaces, casePlaces, directoryPlaces, sharedPlaces } from '../../../src/usecases/privacy/redact-places.ts';
import { test } from '../../fixtures.ts';

const ours = 'a code or an identifier of ours or of a platform';
const directory = 'the directory: an erasure handles people, and a redaction leaves the names of those who wrote';
const vendor = 'set up by the support organization for all accounts';

/** Columns that redactions do not change, with the reason: whole tables, or single columns. */
const untouched: Readonly<Record<string, string>> = {
  _prisma_migrations: 'no data of people',
  account: directory,
  address: ours,
  'access_entry.action': ours,
  'access_entry.operator': directory,
  'access_entry.source': ours,
  api_answer: ours,
  api_token: 'names an integration and who made it; it says nothing of a case',
  banner: ours,
  'bulk_item.run_id': ours,
  'bulk_item.state': ours,
  'bulk_run.id': ours,
  'canned_answer.key': 'made of the name of a canned answer, which is named to the lead and not changed',
  'canned_answer.updated_by_name': directory,
  'case.case_type': vendor,
  'case.category': vendor,
  'case.imported_from': 'the name of a product and a number in it',
  'case.module': vendor,
  'case.sla': 'times of clocks',
  'case.snoozes': 'ids of people and times',
  'case.source_link': 'the address of a message, made by its platform',
  'case.team': vendor,
  case_merge: directory,
  channel: directory,
  channel_change: directory,
  'cluster.module': vendor,
  conversation: ours,
  'defect.module': vendor,
  'defect.number': ours,
  delivery: ours,
  destination: ours,
  dev_comment: 'numbers in another product',
  'dev_issue.assignee': 'the name of a developer, as the tracker has it',
  'dev_issue.error_code': ours,
  'dev_issue.external_id': 'a number in another product',
  'dev_issue.marker': ours,
  'dev_issue.state': 'a state of the tracker',
  'dev_issue.target': 'a release of the tracker',
  'dev_issue.tracker': ours,
  'dev_issue.url': 'an address of the tracker',
  directory_change: directory,
  'draft.files': 'encrypted, for a week: where the files of a message are on their platform',
  'draft.id': ours,
  'file.checksum': ours,
  'file.deleted_by': directory,
  'file.link': 'renameFiles',
  'file.media_type': ours,
  'file.name': 'renameFiles',
  'file.problem': ours,
  'file.source': 'renameFiles',
  'file.workspace_id': ours,
  file_copy: ours,
  'history_entry.action': ours,
  idempotency_key: ours,
  identity: directory,
  imported_case: 'numbers in another product',
  imported_post: 'numbers in another product',
  'incoming_mail.key': ours,
  'incoming_mail.message_id': ours,
  'incoming_mail.reason': ours,
  installation: ours,
  'legal_hold.lifted_by': directory,
  'legal_hold.placed_by': directory,
  mailbox: ours,
  'notice.modules': vendor,
  'notice_update.action': ours,
  'notice_update.author_name': directory,
  outage: ours,
  person: directory,
  person_lookup: directory,
  'post.action': ours,
  'post.deleted_by': directory,
  'post.origin_message_id': ours,
  'privacy_record.by_name': directory,
  'privacy_record.kind': ours,
  'privacy_record.result': 'counts',
  redaction: 'what a redaction looks for, encrypted, until it is done',
  redaction_count: ours,
  release: vendor,
  'replication.by_name': directory,
  report: 'figures',
  search_document: 'written again from the texts',
  secret_key: ours,
  webhook_endpoint: 'set up by leads, and nothing of cases',
  webhook_event: ours,
  worker_process: ours,
  workspace: ours,
  workspace_pace: ours,
};

test('every column that can hold text is looked through, or is named with a reason', async ({ db }) => {
  const { rows } = await db.pool.query<{ table: string; column: string }>(
    `select table_name "table", column_name "column" from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and (data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'xml', 'bytea')
       or udt_name in ('_text', '_varchar', 'tsvector', 'citext')) order by 1, 2`,
  );
  const places = [...casePlaces, ...accountPlaces, ...sharedPlaces, ...directoryPlaces.filter(({ name }) => name === 'senders')];
  const handled = new Set(
    places.flatMap(({ table, columns }) => Object.keys(columns).map((one) => `${table.replaceAll('"', '')}.${one}`)),
  );
  const names = rows.map(({ table, column }) => ({ table, name: `${table}.${column}` }));
  const isNamed = ({ table, name }: { table: string; name: string }): boolean => table in untouched || name in untouched;
  expect(names.filter((one) => !handled.has(one.name) && !isNamed(one)).map(({ name }) => name)).toEqual([]);
  // what is named is there, and is not looked through
  const known = new Set(names.flatMap(({ table, name }) => [table, name]));
  expect(Object.keys(untouched).filter((name) => !known.has(name) || handled.has(name))).toEqual([]);
  expect([...handled].filter((name) => !known.has(name))).toEqual([]);
});
