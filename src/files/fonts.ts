// Fonts and text layout for images. Servers often have no fonts, so Noto Sans (OFL) comes with the app: Latin, Cyrillic, Greek, Vietnamese,
// Devanagari, Arabic and Hebrew.
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';

const resolve = createRequire(import.meta.url).resolve;
const scripts: Readonly<Record<string, readonly string[]>> = {
  'noto-sans': ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese', 'devanagari'],
  'noto-sans-arabic': ['arabic'],
  'noto-sans-hebrew': ['hebrew'],
};

/** CSS list of font families; each font file covers one script. */
export const families = Object.entries(scripts)
  .flatMap(([font, names]) => names.map((script) => register(font, script)))
  .join(', ');

function register(font: string, script: string): string {
  const family = `Casebridge ${font} ${script}`;
  for (const weight of [400, 700])
    GlobalFonts.registerFromPath(resolve(`@fontsource/${font}/files/${font}-${script}-${weight}-normal.woff2`), family);
  return `"${family}"`;
}

/** Returns a CSS font. @param size in pixels */
export function fontOf(size: number, weight: 400 | 700 = 400): string {
  return `${weight} ${size}px ${families}`;
}

/** Control characters, direction marks and emoji variants, which are invisible or change the direction. Joiners are kept, because some scripts need them. */
const invisible = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\uFE00-\uFE0F]/gu;

/**
 * Prepares text for drawing: one line, isolated from the direction of its surroundings. Emoji are left out, and letters that no font has
 * become an ellipsis, so that no empty boxes are drawn.
 */
export function drawable(text: string): string {
  const line = text.normalize('NFC').replace(/\s+/g, ' ').replace(invisible, '');
  const drawn = line
    .replace(/[^\u0000-\u007F]/gu, (char) => (isBox(char) ? (/[\p{L}\p{N}]/u.test(char) ? '…' : '') : char))
    .replace(/…(\s?…)+/g, '…')
    .replace(/(?<![\p{L}\p{M}])[\u200C\u200D]+/gu, '') // joined emoji
    .replace(/ +/g, ' ')
    .trim();
  return `\u2068${drawn || '…'}\u2069`;
}

const boxes = new Map<string, boolean>();

/** Returns whether a character is drawn as the empty box for a missing glyph. */
function isBox(char: string): boolean {
  const known = boxes.get(char);
  if (known !== undefined) return known;
  const box = picture(char).equals(picture('\u{10FFFD}'));
  boxes.set(char, box);
  return box;
}

function picture(char: string): Buffer {
  const context = createCanvas(48, 48).getContext('2d');
  context.font = fontOf(24);
  context.fillText(char, 8, 34);
  return Buffer.from(context.getImageData(0, 0, 48, 48).data.buffer);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts text to a width in the context's font, between characters, and ends it with an ellipsis. */
export function fit(context: SKRSContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment);
  let [fits, tooLong] = [0, parts.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (context.measureText(`${parts.slice(0, middle).join('')}…`).width <= width) fits = middle;
    else tooLong = middle;
  }
  return `${parts.slice(0, fits).join('').trimEnd()}…`;
}

/** Breaks text into lines between spaces; the last line is cut. */
export function wrap(context: SKRSContext2D, text: string, width: number, maxLines: number): string[] {
  const parts = text.split(' ');
  const lines: string[] = [];
  while (parts.length > 0 && lines.length < maxLines - 1) {
    let line = parts.shift() ?? '';
    while (parts[0] !== undefined && context.measureText(`${line} ${parts[0]}`).width <= width) line += ` ${parts.shift()}`;
    lines.push(fit(context, line, width));
  }
  return parts.length > 0 ? [...lines, fit(context, parts.join(' '), width)] : lines;
}
