// How a card shows a picture by its address: the picture itself, or a smaller copy that is made when somebody looks at it. This is decided by
// what is recorded of the picture, so that the card and the address always agree.
import type { CardFile } from './elements.ts';

/**
 * Pixels in each direction, and bytes, of a picture that cards can show: learn.microsoft.com/microsoftteams/platform,
 * task-modules-and-cards/cards/cards-reference, "Inline card images", and bots/how-to/format-your-bot-messages, "Picture messages".
 */
export const shownLimits = { pixels: 1_024, bytes: 1_048_576 } as const;

/** Pixels and bytes up to which a copy is made. Decoding takes at least 4 bytes of memory for each pixel. */
const copiedLimits = { pixels: 25_000_000, bytes: 20 * 1_048_576 } as const;

const shownTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif'];
const copiedTypes: readonly string[] = [...shownTypes, 'image/webp'];

/** How a picture is shown. */
export interface ShownPicture {
  /** pixels */
  width: number;
  height: number;
  /** whether a copy is shown; otherwise it is the picture itself */
  isCopy: boolean;
}

/** Decides how a picture is shown. A copy is never larger than the picture. @returns null where cards cannot show it */
export function shownPicture({
  mediaType,
  size,
  width = 0,
  height = 0,
}: Pick<CardFile, 'mediaType' | 'size' | 'width' | 'height'>): ShownPicture | null {
  const longest = Math.max(width, height);
  if (width < 1 || height < 1 || !copiedTypes.includes(mediaType)) return null;
  if (shownTypes.includes(mediaType) && longest <= shownLimits.pixels && size <= shownLimits.bytes)
    return { width, height, isCopy: false };
  if (width * height > copiedLimits.pixels || size > copiedLimits.bytes) return null;
  const scaled = (pixels: number): number => Math.max(1, Math.round(pixels * Math.min(1, shownLimits.pixels / longest)));
  return { width: scaled(width), height: scaled(height), isCopy: true };
}
