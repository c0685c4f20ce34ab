// The posts, notes and history of a case.
import { z } from 'zod';
import { asNote } from '../domain/note.ts';
import { fieldError } from '../domain/form-errors.ts';
import { addNote } from '../usecases/cases/add-note.ts';
import { addPost } from '../usecases/cases/add-post.ts';
import { listHistory, listPosts } from '../usecases/cases/list-posts.ts';
import type { RequestContext } from '../usecases/context.ts';
import { asAdvisor, recordAccess } from './call.ts';
import { change, namingField, numberOf } from './change.ts';
import { idPosition, pageQuery, readCursor, writeCursor } from './cursor.ts';
import { changes, reads, type Route } from './define-route.ts';
import { iso, presentPost } from './present.ts';
import * as schemas from './schemas.ts';

const entriesQuery = z.strictObject({
  order: z.enum(['newest', 'oldest']).default('newest'),
  ...pageQuery,
});

const posts = reads(
  {
    path: '/cases/{number}/posts',
    operation: 'listPosts',
    tag: 'Conversation',
    summary: 'List the posts of a case',
    description: 'Internal notes are among them for a token with the scope notes:read that acts as an advisor, or as nobody.',
    scopes: ['cases:read'],
    params: schemas.casePath,
    query: entriesQuery,
    response: schemas.pageOf(schemas.post),
  },
  async (call, { order, limit, cursor, ...params }) => {
    const number = numberOf(params);
    const name = ['posts', number, order];
    const page = { after: readCursor(name, idPosition, cursor), ascending: order === 'oldest', limit };
    const { rows, next } = await listPosts(call.services, call.person, number, page);
    recordAccess(call, 'view', { caseNumber: number });
    return { data: rows.map(presentPost), next: next === null ? null : writeCursor(name, next) };
  },
);

const history = reads(
  {
    path: '/cases/{number}/history',
    operation: 'listHistory',
    tag: 'Conversation',
    summary: 'List the history of a case',
    scopes: ['cases:read'],
    params: schemas.casePath,
    query: entriesQuery,
    response: schemas.pageOf(schemas.historyEntry),
  },
  async (call, { order, limit, cursor, ...params }) => {
    const number = numberOf(params);
    const name = ['history', number, order];
    const page = { after: readCursor(name, idPosition, cursor), ascending: order === 'oldest', limit };
    const { rows, next } = await listHistory(call.services, call.person, number, page);
    recordAccess(call, 'history', { caseNumber: number });
    return { data: rows.map((row) => ({ ...row, at: iso(row.at) })), next: next === null ? null : writeCursor(name, next) };
  },
);

const written = z.strictObject({
  text: z.string().max(10_000).meta({ description: 'CommonMark. May be empty with files.' }),
  files: z
    .array(schemas.rowId)
    .max(50)
    .default([])
    .meta({ description: 'IDs of files that the same person uploaded for the case.' }),
});

const addPublic = changes(
  {
    path: '/cases/{number}/posts',
    operation: 'addPost',
    tag: 'Conversation',
    summary: 'Post to a case',
    description: "Everyone on the case reads it. A contact's post answers an open question.",
    scopes: ['cases:write'],
    params: schemas.casePath,
    query: schemas.nothing,
    body: written,
    response: schemas.changed,
    status: 201,
  },
  async (call, params, { text, files }) => {
    if (call.person.kind === 'advisor' && asNote(text) !== null)
      throw fieldError('a-note', 'text', 'Text that starts with // is internal. Add a note instead, or remove the //.');
    return change(call, params, (number, request) =>
      namingField('post', 'text', () => addPost(call.services, call.person, { number, text }, withFiles(request, files))),
    );
  },
);

const addInternal = changes(
  {
    path: '/cases/{number}/notes',
    operation: 'addNote',
    tag: 'Conversation',
    summary: 'Add an internal note',
    description: 'Only advisors ever read it.',
    scopes: ['notes:write'],
    params: schemas.casePath,
    query: schemas.nothing,
    body: written,
    response: schemas.changed,
    status: 201,
  },
  async (call, params, { text, files }) =>
    change(call, params, (number, request) =>
      namingField('note', 'text', () => addNote(call.services, asAdvisor(call), { number, text }, withFiles(request, files))),
    ),
);

const withFiles = (request: RequestContext, files: readonly number[]): RequestContext =>
  files.length === 0 ? request : { ...request, files: files.map((stagedId) => ({ stagedId })) };

/** The routes of what people say on a case. */
export const postRoutes: readonly Route[] = [posts, addPublic, addInternal, history];
