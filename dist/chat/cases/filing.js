// What every form that opens a case tells the use-case, and what it tells the contact in the end.
import { formatCaseNumber } from "../../domain/case-number.js";
import { loadDraft } from "../../usecases/cases/drafts.js";
import { speakerOf } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
import { phoneUs } from "./phone.js";
/** Where a case is filed from, by what its form carries. */
export async function filedBy(context, state) {
    const draft = state.draft === undefined ? null : await loadDraft(context.services, context.person, state.draft);
    return {
        workspaceId: speakerOf(context).workspaceId,
        directChannel: context.actor.directChannel,
        channelId: state.channel,
        sourceLink: draft?.link ?? undefined,
        previousNumber: state.previous === undefined ? undefined : carriedNumber(state.previous),
    };
}
/**
 * @param isToPhone whether the contact is asked to phone now
 * @param more further sentences
 */
export function isOpenCard({ services }, number, subject, isToPhone, more = []) {
    const title = `${formatCaseNumber(number)} is open`;
    const words = `${services.settings.brand} has your case “${subject}”. Its card is on its way to your conversation; answers arrive below it.`;
    return {
        summary: title,
        elements: [
            { kind: 'heading', text: title },
            ...(isToPhone ? phoneUs(services.settings) : []),
            { kind: 'text', text: [words] },
            ...more.map((one) => ({ kind: 'text', text: [one] })),
        ],
    };
}
//# sourceMappingURL=filing.js.map