// Requests that nobody thought of: each operation of the OpenAPI document gets bodies, parameters and headers that are made from its own schemas,
// whole and broken. Whatever comes, the answer is one that the document names, and has the shape that it promises.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import type { Method } from '../../src/api/define-route.ts';
import { document, type Json, type Operation } from '../../src/api/document.ts';
import { root } from '../../src/api/routes.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { claimCase } from '../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { test as base, type Received } from './fixtures.ts';

/** Requests for each operation. */
const numRuns = 12;
/** The same requests each time. Change it to look for more. */
const seed = 7;

const api = document();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'api', components: api.components });
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase() as Method, operation })),
);

/** Text as people and programs send it, and as neither should. */
const texts = (max = 200) =>
  fc
    .oneof(
      { weight: 4, arbitrary: fc.string({ maxLength: 40 }) },
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('', ' ', '\0', '\ud800', '// note', '**bold** `code', '​', 'Duplicate', 'Resolved', 'DEV-1', "'; --"),
      fc.constant('x'.repeat(Math.min(max, 12_000))),
    )
    .map((text) => text.slice(0, max));

const days = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

/** Makes values that a schema of the document allows. */
function valuesOf(schema: Json): fc.Arbitrary<unknown> {
  const { enum: choices, const: only, anyOf, type, format, examples, pattern } = schema;
  const number = (name: string, otherwise: number) => (typeof schema[name] === 'number' ? schema[name] : otherwise);
  if (only !== undefined) return fc.constant(only);
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as unknown[]));
  if (Array.isArray(anyOf)) return fc.oneof(...(anyOf as Json[]).map(valuesOf));
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'number':
    case 'integer': {
      const [min, max] = [number('minimum', -5), number('maximum', 2_147_483_647)];
      return fc.oneof(fc.integer({ min, max }), fc.integer({ min, max: Math.min(max, min + 8) }));
    }
    case 'array':
      return fc.array(valuesOf(schema['items'] as Json), { maxLength: Math.min(number('maxItems', 4), 4) });
    case 'object':
      return objectsOf(schema, valuesOf);
    case 'string':
      if (format === 'date') return days.map((day) => day.toISOString().slice(0, 10));
      if (format === 'date-time') return days.map((day) => day.toISOString());
      if (typeof pattern === 'string') return fc.constantFrom(...(examples as string[]));
      return texts(number('maxLength', 200)).filter((text) => text.length >= number('minLength', 0));
    default:
      throw new Error(`no values are known for ${JSON.stringify(schema)}`);
  }
}

function objectsOf(schema: Json, values: (one: Json) => fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
  const fields = Object.fromEntries(properties.map(([name, one]) => [name, values(one)]));
  return fc.record(fields, { requiredKeys: (schema['required'] ?? []) as string[], noNullPrototype: true });
}

const without = (of: Record<string, unknown>, name: string): object =>
  Object.fromEntries(Object.entries(of).filter(([one]) => one !== name));

/** Makes bodies that are nearly what a schema allows: a field is something else, is missing, or is one too many. */
function brokenOf(schema: Json): fc.Arbitrary<unknown> {
  const whole = objectsOf(schema, valuesOf);
  const names = [...Object.keys(schema['properties'] ?? {}), 'unheardOf', '__proto__'];
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(whole, fc.constantFrom(...names), fc.jsonValue())
        .map(([of, name, value]) => ({ ...of, [name]: value })),
    },
    { weight: 2, arbitrary: fc.tuple(whole, fc.constantFrom(...names)).map(([of, name]) => without(of, name)) },
    fc.jsonValue(),
  );
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Json;
}
const parametersOf = ({ parameters }: Operation, place: Parameter['in']): Parameter[] =>
  (parameters as unknown as Parameter[]).filter((one) => one.in === place);
const bodySchemaOf = ({ requestBody }: Operation) =>
  (requestBody?.content['application/json'] as { schema: Json } | undefined)?.schema;

/** What can be named in a path. */
interface Known {
  numbers: number[];
  posts: number[];
  people: number[];
}

const it = base.extend('known', { scope: 'file' }, async ({ world }): Promise<Known> => {
  const { services, open, ada, max, ben, rita, request } = world;
  const numbers = [await open(), await open({ priority: 'Critical' }), await open(), await open(), await open()];
  const [, claimed = 0, resolved = 0, closed = 0, posted = 0] = numbers;
  for (const number of [claimed, resolved]) await claimCase(services, max, number, request());
  await resolveCase(services, max, { number: resolved, explanation: 'Fixed.' }, request());
  await closeCase(services, ada, { number: closed, reason: 'Withdrawn', comment: 'Never mind.' }, request());
  const posts: number[] = [];
  const onPost = async (id: number): Promise<void> => void posts.push(id);
  for (const by of [ada, max]) await addPost(services, by, { number: posted, text: 'Hello' }, { ...request(), onPost });
  return { numbers, posts, people: [ada, ben, rita, max].map(({ id }) => id) };
});

const pathValues = ({ numbers, posts, people }: Known) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...numbers).map(String) },
    { weight: 4, arbitrary: fc.constantFrom(...posts, ...people).map(String) },
    fc.constantFrom('CB-1', 'plainview', '0', '-1', '999999999', '99999999999', '1e3', '%00', '\0', 'é'),
    // dots alone are another path
    fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/^\.+$/.test(text)),
  );

const requestsOf = (operation: Operation, path: string, known: Known) => {
  const schema = bodySchemaOf(operation);
  const query = parametersOf(operation, 'query').map(
    ({ name, schema: of }) => [name, fc.oneof({ weight: 3, arbitrary: valuesOf(of).map(String) }, texts(60))] as const,
  );
  return fc.record(
    {
      inPath: fc.array(pathValues(known), { minLength: path.split('{').length - 1, maxLength: path.split('{').length - 1 }),
      query: fc.record(Object.fromEntries(query), { requiredKeys: [], noNullPrototype: true }),
      as: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom('ada@plainview.example', 'max@campus.example') },
        fc.constantFrom('rita@plainview.example', 'tia@campus.example', 'nobody@example.com', '%', undefined),
      ),
      headers: fc.record(
        {
          'if-match': fc.constantFrom('*', '"x"', ''),
          'if-none-match': fc.constantFrom('*', '"x"'),
          'idempotency-key': fc.constantFrom('one', 'two', 'é', ' '),
          'content-type': fc.constantFrom('text/plain', 'application/json; charset=utf-8'),
          range: fc.constantFrom('bytes=0-', 'bytes=-0', 'bytes=9-1', 'x'),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
      body: schema
        ? fc.oneof({ weight: 2, arbitrary: valuesOf(schema) }, brokenOf(schema)).map((value) => JSON.stringify(value))
        : operation.requestBody
          ? fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes))
          : fc.constant(undefined),
    },
    { requiredKeys: ['inPath', 'query', 'as', 'body'], noNullPrototype: true },
  );
};

const statuses = new Map<number, number>();

it.for(operations.map((one) => [`${one.method} ${one.path}`, one] as const))(
  '%s answers every request as the document says',
  { timeout: 120_000 },
  async ([, { path, method, operation }], { api: test, known }) => {
    const token = await test.token();
    const property = fc.asyncProperty(requestsOf(operation, path, known), async ({ inPath, query, headers = {}, as, body }) => {
      const values = [...inPath];
      const at = path.replace(/\{\w+\}/g, () => encodeURIComponent(values.shift() ?? ''));
      const parameters = new URLSearchParams(query as Record<string, string>).toString();
      const answer = await test.call(`${root}${at}?${parameters}`, {
        ...{ method, token, headers: headers },
        ...(as === undefined ? {} : { as }),
        ...(body === undefined ? {} : { body }),
      });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      checkAnswer(operation, answer);
      checkFields(operation, answer, [...Object.keys(query), ...sentFields(body)]);
    });
    await fc.assert(property, { numRuns, seed });
    expect(test.errors).toEqual([]);
  },
);

/** Checks the status, the type and the shape of an answer. */
function checkAnswer({ responses }: Operation, { status, headers, body, text }: Received): void {
  expect(status, text).toBeLessThan(500);
  expect(Object.keys(responses), text).toContain(String(status));
  const content = (responses[status]?.['content'] ?? {}) as Record<string, { schema?: { $ref: string } }>;
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (status === 304) expect(text).toBe('');
  else expect(Object.keys(content), text).toContain('*/*' in content && status < 300 ? '*/*' : type);
  const ref = content[type]?.schema?.$ref;
  if (ref === undefined) return;
  const validate = ajv.compile({ $ref: `api${ref}` });
  expect([validate(body), validate.errors], text).toEqual([true, null]);
}

const sentFields = (body: unknown): string[] => {
  const parsed: unknown = typeof body === 'string' ? JSON.parse(body) : null;
  return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [];
};

/** A program must find a field that is wrong under the name that it used for it. */
function checkFields(operation: Operation, { body, text }: Received, sent: readonly string[]): void {
  const named = ((body['errors'] ?? []) as { field: string }[]).map(({ field }) => field);
  const parameters = (operation.parameters as unknown as Partial<Parameter>[]).flatMap(({ name }) => name ?? []);
  const known = [...Object.keys(bodySchemaOf(operation)?.['properties'] ?? {}), ...parameters, ...sent];
  // a field that was sent may have dots in its name
  for (const field of named)
    expect(
      [...known, ...sent].some((one) => field === one || field.startsWith(`${one}.`)),
      text,
    ).toBe(true);
}

it.for(operations.flatMap((one) => (bodySchemaOf(one.operation) ? [[`${one.method} ${one.path}`, one] as const] : [])))(
  'the whole bodies made for %s are what its schema allows',
  ([, { operation }]) => {
    const validate = ajv.compile(bodySchemaOf(operation) ?? {});
    fc.assert(
      fc.property(valuesOf(bodySchemaOf(operation) ?? {}), (body) => {
        expect([validate(body), validate.errors]).toEqual([true, null]);
      }),
      { numRuns: 30, seed },
    );
  },
);

afterAll(() => {
  // requests that are all refused for the same reason would prove nothing
  for (const status of [200, 201, 400, 404, 415, 422]) expect([...statuses.keys()]).toContain(status);
});
