import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config/index.ts';
import { startMailbox, type Mailbox } from '../../src/demo/mailbox.ts';
import { createTransport } from '../../src/mail/transport.ts';

let mailbox: Mailbox;
const server = createServer((request, response) => mailbox.show(request.url?.slice('/mailbox'.length) ?? '', response));
beforeAll(async () => {
  mailbox = await startMailbox(0);
  server.listen(0);
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await mailbox.stop();
});

it('shows sent email, newest first, without running scripts from it', async () => {
  const read = (path: string) => fetch(`http://localhost:${(server.address() as AddressInfo).port}/mailbox${path}`);
  expect(await (await read('')).text()).toContain('No email yet.');
  const { mail: config } = readConfig({ SMTP_URL: mailbox.url, MAIL_FROM: 'cases@campus.example' });
  if (!config) throw new Error('mail is off');
  const parts = { config, brand: 'Campus Support', secretKeys: null, links: null, leads: () => false, zoneOf: async () => 'UTC' };
  const transport = createTransport(parts);
  const text = 'Übung <script>alert(1)</script> = 100 %';
  for (const title of ['Grüße aus der Schule', 'second']) {
    const card = { summary: 'x', title, elements: [{ kind: 'markdown' as const, text }] };
    await transport.send({ platform: 'mail', workspaceId: '', channelId: 'ada@plainview.example' }, card, 1);
  }
  transport.stop();

  const list = await (await read('')).text();
  expect(list).toMatch(/second[^]*Grüße aus der Schule/);
  expect(list).toContain('ada@plainview.example');
  expect(list).toMatch(/<td[^>]*>[A-Z][a-z]{2} \d+, \d{4}, \d+:\d\d [AP]M CT<\/td>/);
  const one = await (await read('/1')).text();
  expect(one).toContain('Grüße aus der Schule');
  expect(one).toMatch(/<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox"/);
  expect(one).toContain('Übung &#x3C;script>alert(1)&#x3C;/script> = 100 %');
  const framed = await read('/1/html');
  expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/);
  expect(await framed.text()).toContain('Übung &#x3C;script>alert(1)&#x3C;/script> = 100 %');
});
