import { isDeepStrictEqual } from 'node:util';
import type { Section } from './directory.ts';

/** What an import does to one section, by the names of its subjects. */
export interface Tally {
  added: string[];
  changed: string[];
  removed: string[];
  /** changed in chat since, so the file's word waits for --force */
  kept: string[];
  /** how many were so already */
  left: number;
}

export interface Stored {
  active: boolean;
  changedInChatAt?: Date | null;
}

export interface Difference<Entry, Row, Data> {
  add: { entry: Entry; data: Data }[];
  change: { row: Row; data: Data }[];
  remove: Row[];
  tally: Tally;
}

/**
 * What it takes to make the database say what the file says.
 * @param find the stored row of an entry, if any
 * @param dataOf the columns an entry stands for; undefined when the entry is mistaken
 * @param force also where chat has changed something since
 */
export function compareSection<Key, Facts, Row extends Stored, Data extends object>(
  { listed, removed }: Section<Key, Facts>,
  nameOf: (entry: Key) => string,
  find: (entry: Key) => Row | undefined,
  dataOf: (entry: Section<Key, Facts>['listed'][number]) => Data | undefined,
  force: boolean,
): Difference<Section<Key, Facts>['listed'][number], Row, Data> {
  const tally: Tally = { added: [], changed: [], removed: [], kept: [], left: 0 };
  const result: Difference<Section<Key, Facts>['listed'][number], Row, Data> = { add: [], change: [], remove: [], tally };
  const chatWins = (row: Row) => !force && Boolean(row.changedInChatAt);
  for (const entry of listed) {
    const data = dataOf(entry);
    const row = find(entry);
    if (!data) continue;
    if (!row) {
      tally.added.push(nameOf(entry));
      result.add.push({ entry, data });
    } else if (row.active && saysTheSame(row, data)) tally.left += 1;
    else if (chatWins(row)) tally.kept.push(nameOf(entry));
    else {
      tally.changed.push(nameOf(entry));
      result.change.push({ row, data });
    }
  }
  for (const entry of removed) {
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

function saysTheSame(row: object, data: object): boolean {
  const stored = row as Record<string, unknown>;
  return Object.entries(data).every(([column, value]) => isDeepStrictEqual(stored[column], value));
}
