// The options of the filter form's choices.
import type { CaseQuery, Filter, IsFilter } from '../../domain/case-query.ts';
import { hasFilters, slaFilters, type HasFilter, type SlaFilter } from '../../domain/case-query.ts';
import { priorities } from '../../domain/priority.ts';
import { statuses, statusLabel } from '../../domain/status.ts';
import type { Option } from '../../cards/elements.ts';

/** The options of a choice whose values are their own labels. */
export const sameOptions = (values: readonly string[]): Option[] => values.map((value) => ({ label: value, value }));

/** The nine statuses, each by itself. */
export const statusOptions: Option[] = sameOptions(statuses.map(statusLabel));
/** The four priorities, the most urgent first. */
export const priorityOptions: Option[] = sameOptions([...priorities].reverse());

const slaLabels: Record<SlaFilter, string> = {
  breached: 'Breached',
  due: 'Due later',
  paused: 'Paused',
  met: 'Met',
  none: 'No SLA',
};
/** The states of an SLA. */
export const slaOptions: Option[] = slaFilters.map((value) => ({ label: slaLabels[value], value }));

const hasLabels: Record<HasFilter, string> = { file: 'Attachments', incident: 'A linked incident', defect: 'A linked defect' };
/** What a case can have. */
export const hasOptions: Option[] = hasFilters.map((value) => ({ label: hasLabels[value], value }));

/** The six operators of the subject. */
export const subjectOperators = [
  { label: 'Contains', value: 'contains', operator: 'contains', negated: false },
  { label: 'Does not contain', value: 'not-contains', operator: 'contains', negated: true },
  { label: 'Equals', value: 'equals', operator: 'equals', negated: false },
  { label: 'Not equals', value: 'not-equals', operator: 'equals', negated: true },
  { label: 'Starts with', value: 'starts-with', operator: 'starts-with', negated: false },
  { label: 'Ends with', value: 'ends-with', operator: 'ends-with', negated: false },
] as const;

interface Which {
  label: string;
  value: string;
  is: readonly IsFilter[];
  /** for advisors only */
  advisors?: true;
}

/** The options of the field `Cases`. */
export const which: readonly Which[] = [
  { label: 'All cases', value: 'all', is: [] },
  { label: 'Open cases', value: 'open', is: ['open'] },
  { label: 'Closed cases', value: 'closed', is: ['closed'] },
  { label: 'My cases', value: 'mine', is: ['mine'] },
  { label: 'My open cases', value: 'mine-open', is: ['mine', 'open'] },
  { label: 'Cases waiting on me', value: 'waiting', is: ['waiting-on-me'] },
  { label: 'Cases waiting on support', value: 'queue', is: ['waiting-on-support'], advisors: true },
  { label: 'Cases you snoozed', value: 'snoozed', is: ['snoozed'], advisors: true },
  { label: 'Unassigned open cases', value: 'unassigned', is: ['unassigned', 'open'], advisors: true },
];

/** Tells whether a filter can be a part of the field `Cases`. */
export function isWhich(filter: Filter): filter is Filter & { field: 'is' } {
  return filter.field === 'is' && !filter.negated;
}

/** Finds the option of the field `Cases` that a query corresponds to: the same `is:` filters, no more and no less. */
export function whichOf({ filters }: Pick<CaseQuery, 'filters'>): Which | undefined {
  const is = new Set(filters.filter(isWhich).map(({ value }) => value));
  return which.find((one) => one.is.length === is.size && one.is.every((value) => is.has(value)));
}
