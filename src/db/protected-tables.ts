/** The tables behind row-level security. Without a scope, a statement on them finds nothing. */
export const protectedTables = [
  ...['case', 'post', 'post_revision', 'file', 'history_entry', 'recipient', 'follow_up', 'replication', 'satisfaction'],
  ...['conversation', 'incoming_mail', 'case_merge', 'draft', 'saved_view', 'legal_hold', 'search_document', 'visible_document'],
  ...[
    'privacy_record',
    'redaction',
    'redaction_count',
    'imported_case',
    'imported_post',
    'report',
    'handover',
    'bulk_run',
    'bulk_item',
    'access_entry',
    'webhook_event',
    'api_token',
    'api_answer',
    'dev_issue',
    'dev_comment',
  ],
] as const;

const named = new RegExp(
  String.raw`\b(?:from|join|into|update|using)\s+(?:only\s+)?(?:"?public"?\.)?"?(${protectedTables.join('|')})"?(?![\w".])`,
  'i',
);

/** Returns the first protected table that a statement names; undefined for none. */
export function protectedTableIn(statement: string): string | undefined {
  return named.exec(statement)?.[1];
}
