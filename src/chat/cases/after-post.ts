import { formatCaseNumber } from '../../domain/case-number.ts';
import type { ClosedOffer, PostOutcome } from '../../usecases/cases/add-post.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import { unreachedReply } from './unreached.ts';
import { offer, reply } from '../replies.ts';

/** Offers the author of a post what the case needs next: to confirm the resolution, or what to do about a closed case. */
export async function afterPost(context: Context, outcome: PostOutcome) {
  if (outcome === 'repeat') return null;
  if (outcome.kind === 'public' && context.person.kind === 'advisor') return unreachedReply(context, outcome.number, outcome);
  const number = formatCaseNumber(outcome.number);
  if (outcome.offer === 'verify') {
    return offer(
      [`Posted to ${number}. `, { bold: 'Did this resolve it?' }],
      [
        actions.confirm.button(outcome.number, 'Yes, close case', 'primary'),
        actions.decline.button(outcome.number, 'No, still happening'),
      ],
      `${number}: did this resolve it?`,
    );
  }
  return outcome.offer ? afterClosing(outcome.number, outcome.offer) : null;
}

/** Offers what helps on a closed case: the case it duplicates first, where somebody works on the problem. */
function afterClosing(number: number, { duplicateOf, canReopen }: ClosedOffer) {
  const name = formatCaseNumber(number);
  const again = canReopen
    ? actions.reopen.button(number, 'Reopen case', duplicateOf === null ? 'primary' : undefined)
    : actions.followUp.button(number, 'Open a follow-up case', duplicateOf === null ? 'primary' : undefined);
  if (duplicateOf === null)
    return offer(
      [
        `${name} is closed. Your reply was saved, but nobody is working on the case. ` +
          `${canReopen ? 'Reopen it' : 'Open a follow-up case'} if you still need help.`,
      ],
      [again],
      `${name} is closed`,
    );
  const original = formatCaseNumber(duplicateOf);
  return offer(
    [`${name} is closed as a duplicate of ${original}. Your reply was saved, but we're working on the problem in ${original}.`],
    [
      actions.post.button(duplicateOf, `Post to ${original}`, 'primary'),
      actions.view.button(duplicateOf, `View ${original}`),
      again,
    ],
    `${name} is a duplicate of ${original}`,
  );
}

/** Does what `afterPost` does for a post that was not typed in the thread of its case, where its author would see that it is a note. */
export async function afterPostElsewhere(context: Context, outcome: PostOutcome) {
  if (outcome !== 'repeat' && outcome.kind === 'note') return reply(noteSaved(formatCaseNumber(outcome.number)));
  return afterPost(context, outcome);
}

/** Confirms an internal note; `number` is a case number as people write it. */
export function noteSaved(number: string): string {
  return `Internal note saved on ${number}. Only advisors can see it.`;
}
