// A post by word, by form, as the answer to a question, or by the offer that follows words nobody could place.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import { deletePost } from '../../usecases/cases/delete-post.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import { afterPostElsewhere } from './after-post.ts';
import type { Capability, Context } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { reply } from '../replies.ts';
import { textForm, type TextForm } from '../text-form.ts';

const asPost: Pick<TextForm, 'permission' | 'field' | 'run'> = {
  permission: 'post',
  field: 'post',
  run: async (context, number, text) =>
    afterPostElsewhere(await addPost(context.services, context.person, { number, text }, context.request)),
};

const written = textForm({
  ...asPost,
  name: 'post',
  word: { does: 'add a post to a case', for: (person) => can(person, 'post'), done: 'posted.' },
  title: 'Post',
  label: 'Share an update',
  submit: 'Share',
});

/** An answer is a post; the form shows the question. One that comes late is a post all the same. */
export const answer = textForm({
  ...asPost,
  name: 'answer',
  title: 'Answer',
  label: 'Your answer',
  submit: 'Send answer',
  replies: true,
});

export const post: Capability = {
  ...written,
  actions: {
    ...written.actions,
    /** value: `<case number> <draft id>` */
    'post-draft': { run: async (context, value) => ({ ...(await postDraft(context, value)), replace: true }) },
    /** value: the post's id */
    'delete-post': {
      run: async (context, value) => {
        await deletePost(context.services, context.person, carriedNumber(value), context.request.idempotencyKey);
        return { ...reply('Deleted in every conversation of the case. You may delete your own message, too.'), replace: true };
      },
    },
  },
};

async function postDraft(context: Context, value: string) {
  const [first, draft = ''] = value.split(' ');
  const number = carriedNumber(first);
  const { text } = await loadDraft(context.services, context.person, draft);
  const outcome = await addPost(context.services, context.person, { number, text }, context.request);
  return afterPostElsewhere(outcome) ?? reply(`Posted to ${formatCaseNumber(number)}.`);
}
