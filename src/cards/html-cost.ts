// HTML that was made to keep the parser busy for hours, or to take all of its stack. It is read as text without its tags.

/** Nesting beyond which HTML is not parsed, because parsers recurse. */
const maxDepth = 300;
/** Elements beyond which HTML is not parsed; a page of Word has some hundreds. */
const maxElements = 30_000;
/** An element of these that is not closed is repeated by the parser in every paragraph that follows. */
const repeated = /^(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)$/i;

/** Whether parsing HTML would take seconds, or all of the stack. */
export function isCostly(html: string): boolean {
  let depth = 0;
  let open = 0;
  let elements = 0;
  for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][\w-]*)/gi)) {
    if (repeated.test(name)) open = close ? Math.max(open - 1, 0) : open + 1;
    if (!close) elements += 1 + open;
    if (elements > maxElements) return true;
    if (/^(?:br|img|hr|input|wbr|col|meta|link|p|li|td|tr|o)$/i.test(name)) continue;
    depth = close ? Math.max(depth - 1, 0) : depth + 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

/** Removes the tags of HTML; those that end a line become one. */
export function withoutTags(html: string): string {
  return html.replace(/<(?:br|\/p|\/div|\/tr|\/li)\b[^>]{0,200}>/gi, '\n').replace(/<[^>]{0,2000}>/g, '');
}
