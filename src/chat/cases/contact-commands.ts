// What a contact says on a case: it is resolved, it still happens, it is back.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isAuthorized, type Contact } from '../../domain/person.ts';
import { authorize } from '../../domain/permission.ts';
import { confirmResolution } from '../../usecases/cases/confirm-resolution.ts';
import { declineResolution } from '../../usecases/cases/decline-resolution.ts';
import { reopenCase } from '../../usecases/cases/reopen-case.ts';
import type { Capability, Context } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { offer } from '../replies.ts';
import { textForm } from '../text-form.ts';

/** @throws CaseError not-allowed */
export function asContact(context: Context): Contact {
  if (isAuthorized(context.person)) return context.person;
  authorize(context.person, 'confirm');
  throw new CaseError('not-allowed', 'Only an Authorized Contact can do this.');
}

export const confirm: Capability = {
  actions: {
    confirm: {
      run: async (context, value) => {
        await confirmResolution(context.services, asContact(context), carriedNumber(value), context.request);
        return { kind: 'nothing' };
      },
    },
  },
};

export const decline: Capability = textForm({
  name: 'decline',
  permission: 'decline',
  replies: true,
  title: 'Still happening',
  label: 'What still happens?',
  hint: 'Your advisor goes on from here.',
  field: 'still-happens',
  submit: 'Send',
  run: async (context, number, stillHappens) => {
    await declineResolution(context.services, asContact(context), { number, stillHappens }, context.request);
    return null;
  },
});

export const reopen: Capability = textForm({
  name: 'reopen',
  permission: 'reopen',
  word: { does: 'reopen a closed case with what is new', for: isAuthorized, done: 'open again.' },
  title: 'Reopen case',
  label: 'Details',
  hint: 'What happens now, so that it can be investigated further.',
  field: 'details',
  submit: 'Reopen case',
  instead: ({ case: shown, may }) =>
    shown.status !== 'Closed' || may.includes('reopen') || !may.includes('post')
      ? null
      : offer(
          [`${formatCaseNumber(shown.number)} was closed too long ago to be reopened. A new case can follow up on it.`],
          [
            {
              kind: 'button',
              label: 'Open a follow-up case',
              action: 'follow-up',
              value: String(shown.number),
              style: 'primary',
            },
          ],
          'A new case can follow up on it',
        ),
  run: async (context, number, details) => {
    await reopenCase(context.services, asContact(context), { number, details }, context.request);
    return null;
  },
});
