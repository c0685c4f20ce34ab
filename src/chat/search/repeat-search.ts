import type { Element } from '../../cards/elements.ts';
import { CaseError } from '../../domain/case-error.ts';

/** Maximum length of a search: a button's value has 2,000 characters, and the page or order is added to it. */
const maxLength = 1900;

/**
 * Checks that a search fits into the value of a button.
 * @throws CaseError bad-search
 */
export function checkLength(search: string): void {
  if (search.length > maxLength)
    throw new CaseError('bad-search', 'This search has too many or too long filters.', 'Use fewer or shorter ones.');
}

/** Shows the command that repeats a search, so that it can be copied. @param search empty: nothing is shown */
export function repeatSearch(search: string): Element[] {
  const command = `search ${search.replace(/\s+/g, ' ').trim()}`.trim();
  if (command === 'search') return [];
  const longest = Math.max(0, ...(command.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = command.endsWith('`') ? ' ' : '';
  return [{ kind: 'markdown', text: `Search again: ${fence}${space}${command}${space}${fence}` }];
}
