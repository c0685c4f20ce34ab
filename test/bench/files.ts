// `npm run bench -- files [count]`: memory while files pass. 50 files of 15 MB are uploaded at once on the page for adding files, and each is
// downloaded as soon as it is stored. The process of the bot may need 40 MB more than after its first file.
import { once } from 'node:events';
import path from 'node:path';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { forkTypeScript } from '../fork-typescript.ts';
import type { Report } from './files-child.ts';

const fileBytes = 15 * 1024 * 1024;
const limitBytes = 40 * 1024 * 1024;
const boundary = 'casebridge-bench';

/** Runs the benchmark. @returns whether the limit was held */
export async function benchFiles(count = 50): Promise<boolean> {
  const child = await forkTypeScript(path.resolve(import.meta.dirname, 'files-child.ts'), [String(count + 1), String(fileBytes)]);
  const reports = (): Promise<[Report]> => once(child, 'message') as Promise<[Report]>;
  const [started] = await reports();
  if (!('upload' in started)) throw new Error('The child said something else');
  const { upload, downloads } = started;
  const pass = async (seed: number) => {
    const id = await send(upload, seed);
    const bytes = await receive(downloads[id - 1] ?? '');
    if (bytes !== fileBytes) throw new Error(`A download had ${bytes} bytes`);
  };
  await pass(0);
  child.send('begin');
  const began = performance.now();
  await Promise.all(Array.from({ length: count }, (_, index) => pass(index + 1)));
  const seconds = (performance.now() - began) / 1000;
  child.send('end');
  const [measured] = await reports();
  if (!('highest' in measured)) throw new Error('The child said something else');
  const more = measured.highest - measured.before;
  const isHeld = more <= limitBytes;
  const [base, needed] = [measured.before, more].map((bytes) => `${(bytes / 1024 / 1024).toFixed(0)} MB`);
  console.log(
    `${count} files of 15 MB at once, in and out, in ${seconds.toFixed(1)} s (${((2 * count * 15) / seconds).toFixed(0)} MB/s)`,
  );
  console.log(`memory: ${base} before, at most ${needed} more; limit 40 MB: ${isHeld ? 'held' : 'MISSED'}`);
  return isHeld;
}

/** Uploads a file whose content is different for each seed. @returns its id */
async function send(address: string, seed: number): Promise<number> {
  const upload = request(address, { method: 'POST', headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } });
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
  await pipeline(async function* () {
    yield `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${seed}.bin"\r\n\r\n`;
    const piece = Buffer.alloc(64 * 1024, seed);
    for (let sent = 0; sent < fileBytes; sent += piece.length) yield piece;
    yield `\r\n--${boundary}--\r\n`;
  }, upload);
  const [response] = await answered;
  const { file } = JSON.parse(await text(response)) as { file: { id: number } };
  return file.id;
}

async function receive(address: string): Promise<number> {
  const download = request(address).end();
  const [response] = (await once(download, 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}
