import { CaseError } from "../../domain/case-error.js";
import { changeCase } from "../change-case.js";
/**
 * An advisor gives a case to an advisor.
 * @param to the id of the person who gets it
 * @throws CaseError no-advisor, already-theirs
 */
export function assignCase(services, advisor, input, request) {
    return changeCase(services, advisor, input.number, 'assign', request, async (locked, tx) => {
        const next = await tx.person.findFirst({ where: { id: input.to, kind: 'advisor', active: true } });
        if (!next)
            throw new CaseError('no-advisor', 'That person is not an active advisor.', 'Choose an advisor from the list.', {
                advisor: 'Choose an active advisor.',
            });
        if (locked.advisorId === next.id)
            throw new CaseError('already-theirs', `This case is already assigned to ${next.name}.`, undefined, {
                advisor: 'Already assigned.',
            });
        const former = locked.advisorId === null ? null : await tx.person.findUnique({ where: { id: locked.advisorId } });
        return {
            action: 'assign',
            patch: { advisorId: next.id },
            post: { kind: 'event', action: 'assign', body: `assigned the case to ${next.name}` },
            why: former ? `from ${former.name} to ${next.name}` : `to ${next.name}`,
        };
    });
}
//# sourceMappingURL=assign-case.js.map