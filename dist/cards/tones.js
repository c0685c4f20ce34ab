/** The sign that goes before a callout's words: colour alone says nothing to some readers. */
export const toneSigns = {
    neutral: 'ℹ️',
    good: '✅',
    warning: '⚠️',
    danger: '🚨',
    incident: '🟠',
    maintenance: '🟢',
    over: '⚪',
};
//# sourceMappingURL=tones.js.map