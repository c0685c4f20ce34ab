// Reads the files of an export into the staging, row by row, and reads the dates on the way. Which kind a file is, its columns tell; a file of another
// product is recognized.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ImportStaging } from '../../db/import-staging.ts';
import { productName, type ImportProblem } from '../../domain/imported-case.ts';
import { Refusal } from '../terminal.ts';
import { freshdesk } from './formats/freshdesk.ts';
import type { ExportFormat, FileKind, FormatOptions, RawItem } from './formats/format.ts';
import { jira } from './formats/jira.ts';
import { salesforce } from './formats/salesforce.ts';
import { zendesk } from './formats/zendesk.ts';
import { contradicts, readMoment, type DateRules } from './moments.ts';
import { openTable, plainName, type ExportRow, type ExportTable } from './rows.ts';

/** The formats of all products. */
export const formats: readonly ExportFormat[] = [salesforce, zendesk, jira, freshdesk];

/** A file of the export, and what it is. */
export interface ExportFile {
  table: ExportTable;
  kind: FileKind;
}

/**
 * Finds out what each file is.
 * @param paths files, and folders of which every file that is part of the export is read
 * @param say gets a line for each file of a folder that is not read
 * @throws Refusal for a file that was named and is not part of the export
 */
export async function recognizeFiles(
  paths: readonly string[],
  format: ExportFormat,
  say: (line: string) => void,
): Promise<ExportFile[]> {
  const found: ExportFile[] = [];
  for (const { file, isNamed } of await listFiles(paths)) {
    const table = await openTable(file);
    const kind = kindOf(table, format);
    if (kind) found.push({ table, kind });
    else if (isNamed) throw new Refusal(unrecognized(table, format));
    else say(`${file} is not read: ${unrecognizedReason(table, format)}`);
  }
  if (found.length === 0) throw new Refusal(`there is no file of a ${productName(format.product)} export in ${paths.join(', ')}`);
  return found;
}

async function listFiles(paths: readonly string[]): Promise<{ file: string; isNamed: boolean }[]> {
  const files: { file: string; isNamed: boolean }[] = [];
  for (const one of paths) {
    const found = await stat(one).catch(() => null);
    if (!found) throw new Refusal(`cannot read ${one}: there is no such file or folder`);
    if (!found.isDirectory()) files.push({ file: one, isNamed: true });
    else
      for (const name of (await readdir(one)).sort())
        if (/\.(csv|tsv|json|jsonl|ndjson)$/i.test(name)) files.push({ file: path.join(one, name), isNamed: false });
  }
  return files;
}

/** Finds the kind whose columns the file has; the one with the most, if there are several. */
function kindOf({ columns }: ExportTable, { kinds }: ExportFormat): FileKind | undefined {
  const has = new Set(columns.map(plainName));
  const fits = kinds.filter(({ needs }) => needs.every((names) => names.some((name) => has.has(plainName(name)))));
  return fits.reduce<FileKind | undefined>(
    (best, next) => (best && best.needs.length >= next.needs.length ? best : next),
    undefined,
  );
}

function unrecognized(table: ExportTable, format: ExportFormat): string {
  return `${table.file}: ${unrecognizedReason(table, format)}`;
}

function unrecognizedReason(table: ExportTable, format: ExportFormat): string {
  const other = formats.find((one) => one !== format && kindOf(table, one));
  if (other)
    return `it looks like ${kindOf(table, other)?.name ?? ''} of ${productName(other.product)}. Import it with --from ${other.product}`;
  const kinds = format.kinds.map(({ name, needs }) => `${name} needs ${needs.map((names) => names.join(' or ')).join(', ')}`);
  const columns = table.columns.slice(0, 12).join(', ');
  return `it has the columns ${columns}${table.columns.length > 12 ? ', …' : ''}, which are of no export of ${productName(format.product)} that can be read. ${kinds.join('; ')}`;
}

/** What reading needs. */
export interface Reading {
  staging: ImportStaging;
  options: FormatOptions;
  dates: DateRules;
  now: Date;
  tell: (problem: ImportProblem) => Promise<void>;
  /** called now and then, with the number of rows so far */
  progress: (rows: number) => void;
}

/** Reads the files into the staging. @returns the number of rows */
export async function stageFiles(files: readonly ExportFile[], reading: Reading): Promise<number> {
  let rows = 0;
  for (const [index, { table, kind }] of files.entries()) {
    if (table.encoding === 'windows-1252')
      await reading.tell(
        problem(
          table,
          1,
          'changed',
          'encoding',
          '',
          'the file is not UTF-8. It was read as Windows-1252; look at a name with an accent',
        ),
      );
    for await (const some of table.rows())
      for (const row of some) {
        rows += 1;
        if (rows % 5000 === 0) reading.progress(rows);
        await stageRow(row, { table, kind, index }, reading);
      }
  }
  return rows;
}

async function stageRow(row: ExportRow, { table, kind, index }: ExportFile & { index: number }, reading: Reading): Promise<void> {
  if (row.isTooLong) {
    const message = `the row has more values than there are columns. Put values with separators in quotation marks`;
    return reading.tell(problem(table, row.line, 'skipped', 'too-many-values', '', message));
  }
  const items = kind.read(row, reading.options);
  if (row.hadZeros) {
    const message = 'characters that no text can have (NUL, halves of characters) were removed';
    await reading.tell(problem(table, row.line, 'changed', 'unusable-characters', items[0]?.id ?? '', message));
  }
  for (const item of items) await stageItem(item, index, row.line, table, reading);
}

async function stageItem(item: RawItem, file: number, line: number, table: ExportTable, reading: Reading): Promise<void> {
  const isKeyless = item.id === '' || (item.kind === 'comment' && (item.caseId ?? '') === '');
  if (isKeyless) {
    if (item.kind !== 'case' && item.kind !== 'comment') return;
    const what = item.id === '' ? 'it has no id' : 'it does not say which case it belongs to';
    await reading.tell(problem(table, line, 'skipped', 'no-id', item.id, `${what}. Export the file with its id columns`));
    return;
  }
  if (isRounded(item.id) || isRounded(item.caseId ?? '')) {
    const message = `the id ${isRounded(item.id) ? item.id : item.caseId} was rounded by a spreadsheet or another program, so it may be that of several rows. Export the file again, and do not save it with a spreadsheet`;
    await reading.tell(problem(table, line, 'skipped', 'rounded-id', item.id, message));
    return;
  }
  const { data, left } = withoutRounded({ ...item.data });
  if (left !== null) {
    const message = `the id ${left} of a person or organization was rounded by a spreadsheet or another program, so it was left out: it may be that of several. Export the file again, and do not save it with a spreadsheet`;
    await reading.tell(problem(table, line, 'changed', 'rounded-id', item.id, message));
  }
  for (const [field, { column, text }] of Object.entries(item.dates ?? {})) {
    const moment = text === '' ? null : await readDate(text, column, item.id, line, table, reading);
    data[field] = moment?.toISOString() ?? '';
  }
  const at = [data.created, data.at, data.updated].find((one): one is string => typeof one === 'string' && one !== '');
  await reading.staging.add({
    kind: item.kind, id: item.id, caseId: item.caseId ?? '', file, line, at: at === undefined ? null : new Date(at), data: JSON.stringify(data),
  }); // prettier-ignore
}

/** Tells whether a program has made `1,23457E+11`, `1E+11` or `1.23457E11` of a long number. */
const isRounded = (id: string): boolean => /^\d(?:[.,]\d+E\+?|E\+)\d+$/i.test(id);

/** Leaves out the ids of people, organizations and documents that were rounded, or several would be taken for one. @returns one of them; null for none */
function withoutRounded(given: Record<string, unknown>): { data: Record<string, unknown>; left: string | null } {
  let left: string | null = null;
  const data = Object.fromEntries(
    Object.entries(given).map(([name, value]): [string, unknown] => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const inner = withoutRounded(value as Record<string, unknown>);
        left ??= inner.left;
        return [name, inner.data];
      }
      if (typeof value !== 'string' || !/^(?:id|\w+Id)$/.test(name) || !isRounded(value)) return [name, value];
      left ??= value;
      return [name, ''];
    }),
  );
  return { data, left };
}

/** Before this, no such product had cases: the date is a zero that something made a date of. */
const firstYear = 1990;

async function readDate(
  text: string,
  column: string,
  id: string,
  line: number,
  table: ExportTable,
  reading: Reading,
): Promise<Date | null> {
  const told = (rule: string, message: string): Promise<void> =>
    reading.tell({ ...problem(table, line, 'changed', rule, id, message), column });
  const moment = readMoment(text, reading.dates);
  if (moment !== null && contradicts(text, reading.dates)) {
    const message = `the date ${text.slice(0, 40)} has the day in front, and dates such as 3/12/2026 were read as March 12. If days come first in this file, import it with --day-first`;
    await reading.tell({ ...problem(table, line, 'note', 'day-in-front', id, message), column });
  }
  if (moment === null) {
    await told('unreadable-date', `“${text.slice(0, 40)}” is not a date that can be read. Another date of the case was taken`);
    return null;
  }
  if (moment.getUTCFullYear() < firstYear) {
    await told(
      'date-before-1990',
      `the date ${moment.toISOString().slice(0, 10)} cannot be right. Another date of the case was taken`,
    );
    return null;
  }
  if (moment > reading.now) {
    await told(
      'future-date',
      `the date ${moment.toISOString().slice(0, 10)} is in the future. The time of the import was taken. If all dates are, check --time-zone`,
    );
    return reading.now;
  }
  return moment;
}

function problem(
  { file }: ExportTable,
  line: number,
  outcome: ImportProblem['outcome'],
  rule: string,
  id: string,
  message: string,
): ImportProblem {
  return { file, line, outcome, rule, column: '', id, message };
}
