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

test.each<[string, (log: Log) => void]>([
  ['a token under its key', (log) => log.info({ installed: { token: 'hush' } })],
  ['a post', (log) => log.info({ post: { body: 'hush' } })],
  ['a whole payload', (log) => log.info({ event: { message: { text: 'hush' } }, response_url: 'hush' })],
  ['a token in a message', (log) => log.error('call with xoxb-1-hush-2 failed')],
  ['a password in a database URL', (log) => log.error({ err: new Error('connect postgresql://me:hush@db/x') })],
  ['what an SDK attaches to an error', (log) => log.error({ err: Object.assign(new Error('no'), { data: { text: 'hush' } }) })],
  [
    'what an SDK attaches to the cause of an error',
    (log) => log.error({ err: new Error('no', { cause: Object.assign(new Error('x'), { request: 'hush' }) }) }),
  ],
])('keeps %s out of the log', (_case, write) => {
  expect(logged(write)).not.toContain('hush');
});
