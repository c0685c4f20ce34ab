// What a redaction did, as counts by place, and as the sentences of its certificate. Nothing in it tells what was taken out.
import { z } from 'zod';
import { otherSystems, readByApi } from './other-systems.ts';
import { formatCount, plural } from './text/numbers.ts';

/** Counts by place. Messages are counted by the name of their platform. */
export type RedactionResult = Readonly<Record<string, number>>;

/** Reads a stored result. */
export function readRedactionResult(stored: unknown): RedactionResult {
  return z.record(z.string(), z.number()).parse(stored);
}

/** Adds counts. */
export function addResults(one: RedactionResult, other: RedactionResult): RedactionResult {
  const sum: Record<string, number> = { ...one };
  for (const [key, count] of Object.entries(other)) if (count !== 0) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

/** What was changed, by key, in the order of the certificate. */
const changed: Readonly<Record<string, readonly [string, string?]>> = {
  fields: ['text of a case', 'texts of cases'],
  posts: ['post or note', 'posts and notes'],
  revisions: ['earlier version of a post', 'earlier versions of posts'],
  history: ['history entry', 'history entries'],
  authors: ['name of an author in no directory', 'names of authors in no directory'],
  replications: ['replication attempt'],
  ratings: ['comment of a rating', 'comments of ratings'],
  mails: ['received email'],
  files: ['file with its content', 'files with their contents'],
  fileNames: ['name of a file', 'names of files'],
  defects: ['defect'],
  clusters: ['suggested incident'],
  plans: ['action on several cases', 'actions on several cases'],
  drafts: ['draft'],
  views: ['saved view'],
  handovers: ['reason of a handover', 'reasons of handovers'],
  access: ['entry of the access log', 'entries of the access log'],
  records: ['privacy record or hold', 'privacy records and holds'],
};

/** What is counted as out of reach, by key. */
const unreached: Readonly<Record<string, (count: number, result: RedactionResult) => string>> = {
  mailsOutOfReach: (count, { mailAddressees = 0 }) =>
    `${plural(count, 'email')} to ${plural(mailAddressees, 'address', 'addresses')}, already sent. Ask the readers to delete ${count === 1 ? 'it' : 'them'}.`,
  ...otherSystems,
  typedMessages: (count) =>
    `${plural(count, 'message')} that people typed in chat themselves. Only their authors or a workspace administrator can delete ${count === 1 ? 'it' : 'them'}.`,
  forgottenMessages: (count) =>
    `Messages of ${plural(count, 'post')} on closed cases, sent before the time for which we keep track of them. An administrator of the workspace can delete them.`,
  unreadFiles: (count) =>
    count === 1
      ? '1 file was not opened. Redact it if it has the text.'
      : `${formatCount(count)} files were not opened. Redact each one that has the text.`,
  otherFiles: (count) =>
    `The content of ${plural(count, 'file')} stays, because a file outside of this redaction has the same content.`,
  notices: (count) =>
    `${plural(count, 'incident or maintenance', 'incidents or maintenance')} with the same text, which other accounts read. A lead can edit ${count === 1 ? 'it' : 'them'}.`,
  cannedAnswers: (count) =>
    `${plural(count, 'canned answer')} with the same text. Leads can change ${count === 1 ? 'it' : 'them'}.`,
  skipped: (count) => `${plural(count, 'case')} under a legal hold. A lead or an operator can lift it.`,
  insideWords: (count) =>
    `${plural(count, 'place')} where the text is a part of a longer word. Redact again with that option to include ${count === 1 ? 'it' : 'them'}.`,
  directory: (count) =>
    `${plural(count, 'name or address', 'names and addresses')} in the directory, which is a person's record. An operator can erase a person.`,
  senders: (count) =>
    `${plural(count, 'sender address', 'sender addresses')} of received emails. They go when emails have been kept as long as you configured.`,
};

/** What nobody can count. */
const always = [
  'Copies that people made: downloads, screenshots, quotes, forwarded emails, and exports made before.',
  readByApi,
  'Replies the bot gave to commands, such as lists and search results. People can delete those in their chats.',
  'What the chat platforms keep of edited messages by their own rules, such as for legal discovery.',
  'Database backups made before. They expire with your backup plan.',
];

/** How many places were changed, messages aside. */
export function changedCount(result: RedactionResult): number {
  return Object.keys(changed).reduce((sum, key) => sum + (result[key] ?? 0), 0);
}

/** Places from which on a text is likely to be a common word. */
const many = 25;

/** Says in how many places a text is; null for few places. Many mean that it may be a common word. */
export function manyPlaces(result: RedactionResult): string | null {
  const count = changedCount(result);
  return count < many ? null : `This is in ${formatCount(count)} places.`;
}

/** Lists what was changed, such as `2 posts and notes`. */
export function changedLines(result: RedactionResult): string[] {
  return Object.entries(changed).flatMap(([key, forms]) => {
    const count = result[key] ?? 0;
    return count === 0 ? [] : [plural(count, ...forms)];
  });
}

/** Lists the messages that are edited or deleted, by platform. @param platforms names of platforms */
export function messageLines(result: RedactionResult, platforms: Readonly<Record<string, string>>): string[] {
  return Object.entries(platforms).flatMap(([key, name]) => {
    const count = result[key] ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${name} ${count === 1 ? 'message' : 'messages'}`];
  });
}

/** Lists what a redaction cannot reach, and who can act. */
export function unreachedLines(result: RedactionResult): string[] {
  const counted = Object.entries(unreached).flatMap(([key, line]) => {
    const count = result[key] ?? 0;
    return count === 0 ? [] : [line(count, result)];
  });
  return [...counted, ...always];
}
