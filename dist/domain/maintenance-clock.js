const hour = 3_600_000;
/** ms before the start */
export const announcedBefore = [14 * 24 * hour, 2 * 24 * hour, hour];
/** Whether its banner stands by now. */
export function isAnnounced(startsAt, now) {
    return now.getTime() >= startsAt.getTime() - announcedBefore[0];
}
/** @returns what is due; several that were missed are one: the latest. null: nothing (yet) */
export function dueStep({ state, startsAt, endsAt }, now) {
    if (state === 'Planned')
        return startsAt <= now ? 'start' : isAnnounced(startsAt, now) ? 'announce' : null;
    return endsAt && endsAt <= now ? 'ask-end' : null;
}
/** @returns when the clock has to do with it next, after what is due now was done; one that is past is due at once */
export function nextStep({ state, startsAt, endsAt }, now) {
    if (state !== 'Planned')
        return endsAt;
    const words = announcedBefore.map((ms) => new Date(startsAt.getTime() - ms));
    return words.find((word) => word > now) ?? startsAt;
}
//# sourceMappingURL=maintenance-clock.js.map