import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * Reopens a closed case within the configured days, with what is new. Its former advisor gets it back, if still active.
 * @param details CommonMark, required
 * @throws CaseError empty, too-long, not-now (too late: open a new case)
 */
export async function reopenCase(services, contact, input, request) {
    const details = textInput(input.details, 'details', 'Write what happens now, so that it can be investigated further.');
    return changeCase(services, contact, input.number, 'reopen', request, async (locked, tx) => {
        const former = locked.advisorId === null
            ? null
            : await tx.person.findFirst({ where: { id: locked.advisorId, kind: 'advisor', active: true } });
        return {
            action: 'reopen',
            patch: { closedAt: null, closeReason: null, advisorId: former?.id ?? null },
            post: { kind: 'event', action: 'reopen', body: details },
        };
    });
}
//# sourceMappingURL=reopen-case.js.map