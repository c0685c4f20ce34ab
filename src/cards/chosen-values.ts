// Several chosen values as the one string that a form's values hold: one a line. No option's value has a line break.

/** @param value of a `choices` or `search` field. @returns each chosen value once; it may be forged: whether it is an option is asked elsewhere */
export function chosenValues(value: string | undefined): string[] {
  return [...new Set((value ?? '').split('\n').filter((one) => one !== ''))];
}

/** What `chosen` reads. @returns '' where nothing is chosen */
export function joinChosenValues(values: readonly string[]): string {
  return chosenValues(values.join('\n')).join('\n');
}
