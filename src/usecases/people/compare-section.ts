import { isDeepStrictEqual } from 'node:util';
import type { Section } from './directory.ts';

/** What an import does to one section, by the names of its entries. */
export interface Tally {
  added: string[];
  changed: string[];
  removed: string[];
  /** changed in chat since and therefore left alone, unless --force is given */
  kept: string[];
  /** number of entries that were up to date */
  left: number;
}

/** A stored row, as far as an import compares it. */
export interface Stored {
  active: boolean;
  changedInChatAt?: Date | null;
}

/** What an import has to do to one section. */
export interface Difference<Entry, Row, Data> {
  add: { entry: Entry; data: Data }[];
  change: { row: Row; data: Data }[];
  remove: Row[];
  tally: Tally;
}

/**
 * Compares a section of the file with the database.
 * @param nameOf returns the name of an entry in the report
 * @param find returns the stored row of an entry, if any
 * @param dataOf returns the columns of an entry; undefined when the entry has a mistake
 * @param force overwrites what was changed in chat
 */
export function compareSection<Key, Facts, Row extends Stored, Data extends object>(
  section: Section<Key, Facts>,
  nameOf: (entry: Key) => string,
  find: (entry: Key) => Row | undefined,
  dataOf: (entry: Section<Key, Facts>['listed'][number]) => Data | undefined,
  force: boolean,
): Difference<Section<Key, Facts>['listed'][number], Row, Data> {
  const tally: Tally = { added: [], changed: [], removed: [], kept: [], left: 0 };
  const result: Difference<Section<Key, Facts>['listed'][number], Row, Data> = { add: [], change: [], remove: [], tally };
  const chatWins = (row: Row) => !force && Boolean(row.changedInChatAt);
  for (const entry of section.listed) {
    const data = dataOf(entry);
    const row = find(entry);
    if (!data) continue;
    if (!row) {
      tally.added.push(nameOf(entry));
      result.add.push({ entry, data });
    } else if (row.active && isUpToDate(row, data)) tally.left += 1;
    else if (chatWins(row)) tally.kept.push(nameOf(entry));
    else {
      tally.changed.push(nameOf(entry));
      result.change.push({ row, data });
    }
  }
  for (const entry of section.removed) {
    const row = find(entry);
    if (!row?.active) tally.left += 1;
    else if (chatWins(row)) tally.kept.push(nameOf(entry));
    else {
      tally.removed.push(nameOf(entry));
      result.remove.push(row);
    }
  }
  return result;
}

function isUpToDate(row: object, data: object): boolean {
  const stored = row as Record<string, unknown>;
  return Object.entries(data).every(([column, value]) => isDeepStrictEqual(stored[column], value));
}
