// Reads the text of an export as a stream, whatever wrote it: UTF-8, UTF-16 from Excel, or Windows-1252 from older spreadsheets.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Refusal } from '../terminal.ts';

/** An encoding of a file. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Finds out how a file is encoded. Without a mark at its beginning, text that is not UTF-8 is taken for Windows-1252. @throws Refusal */
export async function encodingOf(file: string): Promise<Encoding> {
  const head = await headOf(file);
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4)
    throw new Refusal(
      `${file} is a ZIP archive or an Excel workbook. Unpack the archive, or save the workbook as CSV UTF-8, and import that`,
    );
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // without a mark: every other byte of Latin text is zero
  if (head.length >= 4 && head[1] === 0 && head[3] === 0) return 'utf-16le';
  if (head.length >= 4 && head[0] === 0 && head[2] === 0) return 'utf-16be';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of createReadStream(file)) decoder.decode(bytes as Buffer, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252';
    throw error;
  }
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file).catch((error: unknown) => {
    throw new Refusal(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Reads the text of a file in pieces. Every line ends with a newline alone, so that lines are counted alike wherever the file comes from. */
export async function* textOf(file: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let held = '';
  for await (const bytes of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    const text = held + decoder.decode(bytes as Buffer, { stream: true });
    held = text.endsWith('\r') ? '\r' : '';
    yield withNewlines(held === '' ? text : text.slice(0, -1));
  }
  const rest = held + decoder.decode();
  if (rest !== '') yield withNewlines(rest);
}

const withNewlines = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
