/** The start of a PNG image of 640 × 480 pixels, made different by a text. */
export function png(text = ''): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const pixels = Buffer.alloc(8);
  pixels.writeUInt32BE(640, 0);
  pixels.writeUInt32BE(480, 4);
  return Buffer.concat([head, pixels, Buffer.from(text)]);
}

/** The start of a PDF. */
export const pdf = (text = ''): Buffer => Buffer.from(`%PDF-1.7 ${text}`);
