// The log: JSON lines on standard output. It holds ids, codes and counts, so that nothing people wrote can reach it: fields that are not in
// `LogFields` are hidden, nested objects too, and errors are reduced to what we or a library says about them. The level is LOG_LEVEL.
import type { DestinationStream } from 'pino';
import pino from 'pino';
import type { LogLevel } from '../config/index.ts';

/** Everything a log line may say beside its message. Before you add a field, make sure that people cannot write into it. */
export interface LogFields {
  /** of a failure as its person was shown it, or of a platform's event */
  id?: string;
  deliveryId?: number;
  destinationId?: number;
  fileId?: number;
  /** SHA-256 of a stored content, which is its name in the store */
  checksum?: string;
  workspaceId?: string;
  platform?: string;
  platforms?: readonly string[];
  /** a short stable code of ours or of a platform */
  code?: string | null;
  kind?: string;
  /** why a request was refused: a field's name and a rule */
  why?: string;
  /** what the process was doing */
  what?: string;
  during?: string;
  /** a job of the schedule, and the counts of what it did */
  job?: string;
  done?: Readonly<Record<string, number>>;
  /** ticks by job */
  missed?: Readonly<Record<string, number>>;
  /** a part of the process that stops */
  part?: string;
  signal?: string;
  attempt?: number;
  waitMs?: number;
  timeoutMs?: number;
  /** a library that logs through us */
  from?: string;
  migrated?: readonly string[];
  /** an IMAP mailbox, without its password; the beginning of an email's key, and what became of it */
  mailbox?: string;
  mail?: string;
  outcome?: string;
  url?: string;
  /** of a request, without its query */
  path?: string;
  err?: unknown;
}

/** The logger of the process. */
export interface Log extends Record<'debug' | 'info' | 'warn' | 'error', LogMethod> {
  level: string;
}

interface LogMethod {
  (message: string): void;
  (fields: LogFields, message: string): void;
}

const fieldNames = new Set<string>(
  Object.keys({
    id: true,
    deliveryId: true,
    destinationId: true,
    fileId: true,
    checksum: true,
    workspaceId: true,
    platform: true,
    platforms: true,
    code: true,
    kind: true,
    why: true,
    what: true,
    during: true,
    job: true,
    done: true,
    missed: true,
    part: true,
    signal: true,
    attempt: true,
    waitMs: true,
    timeoutMs: true,
    from: true,
    migrated: true,
    mailbox: true,
    mail: true,
    outcome: true,
    url: true,
    path: true,
    err: true,
  } satisfies Record<keyof LogFields, true>),
);

/** Error messages and addresses can contain tokens and passwords as well. */
const secretsInText: [RegExp, string][] = [
  [/\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\bxoxe\.[\w.-]+/g, '[token]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, '$1:[password]@'],
  [/\bBearer\s+[\w.~+/=-]+/g, 'Bearer [token]'],
  [/hooks\.slack\.com\/\S+/g, 'hooks.slack.com/[address]'],
];

/**
 * Creates the logger.
 * @param destination receives the lines instead of standard output
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: keepFacts },
    serializers: { err: serializeError },
    hooks: { streamWrite: hideInText },
  };
  return destination ? pino(options, destination) : pino(options);
}

const hidden = '[hidden]';
const maxFieldLength = 300;
/** Errors that are shown of one that collects many. A job that fails for a thousand cases fails for few reasons. */
const maxErrors = 5;

function keepFacts(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fieldNames.has(name) ? fact(value) : hidden]));
}

/** Keeps numbers, short text, lists of them, counts by name, and errors for their serializer. */
function fact(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, maxFieldLength);
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'object' ? hidden : fact(item)));
  return Object.fromEntries(Object.entries(value).map(([name, count]) => [name, typeof count === 'number' ? count : hidden]));
}

/**
 * Keeps the name, message, code and stack of an error. SDKs attach requests, responses and whole messages, which are dropped. The stack is
 * kept without the message that it begins with.
 */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return hidden;
  const code = 'code' in error && ['string', 'number'].includes(typeof error.code) ? error.code : undefined;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    message: messageOf(error, code),
    code,
    stack: frames?.join('\n'),
    cause: error.cause === undefined ? undefined : serializeError(error.cause),
    errors: error instanceof AggregateError ? error.errors.slice(0, maxErrors).map(serializeError) : undefined,
  };
}

/**
 * Text in quotes, other than a name of one word: what an error was given. An apostrophe between letters does not count.
 */
const quoted = /(?<!\p{L})(["'`“])(?:[^"'`”]*\s[^"'`”]*|[^"'`”]{40,})(["'`”])(?!\p{L})/gu;

/** PostgreSQL's class 22 and JSON's SyntaxError repeat the value they could not read; others put what they were given in quotes. */
function messageOf(error: Error, code: unknown): string {
  if (error instanceof SyntaxError) return 'a text could not be parsed';
  if (typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code)) return `${error.message.split(':', 1)[0] ?? ''}: ${hidden}`;
  // Prisma wraps PostgreSQL's message
  const message = /Code: `22[0-9A-Z]{3}`/.test(error.message)
    ? (error.message.split('Message:', 1)[0] ?? '') + hidden
    : error.message;
  // mail servers repeat the recipient
  return message.replace(quoted, `$1${hidden}$2`).replace(mailAddress, '[address]');
}

const mailAddress = /[\p{L}\p{N}.!#$%&'*+/=?^_{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

function hideInText(line: string): string {
  return secretsInText.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}
