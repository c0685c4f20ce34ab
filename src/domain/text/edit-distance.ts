/**
 * Counts the letters that were added, dropped, changed or swapped with their neighbor between two words (optimal string alignment).
 *
 * Written here because `fastest-levenshtein` counts a swap, the most frequent typo, as two changes, and `damerau-levenshtein` has no types.
 * @param max the most that matters
 * @returns Infinity if there are more than `max`
 */
export function editDistance(one: string, other: string, max: number): number {
  // the lengths alone differ by more than the limit
  if (Math.abs(one.length - other.length) > max) return Infinity;
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= one.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1] ? 1 : Infinity;
      const cost = [cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + same];
      rows[row]?.push(Math.min(...cost, cell(row - 2, column - 2) + swapped));
    }
    if (Math.min(...(rows[row] ?? [])) > max) return Infinity;
  }
  const distance = cell(one.length, other.length);
  return distance > max ? Infinity : distance;
}
