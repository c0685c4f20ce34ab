import { CaseError } from "../../domain/case-error.js";
import { isOpen } from "../../domain/status.js";
import { suggestPriority } from "../../domain/triage.js";
import { changeCase } from "../change-case.js";
import { setPriority } from "../set-priority.js";
import { textInput } from "../text-input.js";
/**
 * An advisor's impact assessment: it is kept with the case, and sets its priority.
 * @param input.why required where another priority than the suggested one is chosen
 * @throws CaseError empty, too-long, not-now
 */
export function triageCase(services, advisor, input, request) {
    const { answers, chosen } = input;
    const { priority: suggested, reasons } = suggestPriority(answers);
    return changeCase(services, advisor, input.number, 'triage', request, (locked) => {
        if (!isOpen(locked.status))
            throw new CaseError('not-now', 'The case is closed: there is nothing to assess.', 'It can be reopened by an Authorized Contact.');
        const why = chosen === suggested ? null : textInput(input.why, 'why', `Write why it is not ${suggested}, as suggested.`);
        const triage = { answers, suggested, chosen, why, by: advisor.name, at: services.clock.now() };
        const isNew = chosen !== locked.priority;
        return {
            patch: { triage: { ...triage, at: triage.at.toISOString() }, ...(isNew ? setPriority(chosen) : {}) },
            // that it was assessed is the advisors' own; what comes of it is told
            post: isNew ? { kind: 'event', action: 'triage', body: `set the priority to ${chosen}` } : undefined,
            history: { action: 'triage', from: locked.priority, to: chosen },
            why: why ?? reasons.join(' '),
        };
    });
}
//# sourceMappingURL=triage-case.js.map