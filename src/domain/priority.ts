/** From the least to the most urgent. */
export const priorities = ['Low', 'Medium', 'High', 'Critical'] as const;
export type Priority = (typeof priorities)[number];

/** Every priority whose name begins so, whatever the case. Empty: none does. */
export function prioritiesMatching(prefix: string): Priority[] {
  const wanted = prefix.trim().toLowerCase();
  return wanted === '' ? [] : priorities.filter((priority) => priority.toLowerCase().startsWith(wanted));
}
