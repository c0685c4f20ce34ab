// Warns an advisor at once when nobody on the contact's side gets what they wrote, and offers another contact.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { reachesContact } from '../../usecases/cases/reaches-contact.ts';
import type { Outcome } from '../../usecases/context.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import { offer } from '../replies.ts';

/**
 * Makes the warning after an advisor wrote to the contact of a case.
 * @param outcome of writing it
 * @returns null when somebody gets it, and for contacts
 */
export async function unreachedReply(context: Context, number: number, outcome: Outcome) {
  if (context.person.kind !== 'advisor' || (outcome !== 'repeat' && outcome.reachesContact)) return null;
  const unreached = await reachesContact(context.services, number);
  if (!unreached) return null;
  const { contact, isContact } = unreached;
  const name = formatCaseNumber(number);
  const why = isContact ? `${contact} has no conversation with the bot` : `${contact} is no longer a contact`;
  return offer(
    [
      { bold: 'Nobody will get this.' },
      ` It's saved on ${name}, but ${why}, and nobody else gets notifications. Choose another contact.`,
    ],
    [actions.correct.button(number, 'Choose another contact', 'primary'), actions.recipients.button(number, 'Recipients')],
    `Nobody will get this on ${name}`,
  );
}
