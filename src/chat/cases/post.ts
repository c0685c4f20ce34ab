// Handles `post CB-123 text`, the buttons *Post* and *Answer*, and *Post to CB-123* under a message that named no case.
// Replies in the thread of a case are in thread.ts; internal notes have a command of their own in advisor-commands.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { addPost } from '../../usecases/cases/add-post.ts';
import { deletePost } from '../../usecases/cases/delete-post.ts';
import { loadDraft } from '../../usecases/cases/drafts.ts';
import { acceptFiles } from '../../usecases/files/accept-files.ts';
import { afterPostElsewhere } from './after-post.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import { reply, type CardReply } from '../replies.ts';
import { filesNotSent, joinReplies } from './sent-files.ts';
import { textForm, type TextCapability, type TextForm } from '../text-form.ts';

const asPost: Pick<TextForm, 'permission' | 'field' | 'run'> = {
  permission: 'post',
  field: 'post',
  run: async (context, number, text) =>
    afterPostElsewhere(context, await addPost(context.services, context.person, { number, text }, context.request)),
};

const written = textForm({
  ...asPost,
  action: actions.post,
  takesAnswers: true,
  command: {
    description: 'add a post to a case',
    topic: 'cases',
    example: 'It works for two classes now.',
    availableTo: (person) => can(person, 'post'),
    done: (number) => `Posted to ${number}.`,
  },
  title: 'Post',
  label: 'Share an update',
  submit: 'Post',
});

/** Answers the advisor's question, which the form shows. An answer that comes late is an ordinary post. */
export const answer = textForm({
  ...asPost,
  action: actions.answer,
  title: 'Answer',
  label: 'Your answer',
  submit: 'Send answer',
  showsPending: true,
});

/** Adds a post to a case and deletes one. */
export const post = {
  ...written,
  actions: [
    ...(written.actions ?? []),
    actions.postDraft.handle({
      run: async (context, { number, draft }) => ({ ...(await postDraft(context, number, draft)), replace: true }),
    }),
    actions.deletePost.handle({
      run: async (context, postId) => {
        await deletePost(context.services, context.person, postId, context.request.idempotencyKey);
        return { ...reply('Deleted from the case. You can delete your own message now.'), replace: true };
      },
    }),
  ],
} satisfies TextCapability;

async function postDraft(context: Context, number: number, draft: string) {
  const posted = await postKept(context, number, draft);
  return posted ?? reply(`Posted to ${formatCaseNumber(number)}.`);
}

/** Posts a kept message with its files. @returns what its author must know about it */
export async function postKept(context: Context, number: number, draft: string): Promise<CardReply | null> {
  const { text, files } = await loadDraft(context.services, context.person, draft);
  const sent = acceptFiles(context.services, files);
  const refused = filesNotSent(sent, number, context.services);
  if (text.trim() === '' && sent.files.length === 0 && refused) return { ...refused, refused: true };
  const request = { ...context.request, files: sent.files };
  const outcome = await addPost(context.services, context.person, { number, text }, request);
  return joinReplies(await afterPostElsewhere(context, outcome), refused);
}
