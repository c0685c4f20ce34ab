// Small files of each kind, made here so that their content is known.
import { createCanvas } from '@napi-rs/canvas';
import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one color. */
export function png(width = 3, height = 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  // each line begins with the number of its filter: 0 means unfiltered
  const line = Buffer.concat([Buffer.alloc(1), Buffer.alloc(width * 3, 0x90)]);
  const pixels = deflateSync(Buffer.concat(Array<Buffer>(height).fill(line)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    ...(
      [
        ['IHDR', header],
        ['IDAT', pixels],
        ['IEND', Buffer.alloc(0)],
      ] as const
    ).map(([type, data]) => chunk(type, data)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
}

/** A GIF of 5 by 4 pixels. */
export const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([5, 0, 4, 0, 0, 0, 0]), Buffer.from(';')]);

/** A lossy WebP of 7 by 6 pixels: its headers. */
export const webp = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([22, 0, 0, 0]),
  Buffer.from('WEBPVP8 '),
  Buffer.from([10, 0, 0, 0]),
  Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a, 7, 0, 6, 0]),
]);

/**
 * A JPEG of 9 by 8 pixels: its headers.
 * @param orientation as EXIF says; from 5 on, it is shown on its side
 * @param previewBytes of what cameras put before the picture
 */
export function jpeg(orientation?: number, previewBytes = 0): Buffer {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 9, 1, 1, 0x11, 0]);
  const tail = Buffer.from([0xff, 0xd9]);
  if (orientation === undefined) {
    const jfif = Buffer.from([0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
    return Buffer.concat([Buffer.from([0xff, 0xd8]), jfif, frame, tail]);
  }
  const directory = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const content = [...Buffer.from('Exif\0\0'), ...directory];
  const exif = Buffer.from([0xff, 0xe1, 0, content.length + 2, ...content]);
  const pieces = Math.ceil(previewBytes / 65_000);
  const preview = Buffer.concat([Buffer.from([0xff, 0xe2, 0xfd, 0xea]), Buffer.alloc(65_000)]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), exif, ...Array<Buffer>(pieces).fill(preview), frame, tail]);
}

/** A picture that is red on its left and blue on its right. */
export async function picture(width: number, height: number, format: 'png' | 'jpeg' | 'webp' = 'png'): Promise<Buffer> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#f00';
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = '#00f';
  context.fillRect(width / 2, 0, width / 2, height);
  return format === 'png' ? canvas.encode('png') : canvas.encode(format, 95);
}

/** A PNG that no compression makes smaller. */
export async function noise(width: number, height: number): Promise<Buffer> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(width, height);
  // a linear congruential generator: the same noise every time
  let state = 1;
  for (let at = 0; at < pixels.data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels.data[at] = at % 4 === 3 ? 255 : state >>> 24;
  }
  context.putImageData(pixels, 0, 0);
  return canvas.encode('png');
}

/** Says in a JPEG that it is to be turned by 90 degrees. */
export function jpegOnItsSide(content: Buffer): Buffer {
  const [start, exif] = [content.subarray(0, 2), jpeg(6).subarray(2, 38)];
  return Buffer.concat([start, exif, content.subarray(2)]);
}
