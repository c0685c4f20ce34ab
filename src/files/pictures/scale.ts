// Scales a picture in a process of its own (scale-child.ts).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { packageRoot } from '../../package-root.ts';
import { shownLimits } from '../../cards/shown-picture.ts';

/** What a picture may take. */
export interface ScaleLimits {
  /** until it is scaled, ms */
  timeoutMs: number;
  /** bytes of its process */
  memoryBytes: number;
}

const isBuilt = path.extname(import.meta.filename) === '.js';
const program = path.join(packageRoot, isBuilt ? 'dist/files/pictures/scale-child.js' : 'src/files/pictures/scale-child.ts');
const loader = isBuilt ? [] : ['--import', 'tsx'];

/**
 * Scales a picture.
 * @param content of the picture
 * @param size pixels of the copy
 * @param limits of the process
 * @returns PNG or JPEG; null when the picture cannot be decoded within the limits
 * @throws the error of a process that cannot be started
 */
export async function scalePicture(
  content: Buffer,
  size: { width: number; height: number },
  limits: ScaleLimits,
): Promise<Buffer | null> {
  const numbers = [size.width, size.height, shownLimits.bytes, limits.memoryBytes].map(String);
  const child = spawn(process.execPath, [...loader, program, ...numbers], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: limits.timeoutMs,
    killSignal: 'SIGKILL',
  });
  const closed = once(child, 'close') as Promise<[code: number | null]>;
  // a process that ended does not read the rest; its code says so
  child.stdin.on('error', () => undefined).end(content);
  const [copy, [code]] = await Promise.all([readAll(child.stdout), closed]);
  return code === 0 && copy.length > 0 ? copy : null;
}

/** Reads what fits. The rest is dropped, and its writer fails. */
async function readAll(output: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of output as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > shownLimits.bytes) return Buffer.alloc(0);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
