// What an advisor does to a case by one press: claim it, tick the expected phone call.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { claimCase } from '../../usecases/cases/claim-case.ts';
import { confirmPhoneCall } from '../../usecases/cases/confirm-phone-call.ts';
import { asAdvisor } from './advisor-commands.ts';
import { advisorsOnly, type Capability } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import { reply } from '../replies.ts';

export const claim: Capability = {
  commands: [
    {
      name: 'claim',
      usage: 'CB-123',
      description: 'take a case',
      availableTo: advisorsOnly,
      run: async (context, rest) => {
        const { number } = caseArgument(rest, 'claim');
        await claimCase(context.services, asAdvisor(context), number, context.request);
        return reply(`${formatCaseNumber(number)} is yours.`);
      },
    },
  ],
  actions: {
    claim: {
      run: async (context, value) => {
        await claimCase(context.services, asAdvisor(context), carriedNumber(value), context.request);
        return { kind: 'nothing' };
      },
    },
  },
};

export const phoneCall: Capability = {
  actions: {
    'tick-phone-call': {
      run: async (context, value) => {
        await confirmPhoneCall(context.services, asAdvisor(context), carriedNumber(value), context.request);
        return { kind: 'nothing' };
      },
    },
  },
};
