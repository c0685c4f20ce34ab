// Asks a clamd daemon whether a file is infected, by its command INSTREAM (docs.clamav.net/manual/Usage/Scanning.html and `man clamd`). The
// daemon is CLAMD_URL; its StreamMaxLength must be at least the largest file that the configuration allows.
import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { ScannerAddress } from '../../config/attachments.ts';
import { FileUnavailable } from '../../ports.ts';

/** Looks for viruses in files on the local disk. */
export interface Scanner {
  /** @returns the name of what was found, or null @throws FileUnavailable when the scanner gives no verdict */
  scan(path: string): Promise<string | null>;
  /** @returns the version of the scanner and its signatures @throws FileUnavailable */
  version(): Promise<string>;
}

/** How long the daemon may be silent: a large archive takes a while, ms. */
const silenceMs = 120_000;
/** The same for its version, which it answers at once, ms. */
const versionWithinMs = 10_000;

/** Creates a scanner that uses a clamd daemon. */
export function clamd(address: ScannerAddress): Scanner {
  return {
    async scan(path) {
      const answer = await ask(address, async function* () {
        yield Buffer.from('zINSTREAM\0');
        for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) yield* [lengthOf(chunk.length), chunk];
        yield lengthOf(0);
      });
      if (answer === 'stream: OK') return null;
      const [, infection] = /^stream: (.+) FOUND$/.exec(answer) ?? [];
      if (infection) return infection;
      throw new FileUnavailable('later', /size limit exceeded/i.test(answer) ? 'scanner_size_limit' : 'scanner_error');
    },
    async version() {
      return ask(
        address,
        async function* () {
          yield Buffer.from('zVERSION\0');
        },
        versionWithinMs,
      );
    },
  };
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

/** Sends a command and returns the answer, which the daemon ends with a zero byte before it closes the connection. */
async function ask(address: ScannerAddress, command: () => AsyncIterable<Buffer>, patienceMs = silenceMs): Promise<string> {
  const socket = connect(address);
  try {
    const answer = answerOf(socket, patienceMs);
    const sent = pipeline(command, socket, { end: false });
    // the daemon may answer and close before it has read everything, so a failure to send says nothing
    sent.catch(() => undefined);
    return await answer;
  } catch (cause) {
    if (cause instanceof FileUnavailable) throw cause;
    throw new FileUnavailable('later', 'scanner_unreachable', { cause });
  } finally {
    socket.destroy();
  }
}

async function answerOf(socket: Socket, patienceMs: number): Promise<string> {
  let answer = '';
  let problem: Error | undefined;
  socket.setTimeout(patienceMs, () => socket.destroy(new Error('The scanner is silent.')));
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
  socket.on('error', (error) => (problem = error));
  await once(socket, 'close').catch(() => undefined);
  const end = answer.indexOf('\0');
  if (end >= 0) return answer.slice(0, end).trim();
  throw new FileUnavailable('later', 'scanner_unreachable', { cause: problem });
}
