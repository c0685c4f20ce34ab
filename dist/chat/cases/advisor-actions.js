// What an advisor does to a case with one press: claim it, or confirm that the expected phone call came.
import { formatCaseNumber } from "../../domain/case-number.js";
import { claimCase } from "../../usecases/cases/claim-case.js";
import { confirmPhoneCall } from "../../usecases/cases/confirm-phone-call.js";
import { actions } from "../actions.js";
import { advisorsOnly, asAdvisor } from "../capability.js";
import { caseAndText, defineCommand } from "../define-command.js";
import { reply } from "../replies.js";
export const claim = {
    commands: [
        defineCommand({
            name: 'claim',
            usage: 'CB-123',
            description: 'take a case',
            availableTo: advisorsOnly,
            args: caseAndText,
            run: async (context, { number }) => {
                await claimCase(context.services, asAdvisor(context), number, context.request);
                return reply(`${formatCaseNumber(number)} is yours.`);
            },
        }),
    ],
    actions: [
        actions.claim.handle({
            run: async (context, number) => {
                await claimCase(context.services, asAdvisor(context), number, context.request);
                return { kind: 'nothing' };
            },
        }),
    ],
};
export const phoneCall = {
    actions: [
        actions.confirmPhoneCall.handle({
            run: async (context, number) => {
                await confirmPhoneCall(context.services, asAdvisor(context), number, context.request);
                return { kind: 'nothing' };
            },
        }),
    ],
};
//# sourceMappingURL=advisor-actions.js.map