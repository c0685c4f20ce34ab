// Handles what only an Authorized Contact can say about a case: it is resolved, it is still happening, or it is back (`reopen CB-123`).
// Closing a case without a resolution is in close.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isAuthorized } from '../../domain/person.ts';
import { confirmResolution } from '../../usecases/cases/confirm-resolution.ts';
import { declineResolution } from '../../usecases/cases/decline-resolution.ts';
import { reopenCase } from '../../usecases/cases/reopen-case.ts';
import { actions } from '../actions.ts';
import { asContact, type Capability } from '../capability.ts';
import { offer } from '../replies.ts';
import { textForm } from '../text-form.ts';

/** Confirms a resolution, which closes the case. */
export const confirm: Capability = {
  actions: [
    actions.confirm.handle({
      run: async (context, number) => {
        await confirmResolution(context.services, asContact(context), number, context.request);
        return { kind: 'nothing', toast: `${formatCaseNumber(number)} is closed.` };
      },
    }),
  ],
};

/** Declines a resolution, which returns the case to its advisor. */
export const decline: Capability = textForm({
  action: actions.decline,
  permission: 'decline',
  showsPending: true,
  title: 'Still happening',
  label: "What's still happening?",
  hint: 'Your advisor will take it from here.',
  field: 'still-happens',
  submit: 'Send',
  run: async (context, number, stillHappens) => {
    await declineResolution(context.services, asContact(context), { number, stillHappens }, context.request);
    return null;
  },
});

/** Reopens a closed case; past the limit, offers a follow-up case instead. */
export const reopen: Capability = textForm({
  action: actions.reopen,
  permission: 'reopen',
  command: {
    description: 'reopen a closed case',
    topic: 'cases',
    example: 'It happened again today.',
    availableTo: isAuthorized,
    done: (number) => `${number} is open again.`,
  },
  title: 'Reopen case',
  label: 'Details',
  hint: "What's happening now, so we can look into it again.",
  field: 'details',
  submit: 'Reopen case',
  instead: ({ case: shown, may }) =>
    shown.status !== 'Closed' || may.includes('reopen') || !may.includes('post')
      ? null
      : offer(
          [`${formatCaseNumber(shown.number)} was closed too long ago to reopen. You can open a follow-up case instead.`],
          [actions.followUp.button(shown.number, 'Open a follow-up case', 'primary')],
          'Open a follow-up case instead',
        ),
  run: async (context, number, details) => {
    await reopenCase(context.services, asContact(context), { number, details }, context.request);
    return null;
  },
});
