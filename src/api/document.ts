// The OpenAPI document, made of the routes and their schemas.
import { z } from 'zod';
import { apiScopes } from '../domain/api-token.ts';
import { routes, root } from './routes.ts';
import { isKeyed, tags, type Method, type Route } from './define-route.ts';
import { problemSchema } from './problem.ts';
import { responsesOf } from './document-responses.ts';
import * as shapes from './directory-schemas.ts';
import * as schemas from './schemas.ts';

/** A JSON object of the document. */
export type Json = Record<string, unknown>;

/** An operation of the document. */
export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters: Json[];
  requestBody?: { required: true; content: Json };
  responses: Record<string, Json>;
  security: { token: string[] }[];
  'x-scopes': readonly string[];
  'x-needs-person': boolean;
}

/** The document, as far as the page and the tests read it. */
export interface OpenApi {
  openapi: string;
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Partial<Record<Lowercase<Method>, Operation>>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json; parameters: Json };
}

/** Schemas with a name of their own. */
const named = Object.entries({
  CaseRow: schemas.caseRow,
  Case: schemas.caseDetail,
  CaseInternal: schemas.internal,
  Post: schemas.post,
  Recipient: schemas.recipient,
  Recipients: schemas.recipientList,
  File: schemas.file,
  UploadedFile: schemas.uploadedFile,
  HistoryEntry: schemas.historyEntry,
  Changed: schemas.changed,
  Account: shapes.account,
  Person: shapes.person,
  Notice: shapes.notice,
  NoticeWithUpdates: shapes.wholeNotice,
  Release: shapes.release,
  Problem: problemSchema,
});

/** Makes the document. */
export function document(): OpenApi {
  const registry = z.registry<{ id?: string }>();
  for (const [id, schema] of named) registry.add(schema, { id });
  for (const route of routes)
    if (route.response !== 'binary' && !registry.has(route.response)) registry.add(route.response, { id: pageName(route) });
  const outputs = z.toJSONSchema(registry, { uri: refTo, io: 'output', override: readable }).schemas;
  const components = Object.fromEntries(Object.entries(outputs).map(([id, schema]) => [id, clean(schema)]));
  const paths: OpenApi['paths'] = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Casebridge API', version: '1', description: introduction },
    servers: [{ url: root }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: components,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: `Scopes: ${scopeList()}` } },
      parameters: headers,
    },
  };
}

const introduction = [
  'Everything goes through the same rules and permissions as chat. A change is made in the name of a person, whom the header `Casebridge-Act-As`',
  "names by email address: the scopes of the token and the person's own permissions both apply. A read without the header sees what the token",
  'reaches. For what belongs to another account, the answer is 404, as if it did not exist. Times are in UTC, and texts are CommonMark.',
].join(' ');

const scopeList = (): string =>
  Object.entries(apiScopes)
    .map(([name, does]) => `${name}: ${does}.`)
    .join(' ');

const refTo = (id: string): string => `#/components/schemas/${id}`;

/** Names the schema of a page: the operation that returns it. */
function pageName({ operation }: Route): string {
  return `${operation.replace(/^list/, '')}Page`;
}

const headers = {
  ActAs: {
    ...{ name: 'Casebridge-Act-As', in: 'header', schema: { type: 'string', format: 'email' } },
    description: 'Email address of the contact or advisor that the request acts as.',
  },
  IdempotencyKey: {
    ...{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 255 } },
    description:
      'A repeat with the same key has no second effect and gets the same answer. While the first request is still running, you get 409. Another request with the key is refused.',
  },
  IfMatch: {
    ...{ name: 'If-Match', in: 'header', schema: { type: 'string' } },
    description: 'The ETag of the case: the change is refused if the case is no longer the same.',
  },
  IfNoneMatch: { name: 'If-None-Match', in: 'header', schema: { type: 'string' }, description: 'The ETag of an earlier answer.' },
  Range: {
    ...{ name: 'Range', in: 'header', schema: { type: 'string', examples: ['bytes=1000-'] } },
    description: 'One range of bytes. With several ranges, or one that is invalid, you get the whole file.',
  },
  IfRange: {
    ...{ name: 'If-Range', in: 'header', schema: { type: 'string' } },
    description: 'The ETag of the part that you already have. If the file has changed since, you get the whole file.',
  },
} as const;

const header = (name: keyof typeof headers, more: Json = {}): Json =>
  Object.keys(more).length === 0 ? { $ref: `#/components/parameters/${name}` } : { ...headers[name], ...more };

function operationOf(route: Route): Operation {
  const { operation, tag, summary, description, scopes, needsPerson, body, params, query } = route;
  const isChange = route.method !== 'GET';
  const ofCase = isChange && 'number' in params.shape;
  return {
    operationId: operation,
    tags: [tag],
    summary,
    description: [description, `Scopes: ${scopes.map((scope) => `\`${scope}\``).join(', ')}.`].filter(Boolean).join(' '),
    parameters: [
      ...parametersOf(params, 'path'),
      ...parametersOf(query, 'query'),
      header('ActAs', needsPerson ? { required: true } : {}),
      ...(isKeyed(route) ? [header('IdempotencyKey')] : []),
      ...(ofCase ? [header('IfMatch')] : []),
      ...(isChange ? [] : [header('IfNoneMatch')]),
      ...(route.response === 'binary' ? [header('Range'), header('IfRange')] : []),
    ],
    ...(body === null ? {} : { requestBody: { required: true as const, content: contentOf(body) } }),
    responses: responsesOf(route, answerOf(route), refTo('Problem')),
    security: [{ token: [] }],
    'x-scopes': scopes,
    'x-needs-person': needsPerson,
  };
}

function contentOf(body: NonNullable<Route['body']>): Json {
  if (body === 'binary') return { 'application/octet-stream': {} };
  return { 'application/json': { schema: clean(z.toJSONSchema(body, { io: 'input', override: short })) } };
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', override: short });
  return Object.entries(properties).map(([name, one]) => {
    const { description, ...rest } = one as Json;
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

/** What a good answer holds. */
function answerOf({ response, operation }: Route): Json {
  return response === 'binary' ? { '*/*': {} } : { 'application/json': { schema: { $ref: refTo(nameOf(response, operation)) } } };
}

function nameOf(response: z.ZodType, operation: string): string {
  return named.find(([, schema]) => schema === response)?.[0] ?? `${operation.replace(/^list/, '')}Page`;
}

/** What zod passes to change a schema that it wrote. */
interface Written {
  jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** Leaves out limits that no value reaches, and patterns that say in 200 characters what the format says. */
function short({ jsonSchema }: Written): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}

/** An answer may get more fields in a later version, so programs must not refuse them. */
function readable(written: Written): void {
  short(written);
  if (written.jsonSchema.additionalProperties === false) delete written.jsonSchema.additionalProperties;
}

/** Leaves out what the document says itself. */
function clean(schema: Json): Json {
  const { $schema: _schema, $id: _id, id: _name, ...rest } = schema;
  return rest;
}
