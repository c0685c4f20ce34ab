// An address that fails again and again is left alone for a while, and an endpoint that gets another address is not.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createTransport } from '../../src/webhooks/index.ts';

test('An endpoint whose address failed again and again is called at its new one at once', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const called: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    called.push(request.url);
    request.resume();
    response.writeHead(request.url === '/new' ? 204 : 500).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    vi.useRealTimers();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  let url = `http://${host}/old`;
  let isHeldBack = true;
  const secrets = [`whsec_${Buffer.alloc(24, 1).toString('base64')}`];
  const transport = createTransport({
    ...{ clock: { now: () => new Date() }, version: '1', allowedHosts: [host] },
    desk: {
      load: async () => ({ endpointId: 1, url, secrets, messageId: 'evt_1', body: '{}', about: null }),
      isHeldBack: async () => isHeldBack,
      accepted: () => undefined,
      disable: async () => undefined,
    },
  });
  const send = () =>
    transport.send({ platform: 'webhook', workspaceId: '1', channelId: '' }, { summary: '', title: '', elements: [] }, 1);
  for (let failures = 1; failures <= 9; failures++) {
    await expect(send()).rejects.toMatchObject({ kind: 'failed', code: 'http_500' });
    // it looks at the address again soon, however long that is left alone
    if (failures >= 5) await expect(send()).rejects.toMatchObject({ kind: 'limited', code: 'http_500' });
    if (failures === 9) await expect(send()).rejects.toMatchObject({ retryAfterMs: 15_000 });
    else vi.advanceTimersByTime(300_000);
  }
  expect(called).toHaveLength(9);
  // somebody asked to try at once
  isHeldBack = false;
  await expect(send()).rejects.toMatchObject({ code: 'http_500' });
  isHeldBack = true;
  expect(called).toHaveLength(10);
  url = `http://${host}/new`;
  expect(await send()).toBe('204');
  expect(called.at(-1)).toBe('/new');
});
