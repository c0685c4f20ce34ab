// The value of a field with several choices. Forms hold one string per field, so the chosen values are written one per line: the value of an
// option never has a line break.

/**
 * Reads the value of a `choices` or `search` field, without duplicates. Clients can send anything, so check that the values are options.
 * @param value undefined or '' when nothing is chosen
 */
export function chosenValues(value: string | undefined): string[] {
  return [...new Set((value ?? '').split('\n').filter((chosen) => chosen !== ''))];
}

/** Writes the value of a `choices` or `search` field, the inverse of `chosenValues`. */
export function joinChosenValues(values: readonly string[]): string {
  return chosenValues(values.join('\n')).join('\n');
}
