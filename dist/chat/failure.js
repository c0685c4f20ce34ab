/** What somebody is told of a failure nobody on their side can put right. @param id stands in the log, too */
export function failureCard(id) {
    return warningCard(`Something went wrong on our side. Please try again. If it stays, tell your support this id: ${id}`);
}
export function warningCard(words) {
    return { summary: words, elements: [{ kind: 'callout', tone: 'warning', text: [words] }] };
}
//# sourceMappingURL=failure.js.map