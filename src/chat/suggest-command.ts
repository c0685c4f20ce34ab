import { editDistance } from '../domain/text/edit-distance.ts';

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
    .map((command) => ({ command, slips: editDistance(typed, command, mostSlips) }))
    // two typos in three letters could mean any command
    .filter(({ command, slips }) => slips <= Math.min(mostSlips, Math.floor(command.length / 2)))
    .sort((one, other) => one.slips - other.slips);
  return near[0]?.command ?? null;
}
