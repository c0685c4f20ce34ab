/** What a defect is read with, so that `defectFacts` can tell it. */
export const withRelease = { release: { select: { name: true, date: true, publishedAt: true } } };
/** What both sides may know of a defect. */
export function defectFacts({ number, state, release }) {
    return { number, state, release: release && dated(release) };
}
function dated({ name, date, publishedAt }) {
    return { name, date: date.toISOString().slice(0, 10), published: publishedAt !== null };
}
//# sourceMappingURL=defect-facts.js.map