// Ranges of downloads, as in RFC 9110, section 14.
import parseRange from 'range-parser';

/** The first and the last byte of a part. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Reads the one range that a GET asks for. Several at once, and those we cannot read, get the whole file, as RFC 9110 allows.
 * @param file its size in bytes, and its strong ETag
 * @param headers of the request
 * @returns undefined: the whole file
 */
export function readRange(
  { size, etag }: { size: number; etag: string },
  { range, 'if-range': condition }: { range?: string; 'if-range'?: string },
): ByteRange | 'unsatisfiable' | undefined {
  // a date and a weak ETag do not prove that the file is the same
  if (range === undefined || (condition !== undefined && condition !== etag)) return undefined;
  const ranges = parseRange(size, range, { combine: true });
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined;
  const [only] = ranges;
  return only && { start: only.start, end: only.end };
}

/** Writes the header Content-Range. @param range undefined: of an answer that has none */
export function contentRange(size: number, range: ByteRange | undefined): string {
  return range ? `bytes ${range.start}-${range.end}/${size}` : `bytes */${size}`;
}
