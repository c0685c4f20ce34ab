import { expect, test } from 'vitest';
import { createLog } from '../../src/server/log.ts';
import { Shutdown } from '../../src/server/shutdown.ts';

test('stops every part once, in the opposite order, even when one fails or hangs', async () => {
  const stopped: string[] = [];
  const shutdown = new Shutdown(createLog('silent'));
  const part = (name: string, end: () => Promise<void>) =>
    shutdown.push(name, 10, () => {
      stopped.push(name);
      return end();
    });
  part('database', () => Promise.resolve());
  part('fails', () => Promise.reject(new Error('x')));
  part('hangs', () => new Promise<void>(() => undefined));
  await Promise.all([shutdown.run(), shutdown.run()]);
  expect(stopped).toEqual(['hangs', 'fails', 'database']);
});
