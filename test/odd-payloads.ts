// Real payloads with something wrong in them, as a signed request could still carry them: other types, other sizes, text no database stores.
import fc from 'fast-check';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const deep = (levels: number): Json => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`) as Json;

const strings: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udc00b',
  '__proto__',
  'CB-99999999999999999999',
  '99999999999999999999',
  '-1',
  '{"a":',
  '<at>x</at>',
  'x'.repeat(20_000),
];
const values: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [null],
  [[]],
  { id: null },
  { type: 7 },
  deep(200),
  ...strings,
];

type Path = readonly (string | number)[];

/** One change: of the n-th value of a payload, counted from any number. */
type Change = { at: number } & (
  { kind: 'replace'; value: Json } | { kind: 'remove' } | { kind: 'append'; text: string } | { kind: 'rename'; key: string }
);

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ at: fc.nat(), kind: fc.constant('replace' as const), value: fc.constantFrom(...values) }) },
  { weight: 2, arbitrary: fc.record({ at: fc.nat(), kind: fc.constant('remove' as const) }) },
  { weight: 3, arbitrary: fc.record({ at: fc.nat(), kind: fc.constant('append' as const), text: fc.constantFrom(...strings) }) },
  { weight: 1, arbitrary: fc.record({ at: fc.nat(), kind: fc.constant('rename' as const), key: fc.constantFrom(...strings) }) },
);

/** One of the payloads, with one to three changes. */
export function oddPayload<T>(payloads: readonly T[]): fc.Arbitrary<T> {
  return fc
    .tuple(fc.constantFrom(...payloads), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([payload, changes]) => changes.reduce<Json>(apply, structuredClone(payload) as Json) as T);
}

function apply(payload: Json, { at, ...what }: Change): Json {
  const paths = pathsIn(payload);
  const path = paths[at % Math.max(paths.length, 1)];
  if (!path) return payload;
  const holder = path.slice(0, -1).reduce<Json>((value, key) => (value as Record<string, Json>)[key] ?? null, payload);
  const record = holder as Record<string, Json>;
  const key = String(path.at(-1));
  const value = record[key] ?? null;
  if (what.kind === 'replace') record[key] = structuredClone(what.value);
  else if (what.kind === 'append') record[key] = typeof value === 'string' ? value + what.text : what.text;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else {
    delete record[key];
    if (what.kind === 'rename')
      Object.defineProperty(record, what.key, { value, enumerable: true, configurable: true, writable: true });
  }
  return payload;
}

/** Every place of a payload; those below `deep` values are left out. */
function pathsIn(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || path.length > 20) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])]);
}
