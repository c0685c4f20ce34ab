import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startPage } from '../../src/demo/page.ts';

it('the page ends with the demo, also while somebody has it open', async () => {
  const slack = createServer((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<head></head>'));
  const sockets = new WebSocketServer({ server: slack });
  slack.listen(0);
  await once(slack, 'listening');
  const page = await startPage({
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
