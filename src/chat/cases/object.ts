// Handles the button *I disagree* under a message that says that the priority was lowered.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { objectToPriority } from '../../usecases/cases/object-to-priority.ts';
import { actions } from '../actions.ts';
import { asContact, type Capability } from '../capability.ts';
import { changed } from './view.ts';

/** Tells the advisor and the leads that the contact disagrees with the priority. */
export const object: Capability = {
  actions: [
    actions.objectPriority.handle({
      run: async (context, number) => {
        await objectToPriority(context.services, asContact(context), number, context.request);
        const done = `Your advisor and a lead will look at the priority of ${formatCaseNumber(number)} again.`;
        return changed(context, number, done);
      },
    }),
  ],
};
