// What an advisor does to a case with one press: claim it, or confirm that the expected phone call came.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { claimCase } from '../../usecases/cases/claim-case.ts';
import { confirmPhoneCall } from '../../usecases/cases/confirm-phone-call.ts';
import { actions } from '../actions.ts';
import { advisorsOnly, asAdvisor, type Capability } from '../capability.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import { reply } from '../replies.ts';

export const claim: Capability = {
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

export const phoneCall: Capability = {
  actions: [
    actions.confirmPhoneCall.handle({
      run: async (context, number) => {
        await confirmPhoneCall(context.services, asAdvisor(context), number, context.request);
        return { kind: 'nothing' };
      },
    }),
  ],
};
