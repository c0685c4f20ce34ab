// A process for one picture: reads it from standard input and writes a smaller copy to standard output. Strangers send these pictures, so a
// decoder that fails must not take the bot along. This process knows no secrets; scale.ts ends it when it takes too long, and it ends itself
// when it needs too much memory, whatever size the picture claims to have. Arguments: width, height, bytes of the copy, bytes of memory.
import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { createCanvas, loadImage, type Canvas, type Image } from '@napi-rs/canvas';

const [width = 1, height = 1, maxBytes = 0, maxMemory = 0] = process.argv.slice(2).map(Number);
/** JPEG, from the best quality to the smallest file. */
const qualities = [85, 70, 50, 30];

// decoding runs beside this thread, and only a signal interrupts it
setInterval(() => process.memoryUsage.rss() > maxMemory && process.kill(process.pid, 'SIGKILL'), 10).unref();
try {
  // Linux, when memory runs out: this process first, not the bot
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // other systems
}

const content = await buffer(process.stdin);
const isJpeg = content[0] === 0xff;
process.stdout.end(await encode(scale(await loadImage(content))));

/** Scales a picture. Halving it first keeps small text readable, because the smoothing looks at the nearest pixels only. */
function scale(image: Image): Canvas {
  let source: Image | Canvas = image;
  while (source.width >= 2 * width && source.height >= 2 * height)
    source = draw(source, Math.ceil(source.width / 2), Math.ceil(source.height / 2), 'low');
  return draw(source, width, height, 'high');
}

function draw(source: Image | Canvas, toWidth: number, toHeight: number, quality: 'low' | 'high'): Canvas {
  const canvas = createCanvas(toWidth, toHeight);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = quality;
  context.drawImage(source, 0, 0, toWidth, toHeight);
  return canvas;
}

/** Encodes text and drawings without loss where they fit. JPEG has no transparency, so it gets a white background. */
async function encode(canvas: Canvas): Promise<Buffer> {
  if (!isJpeg) {
    const png = await canvas.encode('png');
    if (png.length <= maxBytes) return png;
  }
  const context = canvas.getContext('2d');
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  for (const quality of qualities) {
    const jpeg = await canvas.encode('jpeg', quality);
    if (jpeg.length <= maxBytes) return jpeg;
  }
  throw new Error('the copy is too large');
}
