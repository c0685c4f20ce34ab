import { expect, test } from 'vitest';
import type { Log } from '../../src/server/log.ts';
import { createLog } from '../../src/server/log.ts';

function logged(write: (log: Log) => void): string {
  const lines: string[] = [];
  write(createLog('info', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

test('writes JSON lines with the time, the level and the IDs', () => {
  const line = JSON.parse(logged((log) => log.info({ deliveryId: 7 }, 'sent'))) as Record<string, unknown>;
  expect(line).toMatchObject({ level: 'info', deliveryId: 7, msg: 'sent' });
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT/);
});

/** Logs what the types refuse: an object that somebody passed on whole. */
const object = (fields: object) => (log: Log) => log.info(fields as never, 'x');
const error = (err: unknown) => (log: Log) => log.error({ err }, 'x');
const long = 'hush, my grandmother is ill and I do not know what to do';

test.each<[string, (log: Log) => void]>([
  ['a token under its key', object({ installed: { token: 'hush' } })],
  ['a post', object({ post: { body: 'hush' } })],
  ['a whole payload', object({ event: { message: { text: 'hush' } }, response_url: 'hush' })],
  ['text under a key that nobody thought of', object({ Text: 'hush', a: { b: { c: { d: { e: 'hush' } } } } })],
  ['text in a field that holds a list or counts', object({ platforms: [{ text: 'hush' }], done: { text: 'hush' } })],
  ['a token in a message', (log) => log.error('call with xoxb-1-hush-2 failed')],
  ['a password in a database URL', error(new Error('connect postgresql://me:hush@db/x'))],
  ['the recipient that a mail server repeats', error(new Error('550 5.1.1 <hush.moss+x@plainview.example>: no such user'))],
  ['what is in the errors that one collects', error(new AggregateError([Object.assign(new Error('x'), { text: 'hush' })], 'no'))],
  ['what an SDK attaches to an error', error(Object.assign(new Error('no'), { data: { text: 'hush' } }))],
  ['what an SDK throws instead of an error', error({ body: 'hush' })],
  [
    'what an SDK attaches to the cause of an error',
    error(new Error('no', { cause: Object.assign(new Error('x'), { request: 'hush' }) })),
  ],
  [
    'the value that PostgreSQL could not read',
    error(Object.assign(new Error('invalid input syntax for type integer: "hush"'), { code: '22P02' })),
  ],
  [
    "the value that PostgreSQL could not read, in Prisma's error",
    error(
      Object.assign(new Error('Raw query failed. Code: `22P02`. Message: `invalid input syntax for type integer: "hush"`'), {
        code: 'P2010',
      }),
    ),
  ],
  ['a short text in quotes in an error', error(new Error("cannot send 'hush, Ada' or “hush you”"))],
  ['the text that JSON.parse repeats', error(attempt(() => JSON.parse('hush') as unknown))],
  ['a long text in quotes in an error', error(new Error(`cannot send "${long}"`))],
])('keeps %s out of the log', (_case, write) => {
  const line = logged(write);
  expect(line).not.toContain('hush');
  expect(JSON.parse(line)).toHaveProperty('msg');
});

test('keeps the reasons of an error that collects others, but not of a thousand', () => {
  const reasons = Array.from({ length: 1000 }, (_, n) => Object.assign(new Error(`case ${n} is locked`), { code: '55P03' }));
  const line = JSON.parse(logged(error(new AggregateError(reasons, '1,000 failures: cases could not be resumed')))) as {
    err: { message: string; errors: unknown[] };
  };
  expect(line.err.message).toBe('1,000 failures: cases could not be resumed');
  expect(line.err.errors).toHaveLength(5);
  expect(line.err.errors[0]).toMatchObject({ message: 'case 0 is locked', code: '55P03' });
});

test('keeps the name, message, code and stack of an error', () => {
  const err = Object.assign(new Error('no'), { code: 'ECONNRESET' });
  const line = JSON.parse(logged(error(err))) as { err: Record<string, string> };
  expect(line.err).toMatchObject({ name: 'Error', message: 'no', code: 'ECONNRESET' });
  expect(line.err.stack).toMatch(/^ +at .*log\.test\.ts/);
});

test('keeps the names in the message of an error, and its apostrophes', () => {
  const message = "relation \"case\" doesn't exist in `db`, and the pooler's sessions aren't in UTC";
  expect((JSON.parse(logged(error(new Error(message)))) as { err: { message: string } }).err.message).toBe(message);
});

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}
