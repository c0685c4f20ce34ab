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
  return schema.nullish().transform((value) => value ?? undefined);
}

/**
 * Reads a payload by its schema.
 * @throws PayloadError naming at most three fields that do not fit
 */
export function parsePayload<T extends z.ZodType>(schema: T, payload: unknown): z.output<T> {
  if (isTooDeep(payload)) throw new PayloadError(`more than ${maxDepth} levels of nesting`);
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new PayloadError(
    parsed.error.issues
      .slice(0, 3)
      .map(({ path, code, message }) => `${pathText(path)}: ${code === 'custom' ? message : code}`)
      .join('; '),
  );
}

/** A key that does not look like a field's name may be something a person typed. */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((key) => (/^[\w-]{1,40}$/.test(String(key)) ? String(key) : '?')).join('.') || 'payload';
}

/** Checks the nesting without recursion, which a deeply nested payload would break. */
function isTooDeep(payload: unknown): boolean {
  let level: unknown[] = [payload];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    level = level.flatMap((value): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}

/** Makes text storable: PostgreSQL stores neither NUL nor half a surrogate pair in JSON (postgresql.org/docs/current/datatype-json.html). */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\uFFFD');
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), storable(inner)]));
}
