// Learns what content is from the content itself: a name says nothing about it. Images are PNG, JPEG, GIF and WebP; SVG and HTML are text
// that can contain scripts, and are never images.
import { open } from 'node:fs/promises';
import { imageSize, disableTypes, types } from 'image-size';
import type { StoredContent } from '../../ports.ts';

/** What is known about content by reading it. */
export type Nature = Pick<StoredContent, 'mediaType' | 'width' | 'height'>;

const unknown = 'application/octet-stream';
const images: Readonly<Record<string, (typeof types)[number]>> = {
  'image/png': 'png',
  'image/apng': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};
/** Types whose files can be text without control characters. */
const writtenAsText = /^(?:text\/.+|application\/(?:eps|pdf|pgp-encrypted|postscript|rtf|xml)|.+\+xml)$/;
disableTypes(types.filter((type) => !Object.values(images).includes(type)));

/** Enough for most files. Many are inspected at the same time, so this is what each needs of memory. */
const headBytes = 64 * 1024;
/** Enough for a JPEG whose camera put a preview before the size of the picture. */
const longHeadBytes = 512 * 1024;

/**
 * Reads the type of a file, and the pixels of an image.
 * @returns `application/octet-stream` for an unknown type, and for an image whose size cannot be read, because no platform shows it
 */
export async function inspect(path: string): Promise<Nature> {
  const head = await readHead(path, headBytes);
  const couldBeText = isText(head);
  // the mark of UTF-16 looks like the start of an MP3
  if (encodingOf(head) !== 'utf-8' && couldBeText) return { mediaType: 'text/plain' };
  const { fileTypeFromFile } = await import('file-type'); // with the first file, because it needs 12 MB
  // a file that cannot be parsed has an unknown type
  const found = await fileTypeFromFile(path).catch(() => undefined);
  if (!found) return { mediaType: couldBeText ? 'text/plain' : unknown };
  // "MAC Address" would be audio and "BMI" a picture by their first letters (findings/file-type-csv-as-audio.sh)
  if (couldBeText && !writtenAsText.test(found.mime)) return { mediaType: 'text/plain' };
  if (!Object.hasOwn(images, found.mime)) return { mediaType: found.mime };
  const pixels = pixelsOf(head) ?? pixelsOf(await readHead(path, longHeadBytes));
  if (!pixels) return { mediaType: unknown };
  return { mediaType: found.mime === 'image/apng' ? 'image/png' : found.mime, ...pixels };
}

async function readHead(path: string, bytes: number): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function pixelsOf(head: Uint8Array): { width: number; height: number } | null {
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    // EXIF: from 5 on, the picture is shown on its side
    const pixels = orientation >= 5 ? { width: height, height: width } : { width, height };
    return width > 0 && height > 0 ? pixels : null;
  } catch {
    return null;
  }
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Text is UTF-8, or UTF-16 that says so, without control characters but those that lay out text. */
function isText(head: Uint8Array): boolean {
  try {
    // a head that is not the whole file may end within a character
    const text = new TextDecoder(encodingOf(head), { fatal: true }).decode(head, { stream: head.length === headBytes });
    return !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
  } catch {
    return false;
  }
}
