// Text of `format=flowed` (RFC 3676). The parser of emails joins a quoted line with the unquoted one after it when the first ends in a space, so
// that an answer would become part of the quotation and be lost. Its own joining is turned off, and this one respects the depth of quotations.

/** Matches the header of a part, with its folded lines. */
const contentType = /^content-type:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim;

/** How the plain text of an email is wrapped. */
export interface Flow {
  isFlowed: boolean;
  /** the space at the end of a line only marks that it continues, and is not part of the text */
  delSp: boolean;
}

/**
 * Turns off the joining of flowed lines, so that the text keeps its lines.
 * @param raw the email as latin1: one character per byte
 */
export function withoutFlow(raw: string): { raw: string; flow: Flow } {
  const flow = { isFlowed: false, delSp: false };
  const changed = raw.replace(contentType, (header) => {
    if (!/^content-type:\s*text\/plain/i.test(header) || !/format\s*=\s*"?flowed/i.test(header)) return header;
    flow.isFlowed = true;
    flow.delSp ||= /delsp\s*=\s*"?yes/i.test(header);
    return header.replace(/(format\s*=\s*"?)flowed/i, '$1fixed_');
  });
  return { raw: changed, flow };
}

/** Joins the lines of flowed text. Quotations keep their marks, and lines of different depth stay apart. */
export function unflow(text: string, { isFlowed, delSp }: Flow): string {
  if (!isFlowed) return text;
  const joined: { depth: number; text: string; isOpen: boolean }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const marks = /^>+/.exec(line)?.[0].length ?? 0;
    const content = line.slice(marks).replace(/^ /, '');
    const last = joined.at(-1);
    const isOpen = content.endsWith(' ') && content !== '-- ';
    const kept = isOpen && delSp ? content.slice(0, -1) : content;
    if (last?.isOpen && last.depth === marks && content !== '-- ') Object.assign(last, { text: last.text + kept, isOpen });
    else joined.push({ depth: marks, text: kept, isOpen });
  }
  return joined.map(({ depth, text: one }) => (depth > 0 ? `${'>'.repeat(depth)} ${one}` : one)).join('\n');
}
