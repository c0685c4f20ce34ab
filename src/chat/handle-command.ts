// Words as what a person wants: one of the words of the registry, a case's number, or something that belongs to a case.
import { formatCaseNumber, parseCaseNumber } from '../domain/case-number.ts';
import type { Person } from '../domain/person.ts';
import type { Context, Command } from './capability.ts';
import type { Button } from '../cards/elements.ts';
import { helpCard } from './help.ts';
import type { Reply } from './interaction.ts';
import { withNames } from './mentions.ts';
import { suggestCommand } from './suggest-command.ts';
import { commands } from './registry.ts';
import { offer } from './replies.ts';
import { offerCases } from './cases/unrecognized-message.ts';

/** @param formable whether a form can be the answer; where not, people also just write */
export async function handleCommand(context: Context, text: string, canOpenForm: boolean): Promise<Reply> {
  const { first, others, rest } = split(text);
  if (first === '' || (others.length === 0 && /^(help|hi|hello|hey)[!.?]?$/.test(first)) || (canOpenForm && first === 'help'))
    return { kind: 'card', card: helpCard(context, commands), harmless: true };
  if (others.length === 0 && isWrittenNumber(first))
    return wordNamed('view')?.run(context, first) ?? unknown(context, text, canOpenForm);
  const spoken = wordNamed(first);
  if (!spoken || !(canOpenForm || isCommand(spoken, others, context.person))) return unknown(context, text, canOpenForm);
  // a form waits behind a button, except for whom it is not
  if (!canOpenForm && spoken.opensForm?.(rest) && spoken.availableTo(context.person)) return behindButton(text);
  return spoken.run(context, spoken.takesMention ? rest : await withNames(context, rest));
}

/** Whether the answer to these words is a form, decided without reading anything. */
export function commandOpensForm(text: string): boolean {
  const { first, rest } = split(text);
  return wordNamed(first)?.opensForm?.(rest) ?? false;
}

/** Said in any letter case. */
function split(text: string): { first: string; others: string[]; rest: string } {
  const [first = '', ...others] = text.trim().split(/\s+/);
  return { first: first.toLowerCase(), others, rest: text.trim().slice(first.length).trim() };
}

function wordNamed(name: string): Command | undefined {
  return commands.find(({ name: word }) => word === name);
}

/** A number alone is a case only where it is written as one: `CB-123`, `#123`. */
function isWrittenNumber(text: string): boolean {
  return /^(cb-?|#)/i.test(text) && parseCaseNumber(text) !== null;
}

function isCommand({ maxWords: mostWords, availableTo: isFor }: Command, others: string[], person: Person): boolean {
  if (mostWords === undefined) return others.length === 0 || parseCaseNumber(others[0] ?? '') !== null;
  // a contact's “release notes missing” is nothing a lead said
  if (others.length > 0 && !isFor(person)) return false;
  // `status:pending` is nothing people just write
  return others.filter((word) => !word.includes(':')).length <= mostWords;
}

async function unknown(context: Context, text: string, canOpenForm: boolean): Promise<Reply> {
  if (!canOpenForm) return offerCases(context, await withNames(context, text));
  return { kind: 'card', card: helpCard(context, commands, hint(context, text)) };
}

function hint(context: Context, text: string): string {
  const { first, others } = split(text);
  const typed = text.trim().slice(0, Math.min(first.length, 40));
  const number = isWrittenNumber(first) ? parseCaseNumber(first) : null;
  if (number !== null && others.length > 0) {
    const named = formatCaseNumber(number);
    return `“${named}” alone shows the case. To write on it, say “post ${named} …”.`;
  }
  const unknownWord = `I don't recognize “${typed}”.`;
  const mine = commands.filter((word) => word.availableTo(context.person)).map(({ name: word }) => word);
  const meant = suggestCommand(first, [...mine, 'help']);
  return meant === null ? unknownWord : `${unknownWord} Did you mean “${meant}”?`;
}

function behindButton(text: string): Reply {
  const button: Button = { kind: 'button', label: 'Open the form', action: 'say', value: text.slice(0, 1000), style: 'primary' };
  return { ...offer(['This needs a form.'], [button], 'Open the form'), harmless: true };
}
