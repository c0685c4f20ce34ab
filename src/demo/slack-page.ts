// The address of the demo's Slack: local-slack's page with our additions (`slack-page/`), the page of mails beside it, and the way from
// local-slack to the bot, where requests are completed.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { buffer as readBuffer, text as readText } from 'node:stream/consumers';
import { assets } from './assets.ts';
import { completeRequest, searchRequest, signedHeaders } from './complete-interaction.ts';
import type { Mailbox } from './mailbox.ts';
import { portrait } from './portraits.ts';
import { uploadFile } from './upload-file.ts';
import { people, type PersonKey } from './workspace.ts';

/** The demo's Slack page while it is served. */
export interface SlackPage {
  url: string;
  /** the page of the mails that the bot sent */
  mail: string;
  stop: () => Promise<void>;
}

/** Where the page's parts are. */
export interface SlackPageParts {
  port: number;
  slackPort: number;
  botPort: number;
  mailbox: Pick<Mailbox, 'show'>;
}

const mailPath = '/mailbox';
const ownPath = '/casebridge';

/** Path to which local-slack sends what Slack would send to the bot. */
export const eventsPath = `${ownPath}/events`;

/** Serves the page until it is stopped. */
export async function startSlackPage(parts: SlackPageParts): Promise<SlackPage> {
  const server = createServer((incoming, outgoing) => {
    answer(parts, incoming, outgoing).catch(() => outgoing.writeHead(502).end());
  });
  const sockets = new Set<Duplex>();
  server.on('upgrade', (incoming: IncomingMessage, socket, head) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    joinSocket(incoming, socket, head, parts.slackPort);
  });
  server.listen(parts.port);
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    // the server no longer knows sockets that were upgraded: an open page would keep it alive
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { url, mail: url + mailPath, stop };
}

async function answer(parts: SlackPageParts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://localhost');
  if (pathname === mailPath || pathname.startsWith(`${mailPath}/`))
    return parts.mailbox.show(pathname.slice(mailPath.length), outgoing);
  if (pathname === eventsPath)
    return sendToBot(parts, completeRequest(await readText(incoming)), incoming.headers['content-type'], outgoing);
  if (pathname === `${ownPath}/options`)
    return sendToBot(parts, searchRequest(await readText(incoming)), 'application/x-www-form-urlencoded', outgoing);
  if (pathname === `${ownPath}/files`) {
    const file = await uploadFile(
      parts.slackPort,
      searchParams.get('name') ?? 'file',
      Uint8Array.from(await readBuffer(incoming)),
    );
    return void outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(file));
  }
  const [, picture] = /^\/casebridge\/pictures\/(\w+)\.svg$/.exec(pathname) ?? [];
  if (picture !== undefined) return servePicture(picture, outgoing);
  if (pathname.startsWith(`${ownPath}/`)) return serveOwn(pathname.slice(ownPath.length + 1), outgoing);
  forward(incoming, outgoing, parts.slackPort);
}

async function sendToBot(
  { botPort }: SlackPageParts,
  body: string,
  contentType: string | undefined,
  outgoing: ServerResponse,
): Promise<void> {
  const headers = signedHeaders(body, contentType ?? 'application/json');
  // the bot may listen on this address alone (TEAMS_DEV_NO_AUTH)
  const response = await fetch(`http://127.0.0.1:${botPort}/slack/events`, { method: 'POST', headers, body });
  const type = response.headers.get('content-type');
  outgoing.writeHead(response.status, type ? { 'content-type': type } : {}).end(await response.text());
}

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/** Serves our additions. File names have only letters and dashes, so no path leads out of the folder. */
async function serveOwn(name: string, outgoing: ServerResponse): Promise<void> {
  const type = types[path.extname(name)];
  if (!type || !/^[a-z-]+\.[a-z]+$/.test(name)) return void outgoing.writeHead(404).end();
  const content = await readFile(path.join(assets, 'slack-page', name));
  outgoing.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' }).end(content);
}

/** Serves the picture of a person by their user id, or the bot's. */
async function servePicture(name: string, outgoing: ServerResponse): Promise<void> {
  const found = Object.entries(people).find(([, { id }]) => id === name);
  const icon = path.resolve(assets, '../../manifests/teams/icon.svg');
  const image = found ? portrait(found[0] as PersonKey) : await readFile(icon, 'utf8');
  outgoing.writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' }).end(image);
}

const program =
  `<script type="module" src="${ownPath}/main.js"></script>` +
  '<meta name="viewport" content="width=device-width, initial-scale=1">';

const styles = [
  ['page', 'all'],
  ['dark', '(prefers-color-scheme: dark)'],
  ['phone', '(max-width: 700px)'],
].map(([name, media]) => `<link rel="stylesheet" href="${ownPath}/${name}.css" media="${media}">`);

/** Adds our program before local-slack's own, and our styles after its own. */
function addTo(html: string): string {
  const end = html.lastIndexOf('</head>');
  return html.slice(0, end).replace('<head>', `<head>${program}`) + styles.join('') + html.slice(end);
}

/** Passes a request on to local-slack; its page comes back with our additions. */
function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const { url, method, headers } = incoming;
  const passed = request({ port, path: url, method, headers: { ...headers, 'accept-encoding': 'identity' } }, (response) => {
    if (!response.headers['content-type']?.startsWith('text/html')) {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
      return;
    }
    let html = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (html += chunk));
    response.on('end', () => outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(addTo(html)));
  });
  passed.on('error', () => outgoing.writeHead(502).end('The local Slack does not answer.'));
  incoming.pipe(passed);
}

/** Joins the page's socket to local-slack's. */
function joinSocket(incoming: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const upstream = connect(port, 'localhost', () => {
    const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}`);
    upstream.write([`${incoming.method} ${incoming.url} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
  });
  const end = (): void => void (upstream.destroy(), socket.destroy());
  upstream.on('error', end).on('close', end);
  socket.on('error', end).on('close', end);
}
