import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import {
  compileAhead,
  optional,
  parsePayload,
  PayloadError,
  payloadSchema,
  platformId,
  sharedPart,
  storableText,
  typedText,
} from '../../src/chat/payload.ts';
import { oddPayload, type Json } from '../odd-payloads.ts';

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

it('accepts a hundred levels of nesting, and refuses more, however many', () => {
  const anything = z.unknown();
  expect(() => parsePayload(anything, nested(101))).not.toThrow();
  expect(() => parsePayload(anything, nested(102))).toThrow('more than 100 levels of nesting');
  expect(() => parsePayload(anything, nested(5_000))).toThrow('more than 100 levels of nesting');
  expect(() => parsePayload(anything, { a: [{ b: nested(99) }] })).toThrow('more than 100 levels of nesting');
});

it('reads an optional field that is absent, null or set', () => {
  const schema = z.object({ text: optional(typedText), more: optional(z.object({ id: optional(z.string()) })) });
  expect(parsePayload(schema, {})).toEqual({});
  expect(parsePayload(schema, { text: null, more: null })).toEqual({ text: undefined, more: undefined });
  expect(parsePayload(schema, { text: 'a\0b', more: { id: 'x' } })).toEqual({ text: 'ab', more: { id: 'x' } });
  expect(() => parsePayload(schema, { text: 7 })).toThrow('text: invalid_type');
  expect(() => parsePayload(schema, { more: { id: {} } })).toThrow('more.id: invalid_type');
});

it('makes any text storable, and leaves text alone that is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '🎒', '\0', '\ud83d', '\udf92', '\n') }), (text) => {
      const stored = storableText(text);
      expect(stored).not.toMatch(/\0|\p{Cs}/u);
      if (!/\0|\p{Cs}/u.test(text)) expect(stored).toBe(text);
    }),
  );
  // halves that a NUL kept apart are a pair without it
  expect(storableText('\ud83c\0\udf92')).toBe('🎒');
});

it('names the field of a shared part that does not fit, and reads it where it does', () => {
  const part = sharedPart(
    z.object({ id: z.string(), more: z.array(z.object({ at: z.number().refine((at) => at > 0, 'not positive') })) }),
  );
  const schema = z.object({ list: z.array(part), one: part.nullish(), other: z.union([z.string(), part]).optional() });
  const good = { id: 'x', more: [{ at: 1 }] };
  expect(parsePayload(schema, { list: [good], one: null, other: { ...good, unknown: 1 } })).toEqual({
    list: [good],
    one: null,
    other: good,
  });
  expect(parsePayload(schema, { list: [], other: 'text' })).toEqual({ list: [], other: 'text' });
  expect(() => parsePayload(schema, { list: [good, { id: 7, more: [] }] })).toThrow('list.1.id: invalid_type');
  expect(() => parsePayload(schema, { list: [{ id: 'x', more: [{ at: 1 }, { at: -1 }] }] })).toThrow(
    'list.0.more.1.at: not positive',
  );
});

it('compiles ahead what was announced and no request has needed yet, once', async () => {
  await compileAhead();
  const part = sharedPart(z.object({ id: z.string() }));
  const [first, second] = [z.object({ part }), z.object({ list: z.array(part) })].map((schema) => payloadSchema(schema));
  const compiling = compileAhead();
  expect(parsePayload(first!, { part: { id: 'x' } })).toEqual({ part: { id: 'x' } });
  expect(await compiling).toBe(1);
  expect(await compileAhead()).toBe(0);
  expect(parsePayload(second!, { list: [{ id: 'y' }] })).toEqual({ list: [{ id: 'y' }] });
});

it('reads what the schema itself reads, whatever the payload is', () => {
  const text = optional(typedText);
  const schema = z.object({
    kind: z.literal(['a', 'b']),
    text,
    caught: optional(z.number()).catch(undefined),
    whole: optional(z.number().int().min(0).max(10)),
    values: z
      .record(z.string(), z.record(z.string(), z.object({ value: z.union([typedText, z.null()]).optional() })))
      .default({}),
    list: z
      .array(z.object({ id: platformId, text }))
      .min(1)
      .nullish(),
    style: optional(z.union([z.string(), z.object({ bold: optional(z.boolean()) })])),
  });
  const real = {
    kind: 'a',
    text: 'x',
    caught: 1,
    whole: 2,
    values: { f: { g: { value: null } } },
    list: [{ id: 'x', text: 'y' }],
    style: { bold: true },
  };
  fc.assert(
    fc.property(fc.oneof(fc.constant(real as Json), oddPayload([real])), (payload) => {
      fc.pre(!/[[{]{80}/.test(JSON.stringify(payload).replace(/"[^"]*":/g, '')));
      const read = schema.safeParse(payload);
      if (read.success) expect(parsePayload(schema, payload)).toEqual(read.data);
      else expect(() => parsePayload(schema, payload)).toThrow(PayloadError);
    }),
    { numRuns: 2_000 },
  );
});
