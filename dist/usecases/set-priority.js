/** The columns of another priority: a call is expected of critical cases alone. One that becomes critical is in an advisor's hands already. */
export function setPriority(priority) {
    return { priority, ...(priority === 'Critical' ? {} : { phoneCallExpected: false }) };
}
//# sourceMappingURL=set-priority.js.map