// What the exports of the products have in common: each file of an export is of one kind, which its columns tell, and its rows become cases,
// comments, people, organizations and documents. Values are kept as the export has them; convert.ts gives them their meaning.
import type { ExportProduct } from '../../../domain/imported-case.ts';
import type { StagedKind } from '../../../db/import-staging.ts';
import type { ExportRow } from '../rows.ts';

/** How a text is written. `auto`: HTML if it has tags, otherwise plain text. */
export type TextFormat = 'text' | 'html' | 'jira' | 'auto';

/** A person as a row names them. */
export interface RawPerson {
  id: string;
  email: string;
  name: string;
  /** they work in support; null where the row does not say */
  agent: boolean | null;
  organization: string;
  organizationId: string;
}

/** A case as a row has it. Dates are ISO 8601, or empty. */
export interface RawCase {
  number: string;
  subject: string;
  description: string;
  format: TextFormat;
  status: string;
  /** the export says that it is closed, whatever its status is called */
  isDone: boolean | null;
  priority: string;
  type: string;
  module: string;
  organization: string;
  organizationId: string;
  contact: RawPerson;
  assignee: RawPerson;
  created: string;
  updated: string;
  closed: string;
  closeReason: string;
  /** how it came in: email, web, phone */
  channel: string;
}

/** A file as a row has it. */
export interface RawFile {
  name: string;
  url: string;
  size: number | null;
}

/** A comment as a row has it, or files without one. */
export interface RawComment {
  author: RawPerson;
  body: string;
  format: TextFormat;
  /** null: the export does not say */
  isPublic: boolean | null;
  /** an email that was sent to these addresses: whether the contact is among them says whether it is public */
  to: string;
  at: string;
  files: RawFile[];
  /** of a file whose name another row has */
  documentId: string;
}

/** An organization as a row has it. */
export interface RawOrganization {
  name: string;
}

/** What a row becomes. `at` is the text of its date, in the column that is named; the other dates of a case are in `dates`. */
export interface RawItem {
  kind: StagedKind;
  id: string;
  caseId?: string;
  /** columns whose dates must be read into these properties of the data, in the order in which they are tried */
  dates?: Partial<Record<'created' | 'updated' | 'closed' | 'at', { column: string; text: string }>>;
  data: RawCase | RawComment | RawPerson | RawOrganization | RawFile;
}

/** What a format knows besides the row. */
export interface FormatOptions {
  /** where the product is, such as https://acme.my.salesforce.com; '' if it was not named */
  site: string;
  /** columns that the mapping names for a field, each in front of the usual ones */
  columns: Readonly<Record<string, string>>;
}

/** A kind of file. */
export interface FileKind {
  /** how messages name it */
  name: string;
  /** columns that only this kind has together; of each, one of the alternatives */
  needs: readonly (readonly string[])[];
  read: (row: ExportRow, options: FormatOptions) => RawItem[];
}

/** The export of a product. */
export interface ExportFormat {
  product: ExportProduct;
  kinds: readonly FileKind[];
  /** writes a number as people there know it, such as `Zendesk #4711` */
  from: (number: string) => string;
  /** statuses in lower case, and what they are here */
  statuses: Readonly<Record<string, MappedStatus>>;
  priorities: Readonly<Record<string, 'Low' | 'Medium' | 'High' | 'Critical'>>;
  /** types in lower case, and the case types they are most like */
  types: Readonly<Record<string, string>>;
}

/** What an imported case can be. The others need what no export has: a team, a defect, a date. */
export const mappedStatuses = ['New', 'Assigned', 'PendingCustomerInput', 'PendingCustomerVerification', 'Closed'] as const;
/** A status of an imported case. `New` and `Assigned` follow from whether it has an advisor. */
export type MappedStatus = (typeof mappedStatuses)[number];

/** A person of whom nothing is known. */
const nobody: RawPerson = { id: '', email: '', name: '', agent: null, organization: '', organizationId: '' };

/** Makes a person of what is known. An address that stands where a name is expected is used as one. */
export function person(known: Partial<RawPerson>): RawPerson {
  const made = { ...nobody, ...known };
  return made.email === '' && isEmail(made.name) ? { ...made, email: made.name } : made;
}

/** Tells whether a text looks like an email address. */
export const isEmail = (text: string): boolean => /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(text);

/** `TRUE` and `FALSE` as Excel saves them in the languages of Europe. */
const yes = /^(?:true|yes|y|1|t|wahr|vrai|verdadero|verdadeiro|vero|waar|sant|sand|sann|prawda|tosi)$/i;
const no = /^(?:false|no|n|0|f|falsch|faux|falso|onwaar|falskt|falsk|usann|fałsz|epätosi)$/i;

/** Reads a flag. @returns null where it is empty or something else */
export function flag(text: string): boolean | null {
  if (yes.test(text)) return true;
  return no.test(text) ? false : null;
}

/** Reads a date into a property of the data. @param columns the first that is not empty is read */
export function dated(row: ExportRow, ...columns: readonly string[]): { column: string; text: string } {
  for (const column of columns) {
    const text = row.get(column);
    if (text !== '') return { column, text };
  }
  return { column: columns[0] ?? '', text: '' };
}

/** Reads a list of files: JSON objects as the products' interfaces have them, or addresses between spaces, commas or lines. */
export function filesIn(value: unknown): RawFile[] {
  const list = typeof value === 'string' && /^\s*\[/.test(value) ? parsed(value) : value;
  if (typeof list === 'string') return list.split(/[\s,;|]+/).filter((url) => /^https?:/i.test(url)).map((url) => ({ name: nameOf(url), url, size: null })); // prettier-ignore
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown): RawFile[] => {
    if (typeof one === 'string') return [{ name: nameOf(one), url: one, size: null }];
    if (typeof one !== 'object' || one === null) return [];
    const { content_url, attachment_url, mapped_content_url, url, file_name, name, size } = one as Record<string, unknown>;
    const address = [content_url, attachment_url, mapped_content_url, url].find(isText);
    const called = [file_name, name].find(isText);
    return address === undefined
      ? []
      : [{ name: called ?? nameOf(address), url: address, size: typeof size === 'number' ? size : null }];
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Names a file by its address. */
export function nameOf(url: string): string {
  const last =
    url
      .split(/[?#]/, 1)[0]
      ?.split('/')
      .findLast((part) => part !== '') ?? '';
  try {
    return decodeURIComponent(last) || 'file';
  } catch {
    return last || 'file';
  }
}
