// Reads people from a spreadsheet: CSV in, the same entries as from a YAML directory out, or every mistake at once with its line and column.
// Accounts, workspaces and channels are not in spreadsheets; they come from the YAML file or from chat.
import { CsvError, parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { DirectoryError, emptyDirectory, type AtLine, type Directory, type Mistake } from '../usecases/people/directory.ts';
import { advisor, contact, isMissing, personKey, repeated, text } from './directory-entries.ts';
import { joinAccounts } from './join-accounts.ts';

/** What the file calls each field, in lower case and without spaces and punctuation. */
const headers = {
  email: ['email', 'emailaddress', 'mail'],
  name: ['name', 'fullname', 'contact', 'contactname'],
  firstName: ['firstname', 'givenname'],
  lastName: ['lastname', 'surname', 'familyname'],
  account: ['account', 'accountname', 'accountkey', 'district', 'districtname', 'organization', 'customer'],
  type: ['type', 'contacttype', 'role'],
  team: ['team'],
  formerly: ['formerly', 'formeremail', 'oldemail', 'previousemail'],
  remove: ['remove', 'removed', 'delete', 'deactivate'],
} as const;
type FieldName = keyof typeof headers;
const fieldNames = Object.keys(headers) as FieldName[];

/** The columns of the file: what each is called in it, and where it is. */
type Columns = Partial<Record<FieldName, { header: string; index: number }>>;

interface Row {
  line: number;
  cells: string[];
}

/**
 * Reads the people of a spreadsheet.
 * @param source the file's text, separated by commas, semicolons or tabs
 * @returns the entries, and the headers of columns that are not read
 * @throws DirectoryError with every mistake and its line and column; RowMistakes where only rows have mistakes
 */
export function parseCsv(source: string): { directory: Directory; ignored: string[] } {
  const [head, ...rows] = readRows(source);
  if (!head) throw new DirectoryError([{ line: 1, message: 'the file is empty. Its first row must name the columns' }]);
  const { columns, ignored, mistakes } = readHeader(head);
  if (mistakes.length > 0) throw new DirectoryError(mistakes);
  const directory = emptyDirectory();
  const named: NamedAccount[] = [];
  for (const row of rows) readPerson(row, head.cells.length, columns, { directory, mistakes, named });
  directory.contacts = joinAccounts(directory.contacts, mistakes);
  mistakes.push(...repeated(directory));
  if (mistakes.length > 0) throw new RowMistakes(mistakes, named);
  return { directory, ignored };
}

/** An account that a row names. Only the database knows whether there is such an account. */
type NamedAccount = AtLine<{ account: string }>;

/** Mistakes in the rows of a file, with the accounts that it names, so that the unknown ones among them can be reported with the rest. */
export class RowMistakes extends DirectoryError {
  readonly named: readonly NamedAccount[];

  constructor(mistakes: readonly Mistake[], named: readonly NamedAccount[]) {
    super(mistakes);
    this.named = named;
  }
}

/** What reading the rows fills. */
interface Read {
  directory: Directory;
  mistakes: Mistake[];
  named: NamedAccount[];
}

/** Reads the rows that are not blank. A row can have line breaks within quotes; its line is the one on which it begins. */
function readRows(source: string): Row[] {
  // one kind of line break, because the parser counts two lines for a Windows line break within quotes
  const normal = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const rows: Row[] = [];
  let last = 0;
  try {
    parse(normal, {
      delimiter: separatorOf(normal),
      record_delimiter: '\n',
      relax_column_count: true,
      on_record: (cells: string[], { lines }) => {
        last = lines;
        rows.push({ line: lines - (cells.join('').split('\n').length - 1), cells });
        return null;
      },
    });
    return rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const message =
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a value here begins with a quotation mark (") and has none at its end'
        : 'a quotation mark (") within a value must be written twice, and the whole value in quotation marks';
    throw new DirectoryError([{ line: last + 1, message }]);
  }
}

/** Finds out what separates the columns: what the first line has most of. Spreadsheets of many countries write semicolons. */
function separatorOf(source: string): string {
  const first = source.trimStart().split('\n', 1)[0] ?? '';
  const counted = [',', ';', '\t'].map((one) => ({ one, count: first.split(one).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).one;
}

function readHeader({ line, cells }: Row): { columns: Columns; ignored: string[]; mistakes: Mistake[] } {
  const columns: Columns = {};
  const ignored: string[] = [];
  const mistakes: Mistake[] = [];
  for (const [index, cell] of cells.entries()) {
    const header = oneLine(cell);
    const plain = header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
    const field = fieldNames.find((name) => (headers[name] as readonly string[]).includes(plain));
    const earlier = field && columns[field];
    if (earlier) mistakes.push({ line, message: `columns ${earlier.header} and ${header} mean the same. Keep one of them` });
    else if (field) columns[field] = { header, index };
    else if (header !== '') ignored.push(header);
  }
  const found = cells.map(oneLine).filter(Boolean).join(', ');
  if (!columns.email) mistakes.push({ line, message: `column Email is missing. The file has: ${found}` });
  if (!columns.name && !(columns.firstName && columns.lastName))
    mistakes.push({ line, message: `column Name is missing (or First name and Last name). The file has: ${found}` });
  return { columns, ignored, mistakes };
}

function readPerson(row: Row, width: number, columns: Columns, { directory, mistakes, named }: Read): void {
  const { line, cells } = row;
  if (cells.slice(width).some((cell) => cell.trim() !== '')) {
    const message = `the row has ${cells.length} values, but there are ${width} columns. Put values with separators in quotation marks`;
    mistakes.push({ line, message });
    return;
  }
  const value = (field: FieldName): string | undefined => {
    const column = columns[field];
    const cell = column === undefined ? '' : oneLine(cells[column.index] ?? '');
    return cell === '' ? undefined : cell;
  };
  const check = <T>(schema: z.ZodType<T>, fields: object): T | undefined => {
    const { data, error } = schema.safeParse(fields);
    for (const issue of error?.issues ?? []) {
      const field = String(issue.path[0]) as FieldName;
      const message = field === 'type' && value('type') !== undefined ? typeMistake : inColumn(columns, field, issue.message);
      mistakes.push({ line, message: `${columnOf(columns, field)} ${message}` });
    }
    return data;
  };
  const remove = readFlag(value('remove'));
  if (remove === undefined) {
    mistakes.push({ line, message: `${columnOf(columns, 'remove')} must be yes or no` });
    return;
  }
  if (remove) {
    const key = check(personKey, { email: value('email') });
    // people are found by their address, whatever they are
    if (key) directory.contacts.removed.push({ ...key, line });
    return;
  }
  const name = value('name') ?? ([value('firstName'), value('lastName')].filter(Boolean).join(' ') || undefined);
  const person = { email: value('email'), name, formerly: value('formerly') ?? null };
  const type = typeOf(value('type'));
  if (type === 'advisor' || type === 'lead') {
    const data = check(advisor, { ...person, lead: type === 'lead', team: value('team') ?? null });
    if (data) directory.advisors.listed.push({ ...data, line });
  } else {
    const account = value('account');
    if (account !== undefined) named.push({ account, line });
    const data = check(listedContact, { ...person, account, type });
    if (data) directory.contacts.listed.push({ ...data, also: [], line });
  }
}

/** A contact whose account is named by its key or its name. */
const listedContact = contact.extend({ account: text });

const typeMistake = 'must be support, technical, implementation, read-only, advisor or lead';

/** Reads a type as people write it: `Read-Only Contact`, `technical`. */
function typeOf(written: string | undefined): string | undefined {
  return written
    ?.toLowerCase()
    .replace(/\s+contact$/, '')
    .replace(/^read\s*-?\s*only$/, 'read-only');
}

/** @returns undefined for anything else than yes or no */
function readFlag(written = 'no'): boolean | undefined {
  const known: Record<string, boolean> = {
    yes: true,
    y: true,
    true: true,
    x: true,
    1: true,
    no: false,
    n: false,
    false: false,
    0: false,
  };
  return known[written.toLowerCase()];
}

/** Says of a column that is in the file that its cell is empty, and not that it is missing. */
function inColumn(columns: Columns, field: FieldName, message: string): string {
  return message === isMissing && columnIn(columns, field) ? 'is empty' : message;
}

function columnIn(columns: Columns, field: FieldName): Columns[FieldName] {
  return columns[field] ?? (field === 'name' ? columns.firstName : undefined);
}

/** Names a column as the file does, with its letter in a spreadsheet. */
function columnOf(columns: Columns, field: FieldName): string {
  const column = columnIn(columns, field);
  if (!column) return `column ${field.charAt(0).toUpperCase()}${field.slice(1)}`;
  return `column ${letterOf(column.index)} (${column.header})`;
}

function letterOf(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? letterOf(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

/** Cells can have line breaks, which no name or address has. */
function oneLine(cell: string): string {
  return cell.replace(/\s+/g, ' ').trim();
}
