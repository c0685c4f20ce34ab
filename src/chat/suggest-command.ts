/** Typos allowed; a text with more of them is not a misspelled command. */
const mostSlips = 2;

/**
 * Finds the command that somebody probably meant.
 * @param typed in lower case
 * @returns null if no command is similar
 */
export function suggestCommand(typed: string, commands: readonly string[]): string | null {
  if (typed.length < 2) return null;
  const begun = commands.find((command) => command.startsWith(typed));
  if (begun !== undefined) return begun;
  const near = commands
    .map((command) => ({ command, slips: slipsBetween(typed, command) }))
    // two typos in three letters could mean any command
    .filter(({ command, slips }) => slips <= Math.min(mostSlips, Math.floor(command.length / 2)))
    .sort((one, other) => one.slips - other.slips);
  return near[0]?.command ?? null;
}

/** Counts the letters that were added, dropped, changed or swapped with their neighbor (optimal string alignment). */
function slipsBetween(typed: string, word: string): number {
  // the lengths alone differ by more than the limit
  if (Math.abs(typed.length - word.length) > mostSlips) return Infinity;
  const rows: number[][] = [Array.from({ length: word.length + 1 }, (_, at) => at)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let row = 1; row <= typed.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= word.length; column += 1) {
      const same = typed[row - 1] === word[column - 1] ? 0 : 1;
      const swapped = typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1] ? 1 : Infinity;
      const cost = [cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + same];
      rows[row]?.push(Math.min(...cost, cell(row - 2, column - 2) + swapped));
    }
  }
  return cell(typed.length, word.length);
}
