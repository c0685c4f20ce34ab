import { CaseError } from "../../domain/case-error.js";
import { changeCase } from "../change-case.js";
/**
 * An advisor takes a case. Taking a colleague's case over is allowed, and said.
 * @throws CaseError already-yours
 */
export function claimCase(services, advisor, number, request) {
    return changeCase(services, advisor, number, 'claim', request, async (locked, tx) => {
        if (locked.advisorId === advisor.id)
            throw new CaseError('already-yours', 'This case is already assigned to you.');
        const former = locked.advisorId === null ? null : await tx.person.findUnique({ where: { id: locked.advisorId } });
        return {
            action: 'claim',
            patch: { advisorId: advisor.id },
            post: { kind: 'event', action: 'claim', body: former ? `took the case over from ${former.name}` : 'took the case' },
            why: former ? `from ${former.name} to ${advisor.name}` : `to ${advisor.name}`,
        };
    });
}
//# sourceMappingURL=claim-case.js.map