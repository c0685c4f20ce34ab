// Slack's text objects, and the properties each object may have (docs.slack.dev/reference/block-kit/composition-objects).
import { Misshapen, refuse } from './api-error.ts';

export type Json = Record<string, unknown>;

/** @throws Misshapen for a value that is not an object, lacks a required property or has one that Slack does not know */
export function checkShape(value: unknown, required: string[], optional: string[], at: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misshapen('must be an object', at);
  const object = value as Json;
  for (const name of required) refuse(object[name] === undefined, `missing required field: ${name}`, at);
  const known = [...required, ...optional];
  const odd = Object.keys(object).find((name) => !known.includes(name));
  refuse(odd !== undefined, `no more properties allowed: ${odd ?? ''}`, at);
  return object;
}

export function checkText(value: unknown, types: ('plain_text' | 'mrkdwn')[], most: number, at: string): void {
  const { type, text } = checkShape(value, ['type', 'text'], ['emoji', 'verbatim'], at);
  refuse(!types.some((one) => one === type), `unsupported type: ${String(type)}`, `${at}/type`);
  refuse(type === 'mrkdwn' && 'emoji' in (value as Json), 'no more properties allowed: emoji', at);
  refuse(type === 'plain_text' && 'verbatim' in (value as Json), 'no more properties allowed: verbatim', at);
  checkString(text, most, `${at}/text`);
}

/** A string of at least one character. */
export function checkString(value: unknown, most: number, at: string): void {
  if (typeof value !== 'string') throw new Misshapen('must be a string', at);
  refuse(value.length === 0, 'must be more than 0 characters', at);
  refuse(value.length > most, `must be less than ${most + 1} characters`, at);
}

export function checkList(value: unknown, most: number, at: string): unknown[] {
  if (!Array.isArray(value)) throw new Misshapen('must be an array', at);
  refuse(value.length === 0, 'no fewer than 1 item allowed', at);
  refuse(value.length > most, `no more than ${most} items allowed`, at);
  return value;
}

export function checkUnique(ids: unknown[], what: string, at: string): void {
  const given = ids.filter((id) => id !== undefined);
  refuse(new Set(given).size !== given.length, `${what} must be unique`, at);
}
