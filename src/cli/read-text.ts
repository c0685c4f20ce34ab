import { readFile } from 'node:fs/promises';
import { Refusal } from './terminal.ts';

/**
 * Reads a text file as spreadsheets and editors write it: UTF-8, or UTF-16 with a mark at its beginning.
 * @param input what “-” reads instead of a file
 * @throws Refusal for a file that cannot be read, or has another encoding
 */
export async function readText(file: string, input?: AsyncIterable<Buffer | string>): Promise<string> {
  const reading = file === '-' && input ? readAll(input) : readFile(file);
  const bytes = await reading.catch((error: unknown) => {
    throw new Refusal(`cannot read ${file}: ${reasonOf(error)}`);
  });
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(`${file} is not UTF-8. In Excel, save it as “CSV UTF-8”`);
  }
}

/** Reads a stream to its end. */
export async function readAll(input: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of input) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you have no permission to read it',
};

function reasonOf(error: unknown): string {
  const { code = '', message = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return reasons[code] ?? message;
}
