// Several chosen values as the one string that a form's values hold: one a line. No option's value has a line break.
/** @param value of a `choices` or `search` field. @returns each chosen value once; it may be forged: whether it is an option is asked elsewhere */
export function chosenValues(value) {
    return [...new Set((value ?? '').split('\n').filter((one) => one !== ''))];
}
/** What `chosen` reads. @returns '' where nothing is chosen */
export function joinChosenValues(values) {
    return chosenValues(values.join('\n')).join('\n');
}
//# sourceMappingURL=chosen-values.js.map