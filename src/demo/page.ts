// The local Slack's page behind our own address, with what it lacks: Slack's dates in the reader's zone, telephone links, entities, and
// replies that begin with //.
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Mailbox } from './mailbox.ts';

export interface Page {
  url: string;
  /** what the bot has mailed */
  mail: string;
  stop: () => Promise<void>;
}

/** Replaces `<!date^seconds^format|fallback>` and `<tel:…|words>` wherever the page shows them (docs.slack.dev, Formatting message text). */
const script = `<script>
(() => {
  const token = /<!date\\^(\\d+)\\^([^|>]*)\\|[^>]*>/g;
  const show = (_, seconds, format) => new Date(seconds * 1000).toLocaleString(undefined,
    { month: 'short', day: 'numeric', ...(format.includes('{time}') ? { hour: 'numeric', minute: '2-digit' } : {}) });
  const mend = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      // the page's own program is text, too
      if (!node.parentElement?.closest('script, style') && /<!date\\^|<(tel|mailto):|&(lt|gt|amp);/.test(node.data)) node.data = node.data.replace(token, show)
        .replace(/<(?:tel|mailto):[^|>]*\\|([^>]*)>/g, '$1').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  };
  // it takes // for a command; an invisible character before it is none of the note's
  const setValue = (field, value) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  document.addEventListener('keydown', ({ key, shiftKey, target }) => {
    if (key === 'Enter' && !shiftKey && /^(TEXTAREA|INPUT)$/.test(target.tagName) && /^\\s*\\/\\//.test(target.value))
      setValue(target, '\\u200B' + target.value);
  }, true);
  new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => { addedNodes.forEach(mend); mend(target); }))
    .observe(document, { childList: true, subtree: true, characterData: true });
})();
</script>`;

/** Beside the local Slack's own pages. */
const mailPath = '/mailbox';

/** @param slackPort where local-slack listens */
export async function startPage(slackPort: number, port: number, mailbox: Pick<Mailbox, 'show'>): Promise<Page> {
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    if (path === mailPath || path.startsWith(`${mailPath}/`)) mailbox.show(path.slice(mailPath.length), outgoing);
    else forward(incoming, outgoing, slackPort);
  });
  const sockets = new Set<Duplex>();
  server.on('upgrade', (incoming: IncomingMessage, socket, head) => {
    const upstream = connect(slackPort, 'localhost', () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}`);
      upstream.write([`${incoming.method} ${incoming.url} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    sockets.add(socket);
    const end = (): void => void (upstream.destroy(), socket.destroy(), sockets.delete(socket));
    upstream.on('error', end).on('close', end);
    socket.on('error', end).on('close', end);
  });
  server.listen(port);
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    // the server forgets those that were upgraded: an open page would keep it for ever
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { url, mail: url + mailPath, stop };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const { url: path, method, headers } = incoming;
  const passed = request({ port, path, method, headers: { ...headers, 'accept-encoding': 'identity' } }, (answer) => {
    if (!answer.headers['content-type']?.startsWith('text/html')) {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      return;
    }
    let html = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => (html += chunk));
    answer.on('end', () =>
      outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html.replace('<head>', `<head>${script}`)),
    );
  });
  passed.on('error', () => outgoing.writeHead(502).end('the local Slack does not answer'));
  incoming.pipe(passed);
}
