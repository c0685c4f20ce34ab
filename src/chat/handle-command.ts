// Finds out what a typed text asks for: a command of the registry or a case by its number. Any other text is a message that belongs to a
// case, which cases/unrecognized-message.ts handles.
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

/** Answers a typed text. @param canOpenForm whether the reply can be a form; when it cannot, the text may be an ordinary message */
export async function handleCommand(context: Context, text: string, canOpenForm: boolean): Promise<Reply> {
  const { first, others, rest } = split(text);
  if (first === '' || (others.length === 0 && /^(help|hi|hello|hey)[!.?]?$/.test(first)) || (canOpenForm && first === 'help'))
    return { kind: 'card', card: helpCard(context, commands), harmless: true };
  if (others.length === 0 && isWrittenNumber(first))
    return commandNamed('view')?.run(context, first) ?? unknown(context, text, canOpenForm);
  const command = commandNamed(first);
  if (!command || !(canOpenForm || isCommand(command, others, context.person))) return unknown(context, text, canOpenForm);
  // people who may not use the command get the error at once instead of a button
  if (!canOpenForm && command.opensForm?.(rest) && command.availableTo(context.person)) return behindButton(text);
  return command.run(context, command.takesMention ? rest : await withNames(context, rest));
}

/** Whether the reply to this text is a form, decided without a query. */
export function commandOpensForm(text: string): boolean {
  const { first, rest } = split(text);
  return commandNamed(first)?.opensForm?.(rest) ?? false;
}

/** Splits a text at spaces. The first word is in lower case, because commands work in any letter case. */
function split(text: string): { first: string; others: string[]; rest: string } {
  const [first = '', ...others] = text.trim().split(/\s+/);
  return { first: first.toLowerCase(), others, rest: text.trim().slice(first.length).trim() };
}

function commandNamed(name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}

/** Whether a text is a case number with its prefix, `CB-123` or `#123`. Plain digits may mean something else. */
function isWrittenNumber(text: string): boolean {
  return /^(cb-?|#)/i.test(text) && parseCaseNumber(text) !== null;
}

function isCommand({ maxWords, availableTo }: Command, others: string[], person: Person): boolean {
  if (maxWords === undefined) return others.length === 0 || parseCaseNumber(others[0] ?? '') !== null;
  // “release notes missing” from a contact is not the command for leads
  if (others.length > 0 && !availableTo(person)) return false;
  // filters such as `status:pending` do not count, because people do not write them in ordinary messages
  return others.filter((word) => !word.includes(':')).length <= maxWords;
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
  const mine = commands.filter(({ availableTo }) => availableTo(context.person)).map(({ name }) => name);
  const meant = suggestCommand(first, [...mine, 'help']);
  return meant === null ? unknownWord : `${unknownWord} Did you mean “${meant}”?`;
}

function behindButton(text: string): Reply {
  const button: Button = { kind: 'button', label: 'Open the form', action: 'say', value: text.slice(0, 1000), style: 'primary' };
  return { ...offer(['This needs a form.'], [button], 'Open the form'), harmless: true };
}
