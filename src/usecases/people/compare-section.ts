import { isDeepStrictEqual } from 'node:util';
import type { Section } from './directory.ts';
import { writeColumn, type FieldChange } from './field-change.ts';

/** What an import does to one section, by the names of its entries. */
export interface Tally {
  added: string[];
  changed: string[];
  removed: string[];
  /** changed in chat since and therefore left alone, unless --force is given */
  kept: string[];
  /** listed and erased, so that they are not brought back */
  erased: string[];
  /** number of entries that were up to date */
  left: number;
  /** the fields of each changed or kept entry that differ, from what is stored to what the file says */
  fields: Record<string, FieldChange[]>;
}

/** A stored row, as far as an import compares it. */
export interface Stored {
  active: boolean;
  changedInChatAt?: Date | null;
}

/** What an import has to do to one section. */
export interface Difference<Entry, Row, Data> {
  add: { entry: Entry; data: Data; name: string }[];
  change: { row: Row; data: Data; name: string }[];
  remove: { row: Row; name: string }[];
  tally: Tally;
}

/** Makes the tally of a section in which nothing happens. */
export function emptyTally(left = 0): Tally {
  return { added: [], changed: [], removed: [], kept: [], erased: [], left, fields: {} };
}

/** How a section is compared. */
interface Comparison<Key, Facts, Row, Data> {
  /** Returns the name of an entry in the report. */
  nameOf: (entry: Key) => string;
  /** Returns the stored row of an entry, if any. */
  find: (entry: Key) => Row | undefined;
  /** Returns the columns of an entry; undefined when the entry has a mistake. */
  dataOf: (entry: Section<Key, Facts>['listed'][number]) => Data | undefined;
  /** overwrites what was changed in chat */
  force: boolean;
  /** Tells whether an entry that is not stored was erased. */
  isErased?: (entry: Key) => boolean;
  /** keys of the accounts by id, for the report */
  accountKeys?: ReadonlyMap<number, string>;
}

/** Compares a section of the file with the database. */
export function compareSection<Key, Facts, Row extends Stored, Data extends object>(
  section: Section<Key, Facts>,
  { nameOf, find, dataOf, force, isErased = () => false, accountKeys = new Map() }: Comparison<Key, Facts, Row, Data>,
): Difference<Section<Key, Facts>['listed'][number], Row, Data> {
  const tally = emptyTally();
  const result: Difference<Section<Key, Facts>['listed'][number], Row, Data> = { add: [], change: [], remove: [], tally };
  const chatWins = (row: Row) => !force && Boolean(row.changedInChatAt);
  for (const entry of section.listed) {
    const row = find(entry);
    const name = nameOf(entry);
    if (!row && isErased(entry)) {
      tally.erased.push(name);
      continue;
    }
    const data = dataOf(entry);
    if (!data) continue;
    if (!row) {
      tally.added.push(name);
      result.add.push({ entry, data, name });
      continue;
    }
    const fields = differences(row, data, accountKeys);
    if (fields.length === 0) {
      tally.left += 1;
      continue;
    }
    tally.fields[name] = fields;
    if (chatWins(row)) tally.kept.push(name);
    else {
      tally.changed.push(name);
      result.change.push({ row, data, name });
    }
  }
  for (const entry of section.removed) {
    const row = find(entry);
    const name = nameOf(entry);
    if (!row?.active) tally.left += 1;
    else if (chatWins(row)) {
      tally.kept.push(name);
      tally.fields[name] = [{ field: 'state', from: 'active', to: 'removed' }];
    } else {
      tally.removed.push(name);
      result.remove.push({ row, name });
    }
  }
  return result;
}

function differences(row: Stored, data: object, accountKeys: ReadonlyMap<number, string>): FieldChange[] {
  const stored = row as unknown as Record<string, unknown>;
  const changed = Object.entries(data)
    .filter(([column, value]) => !isDeepStrictEqual(stored[column], value))
    .map(([column, value]) => writeColumn(column, stored[column], value, accountKeys));
  return row.active ? changed : [{ field: 'state', from: 'removed', to: 'active' }, ...changed];
}
