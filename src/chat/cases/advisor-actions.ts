// Handles `claim CB-123` with its button, and the button *Phone call received*. Neither asks for anything, so neither has a form.
// Assigning a case to somebody else is in assign.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { claimCase } from '../../usecases/cases/claim-case.ts';
import { confirmPhoneCall } from '../../usecases/cases/confirm-phone-call.ts';
import { actions } from '../actions.ts';
import { advisorsOnly, asAdvisor, type Capability } from '../capability.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { reply } from '../replies.ts';

/** Assigns a case to the advisor who claims it. */
export const claim: Capability = {
  commands: [
    defineCommand({
      name: 'claim',
      usage: 'CB-123',
      description: 'take a case',
      topic: 'assignment',
      example: 'claim CB-123',
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
        return { kind: 'nothing', toast: `${formatCaseNumber(number)} is yours.` };
      },
    }),
  ],
};

/** Records that the contact of a critical case has called. */
export const phoneCall: Capability = {
  actions: [
    actions.confirmPhoneCall.handle({
      run: async (context, number) => {
        await confirmPhoneCall(context.services, asAdvisor(context), number, context.request);
        return { kind: 'nothing', toast: `Phone call recorded on ${formatCaseNumber(number)}.` };
      },
    }),
  ],
};
