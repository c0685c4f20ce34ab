/** Priorities of cases, from the least to the most urgent. */
export const priorities = ['Low', 'Medium', 'High', 'Critical'] as const;
/** A priority of a case. */
export type Priority = (typeof priorities)[number];

/** Finds the priorities whose name begins with a text, in any letter case; none for a blank text. */
export function prioritiesMatching(prefix: string): Priority[] {
  const wanted = prefix.trim().toLowerCase();
  return wanted === '' ? [] : priorities.filter((priority) => priority.toLowerCase().startsWith(wanted));
}

/** The action of the post that tells a contact that the priority was lowered. */
export const loweredAction = 'lower-priority';
/** The action of a contact's objection to that. */
export const objectAction = 'object';

/** Tells whether a priority is lower than another. */
export function isLower(priority: Priority, than: Priority): boolean {
  return priorities.indexOf(priority) < priorities.indexOf(than);
}
