// The certificate of an erasure: a document that says what was done, what was kept and why, and what is out of reach. It is made of counts, so
// nothing that was erased is in it. Markdown, so that it reads well in a terminal, in chat and printed.
import { formatCaseNumber } from './case-number.ts';
import type { ErasureResult } from './erasure-result.ts';
import { changedLines, messageLines, unreachedLines as unreachedByRedaction, type RedactionResult } from './redaction-result.ts';
import { otherSystems, readByApi } from './other-systems.ts';
import { formatCount, formatList, plural } from './text/numbers.ts';

/** A record of what was done about privacy. */
export interface PrivacyFacts {
  id: number;
  /** erasure, retention or redaction */
  kind: string;
  subject: string;
  at: Date;
  finishedAt: Date | null;
  byName: string;
  reason: string;
  isPerson: boolean;
  result: ErasureResult;
  /** what a redaction did; null for the others */
  redacted: RedactionResult | null;
}

/** What was done, by key of the result: one and several. */
const doneLabels: Readonly<Record<string, readonly [one: string, more: string]>> = {
  accounts: ['account given a pseudonym', 'accounts given pseudonyms'],
  people: ['person given a pseudonym', 'people given pseudonyms'],
  peopleKept: ['contact of another account as well, who stays there', 'contacts of other accounts as well, who stay there'],
  cases: ['case erased except for the facts that statistics count', 'cases erased except for the facts that statistics count'],
  casesClosed: ['of these cases was open and is closed now', 'of these cases were open and are closed now'],
  casesHandedOver: ['open case given to another contact', 'open cases given to another contact'],
  posts: ['post and note erased', 'posts and notes erased'],
  files: ['file erased', 'files erased'],
  filesRemoved: ['file removed', 'files removed'],
  contents: ['file taken out of the store', 'files taken out of the store'],
  historyEntries: ['history entry erased or emptied', 'history entries erased or emptied'],
  incomingMails: ['incoming email cleared of its content', 'incoming emails cleared of their content'],
  messagesDeleted: ['message to be deleted in Slack and Teams', 'messages to be deleted in Slack and Teams'],
  messagesUpdated: ['message in Slack and Teams updated', 'messages in Slack and Teams updated'],
  mailboxes: ['email address taken out of deliveries', 'email addresses taken out of deliveries'],
  identities: ['chat identity deleted', 'chat identities deleted'],
  lookups: ['search of a workspace for the address deleted', 'searches of workspaces for the address deleted'],
  memberships: ['membership of a further account deleted', 'memberships of further accounts deleted'],
  recipients: ['notification setting of a case deleted', 'notification settings of cases deleted'],
  drafts: ['draft deleted', 'drafts deleted'],
  savedViews: ['saved view deleted', 'saved views deleted'],
  cannedAnswers: ['personal canned answer deleted', 'personal canned answers deleted'],
  onCall: ['turn on call deleted', 'turns on call deleted'],
  bulkRuns: ['record of a bulk action deleted', 'records of bulk actions deleted'],
  ratingComments: ['comment of a rating deleted', 'comments of ratings deleted'],
  channels: ['channel deleted', 'channels deleted'],
  workspaces: ['workspace with its token and users deleted', 'workspaces with their tokens and users deleted'],
};

/** Tables by what people call their rows. */
const tableLabels: Readonly<Record<string, string>> = {
  access_entry: 'the access log',
  bulk_item: 'actions on several cases',
  bulk_run: 'actions on several cases',
  canned_answer: 'canned answers',
  case: 'cases',
  case_merge: 'merges',
  channel_change: 'changes of channels',
  defect: 'defects',
  directory_change: 'the history of the directory',
  draft: 'drafts',
  file: 'files',
  handover: 'handovers',
  history_entry: 'the history of cases',
  incoming_mail: 'incoming emails',
  legal_hold: 'legal holds',
  notice: 'notices',
  notice_update: 'updates of notices',
  outage: 'outages',
  post: 'posts',
  post_revision: 'earlier versions of posts',
  privacy_record: 'records of privacy',
  release: 'releases',
  replication: 'attempts to replicate',
  report: 'weekly reports',
  satisfaction: 'ratings',
  saved_view: 'saved views',
};

const labelOf = (table: string): string => tableLabels[table] ?? table;

/** Writes the certificate. @param brand the support organization @param moment writes a moment for its reader */
export function certificateText(facts: PrivacyFacts, brand: string, moment: (at: Date) => string): string {
  const { id, kind, subject, at, finishedAt, byName, reason } = facts;
  return [
    `# ${kind === 'retention' ? 'Record' : 'Certificate'} of ${kind} ${id}`,
    '',
    `- Organization: ${brand}`,
    `- Subject: ${subject}`,
    `- Requested by: ${byName}`,
    `- Reason: ${reason}`,
    `- Started: ${moment(at)}`,
    `- Finished: ${finishedAt ? moment(finishedAt) : 'not yet. This is what was done so far'}`,
    ...sections(facts),
    '',
  ].join('\n');
}

function sections(facts: PrivacyFacts): string[] {
  const { kind, result, redacted } = facts;
  if (redacted) {
    const done = changedLines(redacted);
    return [
      ...section('What was redacted', done.length === 0 ? ['Nothing had to be redacted.'] : done),
      ...section('Edited or deleted in chats', messageLines(redacted, { slack: 'Slack', teams: 'Teams' })),
      ...section('What is out of reach', unreachedByRedaction(redacted)),
    ];
  }
  const isErasure = kind === 'erasure';
  return [
    ...section('What was done', doneLines(result)),
    ...section('What was kept, and why', isErasure ? keptLines(facts) : []),
    ...section('Texts that still have the name', textLines(result)),
    ...section('What is out of reach', isErasure ? unreachedLines(facts) : unreachedCounts(result)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `- ${line}`)];
}

function doneLines({ done, names }: ErasureResult): string[] {
  const counted = Object.entries(doneLabels).flatMap(([key, [one, more]]) => {
    const count = done[key] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${count === 1 ? one : more}`];
  });
  const replaced = Object.values(names).reduce((sum, count) => sum + count, 0);
  const where = [...new Set(Object.keys(names).map(labelOf))].sort();
  const all =
    replaced === 0 ? counted : [...counted, `Names replaced by pseudonyms in ${plural(replaced, 'row')} of ${formatList(where)}`];
  return all.length === 0 ? ['Nothing had to be done.'] : all;
}

function keptLines({ isPerson }: PrivacyFacts): string[] {
  if (isPerson)
    return [
      'Cases, posts and their history, under the pseudonym: they are the record of the work, and belong to the account.',
      'The access log, with the ID of the person and without name and address: it proves who saw what.',
      'A hash of the email address, so that an import does not bring the person back.',
    ];
  return [
    'Of each case: its number, dates, status, priority, module and type, how its SLA went, who supported it and how it was rated, for statistics.',
    'The access log, without names: it proves who saw what.',
    'A hash of the key of the account and of each address, so that an import does not bring them back.',
    'This record.',
  ];
}

function textLines({ texts }: ErasureResult): string[] {
  const lines = texts.map(({ table, count, cases }) => {
    const in_ = cases.length === 0 ? '' : `, in ${formatList(cases.map(formatCaseNumber))}`;
    return `${plural(count, 'text')} in ${labelOf(table)}${in_}`;
  });
  return lines.length === 0
    ? []
    : [...lines, 'People wrote these texts, so nothing in them was changed. Take the passages out with redact.'];
}

function unreachedCounts({ unreached }: ErasureResult): string[] {
  return Object.entries(unreached)
    .filter(([, count]) => count > 0)
    .map(([key, count]) => {
      if (key === 'mailsSent') return `${plural(count, 'email')} that ${count === 1 ? 'was' : 'were'} sent`;
      if (key === 'issueCases' || key === 'webhookEvents') return otherSystems[key](count);
      if (key === 'filesSent') return `${plural(count, 'file')} shared in Slack or Teams under the name`;
      return `${plural(count, 'message')} that the platform did not delete (${key.replace('refused:', '')})`;
    });
}

function unreachedLines({ isPerson, result }: PrivacyFacts): string[] {
  return [
    ...unreachedCounts(result),
    ...(isPerson ? ['Messages of closed cases that the bot no longer tracks (keep.closedCases)'] : []),
    'What people wrote in Slack and Teams themselves',
    'Files that people downloaded, and records that were exported',
    readByApi,
    'Backups of the database and of the files, until they expire',
  ];
}
