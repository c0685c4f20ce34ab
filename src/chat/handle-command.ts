// Words as what a person wants: one of the words of the registry, a case's number, or something that belongs to a case.
import { formatNumber, parseNumber } from '../domain/case-number.ts';
import type { Person } from '../domain/person.ts';
import type { Turn, Word } from './capability.ts';
import type { Button } from '../cards/elements.ts';
import { helpCard } from './help.ts';
import type { Reply } from './interaction.ts';
import { withNames } from './mentions.ts';
import { nearestWord } from './suggest-command.ts';
import { words } from './registry.ts';
import { offer } from './replies.ts';
import { offerPlaces } from './cases/unrecognized-message.ts';

/** @param formable whether a form can be the answer; where not, people also just write */
export async function speak(turn: Turn, text: string, formable: boolean): Promise<Reply> {
  const { first, others, rest } = split(text);
  if (first === '' || (others.length === 0 && /^(help|hi|hello|hey)[!.?]?$/.test(first)) || (formable && first === 'help'))
    return { kind: 'card', card: helpCard(turn, words), harmless: true };
  if (others.length === 0 && isWrittenNumber(first)) return wordNamed('view')?.say(turn, first) ?? unknown(turn, text, formable);
  const spoken = wordNamed(first);
  if (!spoken || !(formable || isCommand(spoken, others, turn.person))) return unknown(turn, text, formable);
  // a form waits behind a button, except for whom it is not
  if (!formable && spoken.opensForm?.(rest) && spoken.for(turn.person)) return behindButton(text);
  return spoken.say(turn, spoken.takesMention ? rest : await withNames(turn, rest));
}

/** Whether the answer to these words is a form, decided without reading anything. */
export function wordsOpenForm(text: string): boolean {
  const { first, rest } = split(text);
  return wordNamed(first)?.opensForm?.(rest) ?? false;
}

/** Said in any letter case. */
function split(text: string): { first: string; others: string[]; rest: string } {
  const [first = '', ...others] = text.trim().split(/\s+/);
  return { first: first.toLowerCase(), others, rest: text.trim().slice(first.length).trim() };
}

function wordNamed(name: string): Word | undefined {
  return words.find(({ word }) => word === name);
}

/** A number alone is a case only where it is written as one: `CB-123`, `#123`. */
function isWrittenNumber(text: string): boolean {
  return /^(cb-?|#)/i.test(text) && parseNumber(text) !== null;
}

function isCommand({ mostWords, for: isFor }: Word, others: string[], person: Person): boolean {
  if (mostWords === undefined) return others.length === 0 || parseNumber(others[0] ?? '') !== null;
  // a contact's “release notes missing” is nothing a lead said
  if (others.length > 0 && !isFor(person)) return false;
  // `status:pending` is nothing people just write
  return others.filter((word) => !word.includes(':')).length <= mostWords;
}

async function unknown(turn: Turn, text: string, formable: boolean): Promise<Reply> {
  if (!formable) return offerPlaces(turn, await withNames(turn, text));
  return { kind: 'card', card: helpCard(turn, words, hint(turn, text)) };
}

function hint(turn: Turn, text: string): string {
  const { first, others } = split(text);
  const typed = text.trim().slice(0, Math.min(first.length, 40));
  const number = isWrittenNumber(first) ? parseNumber(first) : null;
  if (number !== null && others.length > 0) {
    const named = formatNumber(number);
    return `“${named}” alone shows the case. To write on it, say “post ${named} …”.`;
  }
  const unknownWord = `“${typed}” is no word I know.`;
  const mine = words.filter((word) => word.for(turn.person)).map(({ word }) => word);
  const meant = nearestWord(first, [...mine, 'help']);
  return meant === null ? unknownWord : `${unknownWord} Did you mean “${meant}”?`;
}

function behindButton(text: string): Reply {
  const button: Button = { kind: 'button', label: 'Open the form', action: 'say', value: text.slice(0, 1000), style: 'primary' };
  return { ...offer(['This needs a form.'], [button], 'Open the form'), harmless: true };
}
