// The names of saved views. A name must not be taken for something else that follows `view`: a case number, or the words that save and delete.
import { parseCaseNumber } from '../case-number.ts';
import { foldText, straightQuotes } from './fold-text.ts';

/** Maximum length of a name, in characters: it is the title of a list and the label of an option. */
export const maxViewName = 40;

/** A name, or what is wrong with it and what to do instead. */
export type ViewName = { name: string } | { message: string; next: string };

/** Words that mean something else at the beginning of what follows `view`. */
const reserved = /^(?:save|delete|list|all)(?=\s|$)/i;

/** Reads the name of a view. White space in it becomes single spaces. */
export function readViewName(typed: string): ViewName {
  const name = typed.replace(/\s+/g, ' ').trim();
  const example = 'For example: My pending.';
  if (foldText(name) === '') return { message: 'A view needs a name.', next: example };
  if (name.length > maxViewName)
    return { message: `The name is longer than ${maxViewName} characters.`, next: 'Use a shorter one.' };
  if (straightQuotes(name).includes('"')) return { message: "A name can't have quotation marks.", next: 'Leave them out.' };
  const [first = ''] = name.split(' ');
  if (parseCaseNumber(first) !== null)
    return { message: `“${first}” reads like a case number.`, next: `Begin the name with a word. ${example}` };
  const word = reserved.exec(name)?.[0];
  if (word !== undefined) return { message: `A name can't begin with “${word}”.`, next: `Use another word. ${example}` };
  return { name };
}

/** What somebody asks for after `view` that is not a case. */
export type ViewRequest =
  { do: 'save'; name: string; query: string } | { do: 'delete'; name: string } | { do: 'list' } | { do: 'show'; name: string };

/**
 * Reads what follows `view`:
 *
 *   save "My pending" is:mine status:pending
 *   save Pending status:pending                  the name ends where a filter begins
 *   delete "My pending"
 *   list
 *   "My pending"                                 or without the quotation marks
 */
export function parseViewRequest(rest: string): ViewRequest {
  const [, word = '', after = ''] = /^(save|delete|list)(?=\s|$)\s*(.*)$/isu.exec(rest.trim()) ?? [];
  switch (word.toLowerCase()) {
    case 'save':
      return { do: 'save', ...splitName(after) };
    case 'delete':
      return { do: 'delete', name: unquoted(after) };
    case 'list':
      return after === '' ? { do: 'list' } : { do: 'show', name: unquoted(rest) };
    default:
      return { do: 'show', name: unquoted(rest) };
  }
}

function splitName(text: string): { name: string; query: string } {
  const [, quoted, after = ''] = /^"([^"]*)"\s*(.*)$/su.exec(straightQuotes(text)) ?? [];
  if (quoted !== undefined) return { name: quoted, query: after };
  const words = text.split(/\s+/);
  const first = words.findIndex((one) => one.includes(':'));
  const end = first === -1 ? words.length : first;
  return { name: words.slice(0, end).join(' '), query: words.slice(end).join(' ') };
}

function unquoted(text: string): string {
  return straightQuotes(text.trim()).replace(/^"([^"]*)"$/, '$1');
}
