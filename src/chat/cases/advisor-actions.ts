// Handles `claim CB-123` with its button, and the button *Phone call received*. Neither asks for anything, so neither has a form.
// Assigning a case to somebody else is in assign.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { CaseTaken, claimCase } from '../../usecases/cases/claim-case.ts';
import { confirmPhoneCall } from '../../usecases/cases/confirm-phone-call.ts';
import { actions } from '../actions.ts';
import { advisorsOnly, asAdvisor, type Capability, type Context } from '../capability.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import type { Reply } from '../interaction.ts';
import { offer, reply } from '../replies.ts';
import { changed } from './view.ts';

/** Assigns a case to the advisor who claims it, or who takes it over from a colleague. */
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
      run: async (context, { number }) => (await takeCase(context, number)) ?? reply(`${formatCaseNumber(number)} is yours.`),
    }),
  ],
  actions: [
    actions.claim.handle({
      run: async (context, number) =>
        (await takeCase(context, number)) ?? changed(context, number, `${formatCaseNumber(number)} is yours.`),
    }),
    actions.takeOver.handle({
      run: async (context, { number, from }) => {
        const refusal = await takeCase(context, number, from);
        return refusal ?? { ...reply(`${formatCaseNumber(number)} is yours.`), replace: true };
      },
    }),
  ],
};

/** Claims a case. @returns null when it now belongs to this advisor; otherwise who has it, with a button to take it over */
export async function takeCase(context: Context, number: number, takeOverFrom?: number): Promise<Reply | null> {
  try {
    await claimCase(context.services, asAdvisor(context), number, context.request, { takeOverFrom });
    return null;
  } catch (error) {
    if (!(error instanceof CaseTaken)) throw error;
    const button = actions.takeOver.button({ number, from: error.holderId }, 'Take over');
    return { ...offer([error.message], [button], error.message), refused: true };
  }
}

/** Records that the contact of a critical case has called. */
export const phoneCall: Capability = {
  actions: [
    actions.confirmPhoneCall.handle({
      run: async (context, number) => {
        await confirmPhoneCall(context.services, asAdvisor(context), number, context.request);
        return changed(context, number, `Phone call recorded on ${formatCaseNumber(number)}.`);
      },
    }),
  ],
};
