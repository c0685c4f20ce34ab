// A case search as a value. The text of `search …`, the filter form and the value of a page button are all read into it
// (search/parse-query.ts) and written back as text (search/format-query.ts).
import type { Priority } from './priority.ts';
import type { DayRange } from './search/day-range.ts';
import type { Term } from './search/search-terms.ts';
import type { Status } from './status.ts';

/** How a text is compared, ignoring case, accents and apostrophes (`foldText`). Negated, they are "not equals" and "does not contain". */
export type TextOperator = 'equals' | 'starts-with' | 'ends-with' | 'contains';

/** The states of a case's SLA that can be searched for. */
export const slaFilters = ['breached', 'due', 'paused', 'met', 'none'] as const;
/**
 * A state of a case's SLA. breached: open, and a goal is past its due time. due: a clock is running toward a due time that is still ahead.
 * paused: open, with goals that are not met, and no clock is running. met: no goal was missed and none is open. none: no SLA was stored.
 */
export type SlaFilter = (typeof slaFilters)[number];

/** What a case can have. */
export const hasFilters = ['file', 'incident', 'defect'] as const;
/** What a case can have: an attachment, a linked incident, a linked defect. */
export type HasFilter = (typeof hasFilters)[number];

/** What a case can be. */
export const isFilters = ['open', 'closed', 'mine', 'unassigned', 'waiting-on-me', 'waiting-on-support', 'snoozed'] as const;
/**
 * mine: filed by the contact, or assigned to the advisor, who asks. waiting-on-me: as on that person's Home tab.
 * waiting-on-support: in the queue. snoozed: by the advisor who asks;
 * such cases are in `mine` and `waiting-on-me` only where a search names `snoozed` as well.
 */
export type IsFilter = (typeof isFilters)[number];

/**
 * One condition of a search. `negated` inverts it, also for cases without a value: `-closed:today` finds those that were never closed.
 * In SQL: `not coalesce(condition, false)`.
 */
export type Filter = { negated: boolean } & (
  | { field: 'number'; operator: 'any-of'; value: readonly number[] }
  /** contact and advisor: the name, or exactly the email address. account: the name, or exactly the key */
  | { field: 'subject' | 'contact' | 'account' | 'advisor'; operator: TextOperator; value: string }
  /** the title, or the ID where the value is a number */
  | { field: 'incident'; operator: TextOperator; value: string }
  | { field: 'status'; operator: 'any-of'; value: readonly Status[] }
  | { field: 'priority'; operator: 'any-of'; value: readonly Priority[] }
  /** exactly one of these, as the configuration spells them */
  | { field: 'module' | 'type' | 'team'; operator: 'any-of'; value: readonly string[] }
  /** development issue numbers in upper case */
  | { field: 'defect'; operator: 'any-of'; value: readonly string[] }
  /** resolve with `resolveRange` of search/day-range.ts: days are days of the person who asks */
  | { field: 'modified' | 'opened' | 'closed'; operator: 'within'; value: DayRange }
  | { field: 'sla'; operator: 'any-of'; value: readonly SlaFilter[] }
  | { field: 'has'; operator: 'equals'; value: HasFilter }
  | { field: 'is'; operator: 'equals'; value: IsFilter }
);
/** A field that a search can filter by. */
export type FilterField = Filter['field'];

/** The columns that results can be sorted by. `sla` is when the SLA is due, `relevance` needs words. */
export const sortColumns = [
  'modified', 'number', 'subject', 'status', 'priority', 'module', 'type', 'contact', 'account', 'advisor', 'opened', 'closed', 'sla', 'relevance',
] as const; // prettier-ignore
/** A column that results can be sorted by. */
export type SortBy = (typeof sortColumns)[number];
/** The order of the results. */
export interface Sort {
  by: SortBy;
  dir: 'asc' | 'desc';
}

/** The largest page: a message of either platform holds as many rows. */
export const maxPageSize = 40;
/** Page sizes people can choose from. */
export const pageSizes = [10, 20, maxPageSize] as const;

/** A search of cases. All words and filters must match. */
export interface CaseQuery {
  /** each must be found in the subject, the description or a post */
  words: readonly Term[];
  /** the words are a number that may be a case's: this case is found too, whatever its text says, and comes first */
  named: number | null;
  filters: readonly Filter[];
  sort: Sort;
  /** from 1 */
  page: number;
  pageSize: number;
  /** the cases are shown as a table, where the platform has them */
  asTable: boolean;
  /** the text had more words than a search takes, and only the first ones are searched for */
  shortened: boolean;
}

/** The usual order: last modified first. */
export const defaultSort: Sort = { by: 'modified', dir: 'desc' };

/** Makes a search that finds every case. */
export function everyCase(pageSize: number): CaseQuery {
  return { words: [], named: null, filters: [], sort: defaultSort, page: 1, pageSize, asTable: false, shortened: false };
}
