// Every table of the database: behind row-level security, or with the reason why not.

/** Whose account a row of a protected table belongs to, as SQL on the row `t`; null: only those who see every account see any row. */
export const protectedTables: Readonly<Record<string, string | null>> = {
  case: 't.account_id',
  search_document: 't.account_id',
  ...Object.fromEntries(
    [
      'post', 'file', 'history_entry', 'recipient', 'follow_up', 'replication', 'satisfaction', 'conversation', 'incoming_mail',
    ].map((table) => [table, '(select c.account_id from "case" c where c.id = t.case_id)']), // prettier-ignore
  ),
  case_merge: '(select c.account_id from "case" c where c.id = t.source_id)',
  post_revision: '(select c.account_id from post p join "case" c on c.id = p.case_id where p.id = t.post_id)',
  draft: '(select p.account_id from person p where p.id = t.person_id)',
  saved_view: '(select p.account_id from person p where p.id = t.person_id)',
  legal_hold: 't.account_id',
  privacy_record: null,
  redaction: null,
  redaction_count: null,
  imported_case: null,
  imported_post: null,
  report: null,
  handover: null,
  bulk_run: null,
  bulk_item: null,
  access_entry: null,
  webhook_event: null,
  api_token: null,
  api_answer: null,
  dev_issue: null,
  dev_comment: null,
};

const ids = 'ids and times of messages, no text; what is shown is loaded from protected tables';
const directory = 'the directory, which is read to find out who somebody is';
const vendors = "the support organization's own text, which names no account";
const machinery = 'how the bot works, nothing of cases';

/** Tables without a policy. */
export const openTables: Readonly<Record<string, string>> = {
  delivery: ids,
  joined_post: ids,
  file_copy: ids,
  destination: ids,
  digest: ids,
  banner: ids,
  outage: ids,
  account: directory,
  person: directory,
  membership: directory,
  identity: directory,
  workspace: directory,
  channel: directory,
  channel_change: directory,
  directory_change: directory,
  person_lookup: directory,
  on_call: directory,
  canned_answer: vendors,
  defect: vendors,
  release: vendors,
  notice: vendors,
  notice_account: vendors,
  notice_update: vendors,
  cluster: vendors,
  _prisma_migrations: machinery,
  address: machinery,
  idempotency_key: machinery,
  installation: machinery,
  mailbox: machinery,
  search_progress: machinery,
  secret_key: machinery,
  webhook_endpoint: machinery,
  worker_process: machinery,
  workspace_pace: machinery,
};

/** The only one that is not forced on its owner, because searches read it as the owner through `visible_document`. */
export const notForced = 'search_document';
