// A post by word, by form, or by the offer that follows words nobody could place.
import { formatNumber } from '../domain/case-number.ts';
import { can } from '../domain/permission.ts';
import { addPost, type PostOutcome } from '../usecases/add-post.ts';
import { deletePost } from '../usecases/delete-post.ts';
import { loadDraft } from '../usecases/drafts.ts';
import type { Capability } from './capability.ts';
import type { Reply } from './interaction.ts';
import { offer, tell } from './say-words.ts';
import { textVerb } from './text-form.ts';

const written: Capability = textVerb({
  name: 'post',
  does: 'add a post to a case',
  for: (person) => can(person, 'post'),
  title: 'Post',
  label: 'Share an update',
  field: 'post',
  submit: 'Share',
  run: async (turn, number, text) => afterPost(await addPost(turn.work, turn.person, { number, text }, turn.said)),
});

export const post: Capability = {
  ...written,
  presses: {
    ...written.presses,
    /** value: `<case number> <draft id>` */
    'post-draft': {
      press: async (turn, value) => {
        const [number = '', draft = ''] = value.split(' ');
        const { text } = await loadDraft(turn.work, turn.person, draft);
        const outcome = await addPost(turn.work, turn.person, { number: Number(number), text }, turn.said);
        const words = `Posted to ${formatNumber(Number(number))}.`;
        const next = afterPost(outcome);
        return next?.kind === 'card' ? { ...next, replace: true } : { ...tell(words), replace: true };
      },
    },
    'delete-post': {
      press: async (turn, value) => {
        await deletePost(turn.work, turn.person, Number(value), turn.said.receipt);
        return { ...tell('Deleted in every conversation of the case. You may delete your own message, too.'), replace: true };
      },
    },
  },
};

/** What is offered to the author of a post whose case waits on a word of theirs. */
export function afterPost(outcome: PostOutcome): Reply | null {
  if (outcome === 'repeat') return null;
  const number = String(outcome.number);
  if (outcome.offer === 'verify') {
    return offer(
      ['Did this resolve it?'],
      [
        { kind: 'button', label: 'Yes, close case', action: 'confirm', value: number, style: 'primary' },
        { kind: 'button', label: 'No, still happening', action: 'decline', value: number },
      ],
      `${formatNumber(outcome.number)}: did this resolve it?`,
    );
  }
  if (outcome.offer === 'reopen') {
    return offer(
      [`${formatNumber(outcome.number)} is closed. Your post is kept; nobody works on a closed case.`],
      [{ kind: 'button', label: 'Reopen case', action: 'reopen', value: number, style: 'primary' }],
      `${formatNumber(outcome.number)} is closed`,
    );
  }
  return null;
}
