// Where a webhook may be sent to. An address that somebody enters must not lead into the network of the bot, whatever its name resolves to.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ForbiddenAddress, isPublicAddress, publicLookup, type Resolve } from '../../src/webhooks/addresses.ts';
import { callEndpoint } from '../../src/webhooks/call.ts';

test.for([
  ...[
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
  ],
  ...['255.255.255.255', '198.18.0.1', '192.0.2.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:10.0.0.1'],
  ...['::ffff:8.8.8.8', '64:ff9b::a00:1', '2001:db8::1', '2002:a00:1::', '2001::1', 'localhost', ''],
])('%s is not an address of the internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.for(['8.8.8.8', '93.184.216.34', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::200e'])(
  '%s is an address of the internet',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

const answering =
  (...found: string[]): Resolve =>
  (_host, _options, done) =>
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

test('An answer that changes the protocol ends the call with its status', async () => {
  const server = http.createServer();
  server.on('connection', (socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await callEndpoint(`http://${host}/`, {}, '{}', { allowedHosts: [host] })).toEqual({ status: 101 });
});

test('A host is called at none of its addresses if one of them is private', async () => {
  const look = (resolve: Resolve) =>
    new Promise((done, failed) => {
      publicLookup(resolve)('hooks.example', { all: true }, (error, found) => (error ? failed(error) : done(found)));
    });
  await expect(look(answering('8.8.8.8', '10.0.0.1'))).rejects.toThrow(ForbiddenAddress);
  await expect(look(answering())).rejects.toThrow(ForbiddenAddress);
  expect(await look(answering('8.8.8.8'))).toEqual([{ address: '8.8.8.8', family: 4 }]);
});

test('A name that resolves to the bot itself is refused before anything is sent', async () => {
  const calls: string[] = [];
  const server = http.createServer((request, response) => {
    calls.push(String(request.url));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const call = (url: string, allowedHosts: string[] = []) =>
    callEndpoint(url, {}, '{}', { allowedHosts, resolve: answering('127.0.0.1') });
  await expect(call(`https://hooks.example:${port}/`)).rejects.toThrow(ForbiddenAddress);
  await expect(call(`http://hooks.example:${port}/`)).rejects.toThrow(ForbiddenAddress);
  await expect(call(`https://127.0.0.1:${port}/`)).rejects.toThrow(ForbiddenAddress);
  await expect(call(`https://[::1]:${port}/`)).rejects.toThrow(ForbiddenAddress);
  await expect(call(`https://2130706433:${port}/`)).rejects.toThrow(ForbiddenAddress);
  await expect(call(`http://127.0.0.1:${port}/`, ['127.0.0.1:1'])).rejects.toThrow(ForbiddenAddress);
  expect(calls).toEqual([]);
  expect(await call(`http://127.0.0.1:${port}/ok`, [`127.0.0.1:${port}`])).toMatchObject({ status: 200 });
  expect(calls).toEqual(['/ok']);
});
