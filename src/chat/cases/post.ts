// A post by word, by form, as the answer to a question, or by the offer that follows words nobody could place.
import { formatNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import { deletePost } from '../../usecases/cases/delete-post.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import { afterPostElsewhere } from './after-post.ts';
import type { Capability, Turn } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { tell } from '../replies.ts';
import { textVerb, type TextVerb } from '../text-form.ts';

const asPost: Pick<TextVerb, 'deed' | 'field' | 'run'> = {
  deed: 'post',
  field: 'post',
  run: async (turn, number, text) => afterPostElsewhere(await addPost(turn.work, turn.person, { number, text }, turn.said)),
};

const written = textVerb({
  ...asPost,
  name: 'post',
  word: { does: 'add a post to a case', for: (person) => can(person, 'post'), done: 'posted.' },
  title: 'Post',
  label: 'Share an update',
  submit: 'Share',
});

/** An answer is a post; the form shows the question. One that comes late is a post all the same. */
export const answer = textVerb({
  ...asPost,
  name: 'answer',
  title: 'Answer',
  label: 'Your answer',
  submit: 'Send answer',
  replies: true,
});

export const post: Capability = {
  ...written,
  presses: {
    ...written.presses,
    /** value: `<case number> <draft id>` */
    'post-draft': { press: async (turn, value) => ({ ...(await postDraft(turn, value)), replace: true }) },
    /** value: the post's id */
    'delete-post': {
      press: async (turn, value) => {
        await deletePost(turn.work, turn.person, carriedNumber(value), turn.said.receipt);
        return { ...tell('Deleted in every conversation of the case. You may delete your own message, too.'), replace: true };
      },
    },
  },
};

async function postDraft(turn: Turn, value: string) {
  const [first, draft = ''] = value.split(' ');
  const number = carriedNumber(first);
  const { text } = await loadDraft(turn.work, turn.person, draft);
  const outcome = await addPost(turn.work, turn.person, { number, text }, turn.said);
  return afterPostElsewhere(outcome) ?? tell(`Posted to ${formatNumber(number)}.`);
}
