import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startSlackPage } from '../../src/demo/slack-page.ts';

it('stops even while a browser is connected', async () => {
  const slack = createServer((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<head></head>'));
  const sockets = new WebSocketServer({ server: slack });
  slack.listen(0);
  await once(slack, 'listening');
  const page = await startSlackPage({
    port: 0,
    slackPort: (slack.address() as AddressInfo).port,
    botPort: 0,
    mailbox: { show: () => undefined },
  });
  const open = new WebSocket(`${page.url.replace('http', 'ws')}/ui`);
  await once(open, 'open');
  const closed = once(open, 'close');
  await page.stop();
  await closed;
  expect(open.readyState).toBe(WebSocket.CLOSED);
  sockets.close();
  slack.closeAllConnections();
  slack.close();
});
