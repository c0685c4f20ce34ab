// Checks what a platform sends before any other code reads it. An adapter describes the fields it reads with a zod schema built from the
// parts below and refuses a payload that does not fit with HTTP 400. Who sent the payload is not decided here: the adapters verify that.
import { z } from 'zod';

/** A platform's payload does not have the shape that the platform documents. The message names the fields and repeats none of their values. */
export class PayloadError extends Error {
  override name = 'PayloadError';
}

/** Levels of nesting that a payload may have. Real ones stay below 30; recursive code fails on thousands. */
const maxDepth = 100;

/** Longest id or address accepted. The longest real ones, Slack's trigger ids and Teams' thread ids, stay below 200 characters. */
const maxIdLength = 500;

/** An id assigned by a platform: text without control characters, as every id is. */
export const platformId = z
  .string()
  .min(1)
  .max(maxIdLength)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u);

/** Text that somebody typed, made storable. */
export const typedText = z.string().transform(storableText);

/** A value whose shape is checked later, where it is used: every text in it is made storable. */
export const storableValue = z.unknown().optional().transform(storable);

/** Makes a field optional. Platforms send `null` for a field they leave empty; it reads as undefined. */
export function optional<T extends z.ZodType>(schema: T) {
  // what is absent, as most fields are, ends at the outermost schema
  return schema
    .nullable()
    .transform((value) => value ?? undefined)
    .optional();
}

/**
 * Reads a payload by its schema.
 * @param schema made once, because it is compiled when it is first used
 * @throws PayloadError naming at most three fields that do not fit
 */
export function parsePayload<T extends z.ZodType>(schema: T, payload: unknown): z.output<T> {
  if (isDeeperThan(maxDepth, payload)) throw new PayloadError(`more than ${maxDepth} levels of nesting`);
  const parsed = compiled(schema).safeParse(payload);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 3);
  throw new PayloadError(issues.map((issue) => `${pathText(issue.path)}: ${reason(issue)}`).join('; '));
}

function reason({ code, message }: z.core.$ZodIssue): string {
  return code === 'custom' ? message : code;
}

/** Compiled schemas. Compiling one takes up to 50 ms, and then it reads a payload in a third of the time. */
const compiledSchemas = new WeakMap<z.ZodType, z.ZodType>();

/** Schemas that will be needed and are not compiled yet. */
const waiting = new Set<z.ZodType>();

/** Between two schemas that are compiled ahead, in milliseconds, so that requests get their turn. */
const pauseMs = 20;

/** Announces a schema, so that `compileAhead` compiles it. @returns the schema */
export function payloadSchema<T extends z.ZodType>(schema: T): T {
  waiting.add(schema);
  return schema;
}

/**
 * Compiles the announced schemas, one at a time with pauses, so that the first request of each kind does not wait for that and no other request
 * waits for long. It does not keep the process alive.
 * @returns how many were compiled
 */
export async function compileAhead(): Promise<number> {
  let count = 0;
  // the largest are announced first, and the compiler itself is fast by the time it reaches them
  for (const schema of [...waiting].reverse()) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    if (!waiting.has(schema)) continue;
    compiled(schema);
    count += 1;
  }
  return count;
}

function compiled<T extends z.ZodType>(schema: T): T {
  const known = compiledSchemas.get(schema) as T | undefined;
  if (known) return known;
  const made = z.compile(schema);
  compiledSchemas.set(schema, made);
  waiting.delete(schema);
  return made;
}

/** Makes a part that several schemas contain, and that is compiled once instead of in each of them. */
export function sharedPart<T extends z.ZodType>(schema: T) {
  payloadSchema(schema);
  return z.unknown().transform((value, context): z.output<T> => {
    const read = compiled(schema).safeParse(value);
    if (read.success) return read.data;
    for (const issue of read.error.issues) context.addIssue({ code: 'custom', path: issue.path, message: reason(issue) });
    return z.NEVER;
  });
}

/** A key that does not look like a field's name may be something a person typed. */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((key) => (/^[\w-]{1,40}$/.test(String(key)) ? String(key) : '?')).join('.') || 'payload';
}

/** Checks the nesting. It goes no deeper than the limit, because recursion into thousands of levels would fail. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (levels < 0) return true;
  if (typeof value !== 'object' || value === null) return false;
  for (const inner of Object.values(value)) if (isDeeperThan(levels - 1, inner)) return true;
  return false;
}

/** Makes text storable: PostgreSQL stores neither NUL nor half a surrogate pair in JSON (postgresql.org/docs/current/datatype-json.html). */
export function storableText(text: string): string {
  return unstorable.test(text) ? text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\uFFFD') : text;
}

/** NUL, and every surrogate: nearly all texts have neither. */
const unstorable = /[\0\uD800-\uDFFF]/;

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]));
}
