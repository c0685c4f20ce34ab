// A clamd daemon as far as we use it (`man clamd`, commands with a `z`): it refuses what the real one refuses, and answers early when a stream
// is longer than its limit.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The running daemon. */
export interface FakeClamd {
  address: { host: string; port: number };
  /** content with this text is infected with `Test.Pattern` */
  pattern: string;
  /** StreamMaxLength */
  maxBytes: number;
  /** closes each connection without an answer */
  isBroken: boolean;
  /** bytes of each stream that was read to its end */
  scanned: number[];
  stop(): Promise<void>;
}

export async function startFakeClamd(): Promise<FakeClamd> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    void serve(socket, daemon).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const daemon: FakeClamd = {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    pattern: 'X-HARMLESS-TEST-PATTERN',
    maxBytes: 1_000_000,
    isBroken: false,
    scanned: [],
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return daemon;
}

async function serve(socket: Socket, daemon: FakeClamd): Promise<void> {
  if (daemon.isBroken) return void socket.destroy();
  const reader = new Reader(socket);
  const command = await reader.until(0);
  if (command === 'zVERSION') return void socket.end('ClamAV 1.4.3/27700/Fri Nov 27 08:00:00 2026\0');
  if (command !== 'zINSTREAM') return void socket.end('UNKNOWN COMMAND\0');
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const length = (await reader.take(4)).readUInt32BE();
    if (length === 0) break;
    size += length;
    if (size > daemon.maxBytes) {
      socket.end('INSTREAM size limit exceeded. ERROR\0');
      return;
    }
    parts.push(await reader.take(length));
  }
  daemon.scanned.push(size);
  const infected = Buffer.concat(parts).includes(daemon.pattern);
  socket.end(infected ? 'stream: Test.Pattern FOUND\0' : 'stream: OK\0');
}

class Reader {
  private held = Buffer.alloc(0);
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(socket: Socket) {
    this.chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  }

  async take(bytes: number): Promise<Buffer> {
    while (this.held.length < bytes) await this.more();
    const taken = this.held.subarray(0, bytes);
    this.held = this.held.subarray(bytes);
    return taken;
  }

  async until(end: number): Promise<string> {
    while (!this.held.includes(end)) await this.more();
    const text = await this.take(this.held.indexOf(end));
    await this.take(1);
    return text.toString();
  }

  private async more(): Promise<void> {
    const next = (await this.chunks.next()) as IteratorResult<Buffer, undefined>;
    if (next.done) throw new Error('The client left');
    this.held = Buffer.concat([this.held, next.value]);
  }
}
