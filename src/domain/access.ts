// The access log: who saw, searched, downloaded or exported what. Only what a person asked for counts; a message that the bot sends to a
// conversation by itself is not a view.

/** What people and operators do that is written down. */
export const accessActions = [
  'view', 'history', 'files', 'search', 'download', 'picture', 'page', 'stats', 'access', 'export', 'records', 'records-with-notes', 'redact', 'lost', 'hold', 'lift-hold', 'erase', 'certificate', 'retention', 'webhook', 'webhook-sent', 'token',
] as const; // prettier-ignore
/**
 * picture: a picture of a file, shown on a card. page: a page that a link in an email leads to. records: the archive of one account.
 * lost: accesses that could not be written down. hold, lift-hold, erase: what was done about privacy. certificate, retention: what was read of it.
 * webhook: what was done about an endpoint. webhook-sent: an endpoint got an event.
 * token: an API token was created or revoked
 */
export type AccessAction = (typeof accessActions)[number];

/** Where it was done. web: behind a signed link. */
export type AccessSource = 'slack' | 'teams' | 'mail' | 'web' | 'api' | 'command-line' | 'webhook';

const labels: Readonly<Record<AccessAction, string>> = {
  view: 'viewed the case',
  history: 'viewed the history',
  files: 'viewed the attachments',
  search: 'searched',
  download: 'downloaded',
  picture: 'viewed the picture',
  page: 'opened a page from an email',
  stats: 'viewed statistics',
  access: 'searched the access log',
  export: 'exported',
  records: 'exported the records of the account',
  'records-with-notes': 'exported the records of the account with internal notes',
  redact: 'redacted something on the case',
  lost: 'lost entries of this log',
  hold: 'placed a legal hold',
  'lift-hold': 'lifted a legal hold',
  erase: 'erased',
  certificate: 'viewed a certificate of erasure',
  retention: 'viewed what retention removes next',
  webhook: 'changed a webhook',
  'webhook-sent': 'got an event',
  token: 'created or revoked an API token',
};

/** Says what was done, after the name of who did it. */
export function accessLabel(action: string): string {
  return labels[action as AccessAction] ?? action;
}

const sourceLabels: Readonly<Record<AccessSource, string>> = {
  slack: 'Slack',
  teams: 'Teams',
  mail: 'email link',
  web: 'web link',
  api: 'API',
  'command-line': 'command line',
  webhook: 'webhook',
};

/** Names where it was done. */
export function accessSourceLabel(source: string): string {
  return sourceLabels[source as AccessSource] ?? source;
}
