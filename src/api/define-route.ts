// Routes of the API. Each says once what it takes and returns, as zod schemas: requests are read with them, the OpenAPI document is made of them,
// and the contract tests go over them.
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { ApiScope } from '../domain/api-token.ts';
import type { DownloadableFile } from '../ports.ts';
import type { ApiCall } from './call.ts';
import type { BodyTimes } from './read-body.ts';
import { readInput } from './read-input.ts';

/** The groups of the document. */
export const tags = {
  Cases: 'Search, open and read cases.',
  Conversation: 'Posts, internal notes and the history of a case.',
  'Life cycle': 'What people do with a case. Each route does what the button of the same name does in chat.',
  Recipients: 'Who is notified about a case.',
  'Work of advisors': 'Snooze, watch and qualify cases.',
  Files: 'Upload and download files of cases.',
  Directory: 'Accounts and people.',
  'Notices and releases': 'Incidents, maintenance and releases.',
} as const;

/** What a request says besides its headers, unread. */
export interface RawInput {
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: unknown;
  /** of an upload, whose body is not read yet */
  stream: IncomingMessage;
  /** how long the client may take for it */
  times: BodyTimes;
}

/** The answer of a route. */
export type RouteAnswer =
  { kind: 'json'; status: number; body: object; location?: string } | { kind: 'file'; file: DownloadableFile; sent: () => void };

/** The methods of routes. HEAD goes where GET does. */
export const methods = ['GET', 'POST', 'PATCH', 'DELETE'] as const;

/** A method of a route; each but GET changes something. */
export type Method = (typeof methods)[number];

/** What is said of a route in the document. */
export interface RouteFacts {
  method: Method;
  /** below /api/v1, with parameters in braces */
  path: string;
  /** its name in the document, in camel case */
  operation: string;
  tag: keyof typeof tags;
  summary: string;
  description?: string;
  /** the token needs all of them */
  scopes: readonly ApiScope[];
  /** whether the request must name the person it acts as */
  needsPerson: boolean;
  params: z.ZodObject;
  query: z.ZodObject;
  /** null: no body; binary: the body is the content of a file */
  body: z.ZodObject | 'binary' | null;
  /** binary: the content of a file */
  response: z.ZodType | 'binary';
  status: number;
}

/** A route. */
export interface Route extends RouteFacts {
  /** Reads the request and answers it. Throws CaseError invalid-request, unknown-path for parameters that cannot name anything, and others */
  answer: (call: ApiCall, raw: RawInput) => Promise<RouteAnswer>;
}

/** Tells whether a route takes a JSON body. */
export const takesJson = ({ body }: Pick<RouteFacts, 'body'>): boolean => body !== null && body !== 'binary';

/** Tells whether a route is a change that can be repeated with an idempotency key. */
export const isKeyed = ({ method, body }: Pick<RouteFacts, 'method' | 'body'>): boolean => method !== 'GET' && body !== 'binary';

type Common = Pick<RouteFacts, 'path' | 'operation' | 'tag' | 'summary' | 'description' | 'scopes'>;

/** Defines a route that reads. */
export function reads<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(
  route: Common & { params: P; query: Q; response: R },
  run: (call: ApiCall, input: z.output<P> & z.output<Q>) => Promise<z.input<R> & object>,
): Route {
  return {
    ...{ ...route, method: 'GET', needsPerson: false, body: null, status: 200 },
    answer: async (call, raw) => {
      const input = { ...readInput(route.query, raw.query), ...readInput(route.params, raw.params, 'path') };
      return { kind: 'json', status: 200, body: await run(call, input) };
    },
  };
}

/**
 * Defines a route that changes something in the name of a person.
 * @param route.method POST by default
 * @param run returns the numbers of what was written
 */
export function changes<P extends z.ZodObject, B extends z.ZodObject, R extends z.ZodType>(
  route: Common & { method?: 'POST' | 'PATCH'; params: P; query: z.ZodObject; body: B; response: R; status: number },
  run: (call: ApiCall, params: z.output<P>, body: z.output<B>) => Promise<{ body: z.input<R> & object; location?: string }>,
): Route {
  return {
    ...{ method: 'POST', ...route, needsPerson: true },
    answer: async (call, raw) => {
      readInput(route.query, raw.query);
      const params = readInput(route.params, raw.params, 'path');
      return { kind: 'json', status: route.status, ...(await run(call, params, readInput(route.body, raw.body, 'body'))) };
    },
  };
}

/** Defines a route that takes something away in the name of a person. It has no body. */
export function removes<P extends z.ZodObject, R extends z.ZodType>(
  route: Common & { params: P; query: z.ZodObject; response: R },
  run: (call: ApiCall, params: z.output<P>) => Promise<{ body: z.input<R> & object }>,
): Route {
  return {
    ...{ ...route, method: 'DELETE', needsPerson: true, body: null, status: 200 },
    answer: async (call, raw) => {
      readInput(route.query, raw.query);
      return { kind: 'json', status: 200, ...(await run(call, readInput(route.params, raw.params, 'path'))) };
    },
  };
}
