// Turns JSON schemas into the rows of a table.
import { formatCount } from '../domain/text/numbers.ts';
import type { Json, OpenApi } from './document.ts';

/** A field as the page shows it. */
export interface FieldRow {
  name: string;
  /** HTML */
  type: string;
  required: boolean;
  description: string;
}

/** Escapes a text for HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** Makes HTML of a description of the document: CommonMark, of which descriptions use code alone. */
export function describedAsHtml(description: string): string {
  return escapeHtml(description).replace(/`([^`]+)`/g, (_all, code: string) => `<code>${code}</code>`);
}

/** Lists the fields of an object, and those inside of its fields below them. */
export function fieldRows(schema: Json, api?: OpenApi, prefix = ''): FieldRow[] {
  const properties = (schema['properties'] ?? {}) as Record<string, Json>;
  const required = (schema['required'] ?? []) as string[];
  return Object.entries(properties).flatMap(([name, one]) => {
    const row = {
      name: `${prefix}${name}`,
      type: typeOf(one),
      required: required.includes(name) && api !== undefined,
      description: textOf(one['description']),
    };
    const inner = innerObject(one);
    return [row, ...(inner ? fieldRows(inner, api, `${prefix}${name}.`) : [])];
  });
}

function innerObject(schema: Json): Json | undefined {
  if (schema['properties']) return schema;
  const choices = schema['anyOf'] as Json[] | undefined;
  if (choices) return choices.find((one) => one['properties']);
  const items = schema['items'] as Json | undefined;
  return items?.['properties'] ? items : undefined;
}

/** Says of what type a value is, as HTML. */
function typeOf(schema: Json): string {
  const { $ref: ref, anyOf, enum: values, const: only, type, items, format } = schema;
  if (typeof ref === 'string') {
    const name = ref.split('/').at(-1) ?? '';
    return `<a href="#type-${name}">${name}</a>`;
  }
  if (Array.isArray(anyOf)) return (anyOf as Json[]).map(typeOf).join(' or ');
  if (Array.isArray(values)) return values.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(', ');
  if (only !== undefined) return `<code>${escapeHtml(textOf(only))}</code>`;
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one as string })).join(' or ');
  if (type === 'array') return `list of ${typeOf((items ?? {}) as Json)}`;
  return [escapeHtml(textOf(type) || 'any'), ...limitsOf(schema, typeof format === 'string' ? format : undefined)].join(', ');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function limitsOf(schema: Json, format: string | undefined): string[] {
  const { maxLength, minimum, maximum } = schema;
  const usual = Number.MAX_SAFE_INTEGER;
  return [
    ...(format === undefined ? [] : [escapeHtml(format)]),
    ...(typeof maxLength === 'number' ? [`up to ${formatCount(maxLength)} characters`] : []),
    ...(typeof minimum === 'number' && minimum > -usual ? [`from ${minimum}`] : []),
    ...(typeof maximum === 'number' && maximum < usual ? [`to ${maximum}`] : []),
    ...('default' in schema && schema['default'] !== '' ? [`default ${escapeHtml(JSON.stringify(schema['default']))}`] : []),
  ];
}
