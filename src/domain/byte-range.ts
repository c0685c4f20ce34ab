// Ranges of downloads, as in RFC 9110, section 14.

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
  const [, first = '', last = ''] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(range) ?? [];
  if (first === '') return last === '' ? undefined : suffixOf(size, Number(last));
  const [start, end] = [Number(first), last === '' ? Infinity : Number(last)];
  if (end < start) return undefined;
  return start < size ? { start, end: Math.min(end, size - 1) } : 'unsatisfiable';
}

/** The last bytes of a file: all of them if it is shorter, and of an empty file, which no range can describe, the whole file. */
function suffixOf(size: number, length: number): ByteRange | 'unsatisfiable' | undefined {
  if (length === 0) return 'unsatisfiable';
  return size === 0 ? undefined : { start: Math.max(size - length, 0), end: size - 1 };
}

/** Writes the header Content-Range. @param range undefined: of an answer that has none */
export function contentRange(size: number, range: ByteRange | undefined): string {
  return range ? `bytes ${range.start}-${range.end}/${size}` : `bytes */${size}`;
}
