// What an erasure does with each column that can hold text. A test compares this list with the database, so a new column cannot be forgotten.
//
// - names: the product writes names and addresses there. They are replaced by pseudonyms wherever they occur.
// - texts: people write there. An erasure of a person changes nothing, because it cannot know what a sentence needs; it counts the texts that
//   still name the person, and the certificate lists them, so that `redact` can take them out. With an account, or by retention, they go.
// - row: the statements of erase-person.ts and erase-account.ts empty it or delete its row.
// - Anything else is the reason why neither names nor addresses of people are in it.

/** How an erasure treats a column: `names`, `texts`, `row`, or why it may leave it alone. */
export type Handling = string;

const id = 'an identifier';
const code = 'a code or a name of ours';
const setting = 'a setting of the directory or the configuration';
const derived = 'made of the texts of the case, and made again when they change';
const elsewhere = 'an identifier of another product, without which its next import would bring back what was erased';
const encrypted = 'encrypted, and deleted once it has served';

/** By table and column. */
export const columns: Readonly<Record<string, Readonly<Record<string, Handling>>>> = {
  access_entry: { action: code, source: code, operator: 'names', detail: 'names' },
  account: {
    ...{ key: 'row', name: 'row', name_folded: 'row', timezone: setting, holidays: setting, closed: setting, worked: setting },
    ...{ calendar_version: code, erased_hash: 'a keyed hash' },
  },
  address: { workspace_id: id, channel_id: id, service_url: 'an address of the platform', kind: code },
  api_answer: { key: 'a hash', fingerprint: 'a hash', result: id },
  api_token: {
    ...{ name: 'the name of an integration', prefix: 'the beginning of a token', hash: 'a hash', scopes: code },
    ...{ created_by: 'names', revoked_by: 'names' },
  },
  banner: { thread_ref: id },
  bulk_item: { run_id: id, state: code, problem: 'names' },
  bulk_run: { id, plan: 'names' },
  canned_answer: { key: 'texts', name: 'texts', text: 'texts', updated_by_name: 'names' },
  case: {
    ...{
      subject: 'texts',
      description: 'texts',
      replication_steps: 'texts',
      expected: 'texts',
      actual: 'texts',
      impact: 'texts',
    },
    ...{ environment: setting, module: setting, case_type: setting, category: setting, team: setting, close_reason: code },
    ...{ due_reason: 'texts', source_link: 'an address of the platform', scheduled_work: 'texts', triage: 'names', sla: code },
    ...{ contact_change: 'names', snoozes: id, imported_from: 'the number that the case had in another product' },
  },
  case_merge: { by_name: 'names' },
  channel: { workspace_id: id, channel_id: id, modules: setting, team: setting, name: 'the name of a channel' },
  channel_change: { what: code, by_name: 'names' },
  cluster: { module: setting, keywords: derived },
  conversation: { team: setting, thread_ref: id },
  defect: { number: id, summary: 'texts', release_note: 'texts', module: setting },
  delivery: { external_id: id, error_code: code, traceparent: id },
  destination: { workspace_id: id, channel_id: 'row', pace: code, leased_by: id },
  dev_comment: { external_id: elsewhere },
  dev_issue: {
    ...{ tracker: setting, external_id: elsewhere, marker: id, title: 'texts', body: 'texts', error_code: code },
    ...{
      url: 'an address of the tracker',
      state: 'a state of the tracker',
      assignee: 'names',
      target: 'a release of the tracker',
    },
  },
  directory_change: { by_name: 'names', section: code, what: code, name: 'names', fields: 'names' },
  draft: { id, text: 'texts', link: 'an address of the platform', files: encrypted },
  file: {
    ...{ name: 'texts', problem: code, media_type: code, checksum: id, link: 'an address of the platform', workspace_id: id },
    ...{ source: encrypted, uploaded_by_name: 'names', deleted_by: 'names' },
  },
  file_copy: { external_id: id },
  handover: { reason: 'names' },
  history_entry: { actor_name: 'names', action: code, from: 'names', to: 'names', why: 'names' },
  idempotency_key: { key: id },
  identity: {
    ...{
      workspace_id: id,
      user_id: 'row',
      home_workspace: id,
      name: 'row',
      email: 'row',
      direct_channel: 'row',
      timezone: 'row',
    },
    picture: 'row',
  },
  incoming_mail: {
    ...{
      key: 'a hash',
      message_id: 'row',
      from_address: 'names',
      from_name: 'names',
      subject: 'texts',
      reason: code,
      text: 'texts',
    },
    ...{ whole: 'texts', files: 'texts' },
  },
  imported_case: { origin: 'the name of another product', external_id: elsewhere, status: code },
  imported_post: { origin: 'the name of another product', external_id: elsewhere },
  installation: {
    ...{ workspace_id: id, enterprise_id: id, name: 'the name of a workspace', app_id: id, bot_user_id: id, bot_id: id },
    ...{ scopes: code, token: 'encrypted' },
  },
  legal_hold: { reason: 'names', placed_by: 'names', lifted_by: 'names' },
  mailbox: { name: 'the mailbox that the bot reads' },
  notice: { title: 'texts', modules: setting, instructions: 'texts' },
  notice_update: { action: code, body: 'texts', author_name: 'names' },
  outage: { workspace_id: id, channel_id: 'names', code },
  person: {
    ...{ email: 'row', name: 'row', name_folded: 'row', team: setting, mail_failed_code: code, erased_hash: 'a keyed hash' },
  },
  person_lookup: { workspace_id: id, email: 'row' },
  post: {
    ...{ action: code, author_name: 'names', body: 'texts', origin_message_id: id, deleted_by: 'names' },
  },
  post_revision: { body: 'texts' },
  privacy_record: { kind: code, subject: 'names', by_name: 'names', reason: 'names', result: 'row' },
  // deleted within an hour, or when everything was looked through; with an account, its rows are deleted
  redaction: { id, by_name: 'names', source: code, plan: encrypted },
  redaction_count: { redaction_id: id, kind: code },
  release: { name: 'texts' },
  replication: { environment: 'texts', steps: 'texts', result: 'texts', by_name: 'names' },
  report: { workspace_id: id, channel_id: id, figures: 'names' },
  satisfaction: { comment: 'texts' },
  saved_view: { name: 'texts', name_folded: derived, query: 'names' },
  search_document: { subject: derived, words: derived, all_words: derived },
  secret_key: { fingerprint: 'a hash' },
  webhook_endpoint: {
    ...{
      name: 'the name of an endpoint',
      name_folded: 'the name of an endpoint',
      url: 'the address of an endpoint',
      secret: 'encrypted',
    },
    ...{ former_secret: 'encrypted', events: code, modules: setting, created_by_name: 'names' },
  },
  webhook_event: { type: code, action: code },
  worker_process: { id },
  workspace: { external_id: id },
  workspace_pace: { workspace_id: id, acts: code, calls: code },
};

/** The columns that hold names of people whose id is beside them, so that a name of long ago is found as well. */
export const namedById: Readonly<Record<string, readonly (readonly [name: string, id: string])[]>> = {
  post: [['author_name', 'author_id']],
  history_entry: [['actor_name', 'actor_id']],
  file: [['uploaded_by_name', 'uploaded_by_id']],
  replication: [['by_name', 'by_id']],
  notice_update: [['author_name', 'author_id']],
  directory_change: [['by_name', 'by_id']],
  privacy_record: [['by_name', 'by_id']],
};

/** Which columns are JSON. Names in them are written as JSON writes them. */
export const jsonColumns: ReadonlySet<string> = new Set([
  'case.triage',
  'case.contact_change',
  'directory_change.fields',
  'bulk_run.plan',
  'report.figures',
  'incoming_mail.files',
]);

/** Returns the columns of a table that are treated in one way. */
export function columnsTreated(table: string, handling: 'names' | 'texts'): string[] {
  return Object.entries(columns[table] ?? {}).flatMap(([column, how]) => (how === handling ? [column] : []));
}
