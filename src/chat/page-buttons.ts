import type { Button } from '../cards/elements.ts';

/**
 * Makes the buttons for the previous and next page of a list, if there are such pages.
 * @param button makes the button for a page from its number and label
 */
export function pageButtons(page: number, pages: number, button: (page: number, label: string) => Button): Button[] {
  return [...(page > 1 ? [button(page - 1, 'Previous page')] : []), ...(page < pages ? [button(page + 1, 'Next page')] : [])];
}
