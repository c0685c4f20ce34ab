import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const maxColors = 256;
const maxFrequent = 128;

/**
 * Rewrites an opaque PNG with a palette of 256 colors, which makes a screenshot a third of its size.
 * The format is that of https://www.w3.org/TR/png-3/.
 */
export async function withPalette(png: Buffer): Promise<Buffer> {
  const image = await loadImage(png);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = colorsOf(context.getImageData(0, 0, width, height).data);
  const counts = new Map<number, number>();
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  const colors = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const palette = choosePalette(colors);
  const indexes = new Map(colors.map((color) => [color, nearest(palette, color)]));
  // each row begins with its filter: none
  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((color, at) => (rows[at + Math.floor(at / width) + 1] = indexes.get(color) ?? 0));
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]); // 8 bits, palette
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colorsOf(data: Uint8ClampedArray): number[] {
  return Array.from({ length: data.length / 4 }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    return (red << 16) | (green << 8) | blue;
  });
}

/** Takes the most frequent colors, then the ones that differ most from those: emoji are small. */
function choosePalette(colors: readonly number[]): number[] {
  const palette = colors.slice(0, maxFrequent);
  const left = new Map(
    colors.slice(maxFrequent).map((color) => [color, Math.min(...palette.map((one) => distance(one, color)))]),
  );
  while (palette.length < maxColors && left.size > 0) {
    const [farthest] = [...left].reduce((best, one) => (one[1] > best[1] ? one : best));
    palette.push(farthest);
    left.delete(farthest);
    for (const [color, before] of left) left.set(color, Math.min(before, distance(farthest, color)));
  }
  return palette;
}

const channels = (color: number): number[] => [color >> 16, (color >> 8) & 0xff, color & 0xff];

function distance(one: number, other: number): number {
  const [red = 0, green = 0, blue = 0] = channels(one);
  const [otherRed = 0, otherGreen = 0, otherBlue = 0] = channels(other);
  return (red - otherRed) ** 2 + (green - otherGreen) ** 2 + (blue - otherBlue) ** 2;
}

function nearest(palette: readonly number[], color: number): number {
  const distances = palette.map((one) => distance(one, color));
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
