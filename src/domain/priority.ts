/** Priorities of cases, from the least to the most urgent. */
export const priorities = ['Low', 'Medium', 'High', 'Critical'] as const;
/** A priority of a case. */
export type Priority = (typeof priorities)[number];

/** Finds the priorities whose name begins with a text, in any letter case; none for a blank text. */
export function prioritiesMatching(prefix: string): Priority[] {
  const wanted = prefix.trim().toLowerCase();
  return wanted === '' ? [] : priorities.filter((priority) => priority.toLowerCase().startsWith(wanted));
}
