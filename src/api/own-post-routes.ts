// A person edits and deletes a post or note of their own.
import { z } from 'zod';
import { deleteOwnPost, editOwnPost } from '../usecases/cases/own-post.ts';
import { isNoteOfReader } from '../usecases/cases/list-posts.ts';
import { needScopes, type ApiCall } from './call.ts';
import { change, namingField, numberOf } from './change.ts';
import { changes, removes, type Route } from './define-route.ts';
import * as schemas from './schemas.ts';

const common = {
  path: '/cases/{number}/posts/{post}',
  tag: 'Conversation',
  scopes: ['cases:write'],
  params: schemas.postPath,
  query: schemas.nothing,
  response: schemas.changed,
} as const;

/** Checks that the token may write notes, if the post is one that its reader sees. */
async function checkNoteScope(call: ApiCall, params: { number: string; post: string }): Promise<number> {
  const postId = Number(params.post);
  if (await isNoteOfReader(call.services, call.person, numberOf(params), postId)) needScopes(call.token, ['notes:write']);
  return postId;
}

const edit = changes(
  {
    ...common,
    method: 'PATCH',
    operation: 'editPost',
    summary: 'Edit a post',
    description:
      'Of the person whom the request acts as. For a note, the token also needs the scope `notes:write`. A post that was typed in a chat follows its message there, so it cannot be edited here.',
    body: z.strictObject({ text: schemas.text }),
    status: 200,
  },
  async (call, params, { text }) => {
    const postId = await checkNoteScope(call, params);
    return change(call, params, (number, request) =>
      namingField('post', 'text', () => editOwnPost(call.services, call.person, { number, postId, text }, request)),
    );
  },
);

const remove = removes(
  {
    ...common,
    operation: 'deletePost',
    summary: 'Delete a post',
    description:
      'Of the person whom the request acts as, in every conversation. For a note, the token also needs the scope `notes:write`. A message that it was typed as stays in the chat. A case whose question or resolution was deleted still waits for its reply.',
  },
  async (call, params) => {
    const postId = await checkNoteScope(call, params);
    return change(call, params, (number, request) => deleteOwnPost(call.services, call.person, { number, postId }, request));
  },
);

/** The routes of a post. */
export const ownPostRoutes: readonly Route[] = [edit, remove];
