// Reads JSON without rounding the numbers in it. JSON.parse makes another number of a whole number beyond 2^53, and two long ids become one.

/**
 * Parses JSON. Whole numbers of 16 digits and more become texts with the same digits.
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  const parsed: unknown = JSON.parse(text); // first, because only of valid JSON it is known what the digits belong to
  return /\d{16}/.test(text) ? JSON.parse(quoteLongNumbers(text)) : parsed;
}

/** Writes a value of parsed JSON as a cell of a table has it; '' for objects and lists. A number that was rounded looks as spreadsheets write it. */
export function cellOf(value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}

/** The start of a text, or a long number that has neither a fraction nor an exponent. */
const textOrLongNumber = /"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

function quoteLongNumbers(json: string): string {
  const parts: string[] = [];
  let copied = 0;
  textOrLongNumber.lastIndex = 0;
  for (let found = textOrLongNumber.exec(json); found; found = textOrLongNumber.exec(json)) {
    const [token] = found;
    if (token === '"') {
      textOrLongNumber.lastIndex = endOfText(json, found.index);
      continue;
    }
    parts.push(json.slice(copied, found.index), `"${token}"`);
    copied = textOrLongNumber.lastIndex;
  }
  return parts.join('') + json.slice(copied);
}

/** Returns where the text that begins at a quotation mark has ended. No regular expression, because a text can have millions of characters. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
}
