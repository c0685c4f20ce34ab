/** Writes a case number as people read it, such as `CB-10293`. */
export function formatCaseNumber(number: number): string {
  return `CB-${number}`;
}

/** What people write between CB and the number: nothing, a space, any dash, or another mark. */
const written = /^(?:cb[\s_:#/.\u2010-\u2015\u2212-]*|#\s*)?(\d{1,10})[.,;:!?)]*$/iu;

/**
 * Reads `CB-10293`, `cb 10293`, `CB–10293`, `#10293` or `10293`, also at the end of a sentence.
 * @returns null for anything else and for numbers beyond the database's range
 */
export function parseCaseNumber(text: string): number | null {
  const digits = written.exec(text.trim())?.[1];
  const number = Number(digits);
  return digits !== undefined && number > 0 && number <= 2_147_483_647 ? number : null;
}
