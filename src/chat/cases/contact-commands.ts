// Handles what only an Authorized Contact can say about a case: it is resolved, it is still happening, or it is back (`reopen CB-123`).
// Closing a case without a resolution is in close.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isAuthorized } from '../../domain/person.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import { confirmResolution } from '../../usecases/cases/confirm-resolution.ts';
import { declineResolution } from '../../usecases/cases/decline-resolution.ts';
import { reopenCase } from '../../usecases/cases/reopen-case.ts';
import { actions } from '../actions.ts';
import { asAdvisor, asContact, type Capability } from '../capability.ts';
import type { Reply } from '../interaction.ts';
import { afterPostElsewhere } from './after-post.ts';
import { offer } from '../replies.ts';
import { textForm, type TextCapability } from '../text-form.ts';
import { changed } from './view.ts';

/** Confirms a resolution, which closes the case. */
export const confirm: Capability = {
  actions: [
    actions.confirm.handle({
      run: async (context, number) => {
        await confirmResolution(context.services, asContact(context), number, context.request);
        return changed(context, number, `${formatCaseNumber(number)} is closed.`);
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

/** Asks the contact of a closed case to reopen it, because an advisor cannot. */
export const askToReopen: Capability = textForm({
  action: actions.askToReopen,
  permission: 'post',
  title: 'Ask the contact',
  label: 'Message to contact',
  hint: 'Say why the case should be reopened. The contact can reopen it from the case.',
  field: 'post',
  submit: 'Send',
  run: async (context, number, text) =>
    afterPostElsewhere(context, await addPost(context.services, asAdvisor(context), { number, text }, context.request)),
});

function askContactInstead(number: number): Reply {
  return {
    ...offer(
      [`Only Authorized Contacts can reopen a case. Ask the contact to reopen ${formatCaseNumber(number)}.`],
      [actions.askToReopen.button(number, 'Ask the contact', 'primary')],
      'Only Authorized Contacts can reopen a case',
    ),
    refused: true,
  };
}

function followUpInstead(number: number): Reply {
  return {
    ...offer(
      [`${formatCaseNumber(number)} was closed too long ago to reopen. You can open a follow-up case instead.`],
      [actions.followUp.button(number, 'Open a follow-up case', 'primary')],
      'Open a follow-up case instead',
    ),
    refused: true,
  };
}

/** Reopens a closed case; past the limit, offers a follow-up case instead. Advisors can only ask the contact to do it. */
export const reopen: TextCapability = textForm({
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
  instead: ({ case: shown, may }, { person }) => {
    if (shown.status !== 'Closed' || may.includes('reopen') || !may.includes('post')) return null;
    return person.kind === 'advisor' ? askContactInstead(shown.number) : followUpInstead(shown.number);
  },
  run: async (context, number, details) => {
    await reopenCase(context.services, asContact(context), { number, details }, context.request);
    return null;
  },
});
