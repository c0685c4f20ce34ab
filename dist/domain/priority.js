/** From the least to the most urgent. */
export const priorities = ['Low', 'Medium', 'High', 'Critical'];
/** Every priority whose name begins so, whatever the case. Empty: none does. */
export function prioritiesMatching(prefix) {
    const wanted = prefix.trim().toLowerCase();
    return wanted === '' ? [] : priorities.filter((priority) => priority.toLowerCase().startsWith(wanted));
}
//# sourceMappingURL=priority.js.map