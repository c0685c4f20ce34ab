import { formatCaseNumber } from '../../domain/case-number.ts';
import type { PostOutcome } from '../../usecases/cases/add-post.ts';
import { actions } from '../actions.ts';
import { offer, reply } from '../replies.ts';

/** Offers the author of a post what the case needs next: to confirm the resolution, or to reopen the case. */
export function afterPost(outcome: PostOutcome) {
  if (outcome === 'repeat') return null;
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
  if (outcome.offer === 'reopen') {
    return offer(
      [`${number} is closed. Your reply was saved, but nobody is working on the case. Reopen it if you still need help.`],
      [actions.reopen.button(outcome.number, 'Reopen case', 'primary')],
      `${number} is closed`,
    );
  }
  return null;
}

/** Does what `afterPost` does for a post that was not typed in the thread of its case, where its author would see that it is a note. */
export function afterPostElsewhere(outcome: PostOutcome) {
  if (outcome !== 'repeat' && outcome.kind === 'note') return reply(noteSaved(formatCaseNumber(outcome.number)));
  return afterPost(outcome);
}

/** Confirms an internal note; `number` is a case number as people write it. */
export function noteSaved(number: string): string {
  return `Internal note saved on ${number}. Only advisors can see it.`;
}
