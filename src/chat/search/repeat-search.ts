import type { Element } from '../../cards/elements.ts';
import { CaseError } from '../../domain/case-error.ts';
import type { Context } from '../capability.ts';

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
export function repeatSearch({ services, speaker, place }: Context, search: string): Element[] {
  const text = search.replace(/\s+/g, ' ').trim();
  if (text === '') return [];
  const usage = speaker && services.usage?.[speaker.platform];
  const isDirect = place === undefined || place.kind === 'direct';
  const command = usage ? usage.command(`search ${text}`, isDirect, services.settings.brand) : `search ${text}`;
  const longest = Math.max(0, ...(command.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = command.endsWith('`') ? ' ' : '';
  return [{ kind: 'markdown', text: `Search again: ${fence}${space}${command}${space}${fence}` }];
}
