// JSON lines on stdout. What people write and what opens doors is never in them, also when somebody logs a whole object.
import type { DestinationStream, Logger } from 'pino';
import pino from 'pino';
import type { LogLevel } from '../config/index.ts';

export type Log = Logger;

const secret = [
  'token',
  'botToken',
  'appToken',
  'accessToken',
  'access_token',
  'refresh_token',
  'clientSecret',
  'client_secret',
  'stateSecret',
];
const more = [
  'signingSecret',
  'secretKey',
  'password',
  'authorization',
  'cookie',
  'databaseUrl',
  'connectionString',
  'trigger_id',
  'response_url',
];
const words = ['text', 'body', 'subject', 'description', 'blocks', 'values', 'email'];
const names = [...secret, ...more, ...words];
const deep = ['', '*.', '*.*.', '*.*.*.'];

/** Tokens and passwords also stand inside messages: of errors, of addresses. */
const inText: [RegExp, string][] = [
  [/\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\bxoxe\.[\w.-]+/g, '[token]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, '$1:[password]@'],
  [/\bBearer\s+[\w.~+/=-]+/g, 'Bearer [token]'],
  [/hooks\.slack\.com\/\S+/g, 'hooks.slack.com/[address]'],
];

export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: deep.flatMap((prefix) => names.map((name) => prefix + name)), censor: '[hidden]' },
    serializers: { err: serializeError, error: serializeError },
    hooks: { streamWrite: hideInText },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** Of an error its kind, message and stack; nothing an SDK hung on it (requests, answers, whole messages). */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  const code = 'code' in error && ['string', 'number'].includes(typeof error.code) ? error.code : undefined;
  return { name, message, code, stack, cause: error.cause === undefined ? undefined : serializeError(error.cause) };
}

function hideInText(line: string): string {
  return inText.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
