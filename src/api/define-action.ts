// Routes below a case that do what a button does in chat.
import type { z } from 'zod';
import type { ApiScope } from '../domain/api-token.ts';
import type { RequestContext } from '../usecases/context.ts';
import type { ApiCall } from './call.ts';
import { change } from './change.ts';
import { changes, type Route, type RouteFacts } from './define-route.ts';
import * as schemas from './schemas.ts';

/** Something that people do with a case. */
export interface Action<B extends z.ZodObject> {
  /** the end of its path */
  name: string;
  /** the group of the document; Life cycle by default */
  tag?: RouteFacts['tag'];
  operation: string;
  summary: string;
  description?: string;
  /** besides cases:write */
  scopes?: readonly ApiScope[];
  body: B;
  run: (call: ApiCall, number: number, body: z.output<B>, request: RequestContext) => Promise<unknown>;
}

/** Defines a route of something that people do with a case. */
export function action<B extends z.ZodObject>({ name, tag = 'Life cycle', scopes = [], run, ...facts }: Action<B>): Route {
  const route = {
    ...facts,
    path: `/cases/{number}/${name}`,
    tag,
    scopes: ['cases:write' as const, ...scopes],
    params: schemas.casePath,
    query: schemas.nothing,
    response: schemas.changed,
    status: 200,
  };
  return changes(route, async (call, params, body) =>
    change(call, params, (number, request) => run(call, number, body, request)),
  );
}
