// What is imported from another product: its cases and comments after everything in them was understood, and before they are written.
import type { Priority } from './priority.ts';
import type { Status } from './status.ts';

/** The products whose exports can be imported. */
export const exportProducts = ['salesforce', 'zendesk', 'jira', 'freshdesk'] as const;
/** A product whose exports can be imported. */
export type ExportProduct = (typeof exportProducts)[number];

const names: Record<ExportProduct, string> = {
  salesforce: 'Salesforce',
  zendesk: 'Zendesk',
  jira: 'Jira Service Management',
  freshdesk: 'Freshdesk',
};

/** Names a product for people. */
export const productName = (product: ExportProduct): string => names[product];

/** The action of the event that says where a case was imported from, and of its entry in the history. */
export const importAction = 'import';

const sentence = 'imported this case from ';

/** Writes the body of that event. @param from such as `Zendesk #4711` */
export const importedSentence = (from: string): string => `${sentence}${from}`;

/** Returns what such an event is found by: where the case came from, and not the text that all of these events have. */
export const importedFrom = (body: string): string => (body.startsWith(sentence) ? body.slice(sentence.length) : body);

/** Where a row of an export is. Lines count from 1. */
export interface RowPlace {
  file: string;
  line: number;
}

/** A person as an export names them. */
export interface ExportedPerson {
  /** their id in the other product */
  externalId: string | null;
  /** valid and in lower case */
  email: string | null;
  name: string;
  /** whether they work in support; null where the export does not say */
  isAgent: boolean | null;
}

/** A file that stays where it is. */
export interface ExportedFile {
  name: string;
  /** a safe web address */
  link: string;
  /** bytes, where known */
  size: number | null;
}

/** A comment, or files that were sent without one. */
export interface ExportedPost {
  externalId: string;
  kind: 'public' | 'note';
  author: ExportedPerson;
  /** CommonMark; empty where there are only files */
  body: string;
  at: Date;
  files: readonly ExportedFile[];
  place: RowPlace;
}

/** A case, ready to be written. */
export interface ExportedCase {
  externalId: string;
  /** how the other product is named with its number, such as `Zendesk #4711` */
  from: string;
  /** null: the only account of its contact, if they are a contact of exactly one */
  accountId: number | null;
  /** null: the export names nobody */
  contact: ExportedPerson | null;
  assignee: ExportedPerson | null;
  status: Status;
  /** the status as the export says it */
  exportedStatus: string;
  priority: Priority;
  /** one line */
  subject: string;
  /** CommonMark; null where the export has none, and the first public comment takes its place */
  description: string | null;
  module: string;
  caseType: string;
  source: 'phone' | 'mail';
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  closeReason: string | null;
  /** in the order in which they were written */
  posts: readonly ExportedPost[];
  place: RowPlace;
}

/** Comments of a case that the same export does not have. An earlier one may have had it. */
export interface ExportedComments {
  externalId: string;
  posts: readonly ExportedPost[];
}

/** Something about a row that the operator should know. */
export interface ImportProblem extends RowPlace {
  /** the row was left out; it was imported in another form; or it needs a look */
  outcome: 'skipped' | 'changed' | 'note';
  /** a code, such as `unknown-account` */
  rule: string;
  /** the column, as the file calls it; empty where it is about the whole row */
  column: string;
  /** the id in the other product */
  id: string;
  /** what is wrong, and the way forward; never the text of a post */
  message: string;
}
