// What an advisor does to a case by one press: claim it, tick the expected phone call.
import { formatNumber } from '../../domain/case-number.ts';
import { claimCase } from '../../usecases/cases/claim-case.ts';
import { tickPhoneCall } from '../../usecases/cases/confirm-phone-call.ts';
import { asAdvisor } from './advisor-commands.ts';
import { advisorsOnly, type Capability } from '../capability.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import { tell } from '../replies.ts';

export const claim: Capability = {
  words: [
    {
      word: 'claim',
      usage: 'CB-123',
      does: 'take a case',
      for: advisorsOnly,
      say: async (turn, rest) => {
        const { number } = caseArgument(rest, 'claim');
        await claimCase(turn.work, asAdvisor(turn), number, turn.said);
        return tell(`${formatNumber(number)} is yours.`);
      },
    },
  ],
  presses: {
    claim: {
      press: async (turn, value) => {
        await claimCase(turn.work, asAdvisor(turn), carriedNumber(value), turn.said);
        return { kind: 'nothing' };
      },
    },
  },
};

export const phoneCall: Capability = {
  presses: {
    'tick-phone-call': {
      press: async (turn, value) => {
        await tickPhoneCall(turn.work, asAdvisor(turn), carriedNumber(value), turn.said);
        return { kind: 'nothing' };
      },
    },
  },
};
