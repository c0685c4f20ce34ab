// Finds out what a typed text asks for: help, a command of the registry, or a case by its number. Any other text is a message that belongs
// to a case, which cases/unrecognized-message.ts handles; misspelled commands get a suggestion.
import { truncate } from '../cards/visible-text.ts';
import { formatCaseNumber, parseCaseNumber } from '../domain/case-number.ts';
import { can } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import { typedMarkdown, type Context, type Command } from './capability.ts';
import { checkAudience } from './command-audience.ts';
import { actions } from './actions.ts';
import { helpCard, helpOn, helpSubject } from './help.ts';
import type { Reply } from './interaction.ts';
import { withNames } from './mentions.ts';
import { suggestCommand } from './suggest-command.ts';
import { commands } from './registry.ts';
import { offer } from './replies.ts';
import { offerCases } from './cases/unrecognized-message.ts';
import { homeCard } from './search/home.ts';
import { greetingCard, shortHelpCard, stepsCard } from './welcome.ts';

/** Answers a typed text. @param canOpenForm whether the reply can be a form; when it cannot, the text may be an ordinary message */
export async function handleCommand(context: Context, text: string, canOpenForm: boolean): Promise<Reply> {
  const { first, others, rest } = split(text);
  if (context.files && !takesFiles(first, others, context.person))
    return offerCases(context, typedMarkdown(context, await withNames(context, text)));
  if (first === '') return { kind: 'card', card: await homeCard(context) };
  if (isGreeting(text)) return { kind: 'card', card: greetingCard(context), harmless: true };
  const subject = helpSubject(text);
  if (subject === '') return { kind: 'card', card: shortHelpCard(context), harmless: true };
  const help = subject === null ? null : helpOn(context, commands, subject);
  if (help) return { kind: 'card', card: help, harmless: true };
  if (subject !== null && canOpenForm) {
    const hint = `There's no help on “${truncate(subject, 40)}”. Here's what you can do.`;
    return { kind: 'card', card: helpCard(context, commands, hint), harmless: true };
  }
  if (/^(cancel|stop|quit|never ?mind)[.!]?$/i.test(text.trim())) return nothingDone(context);
  const number = writtenNumber(text, canOpenForm);
  if (number !== null) return commandNamed('view')?.run(context, formatCaseNumber(number)) ?? unknown(context, text, canOpenForm);
  const command = commandNamed(first);
  if (!command || !(canOpenForm || isCommand(command, others, context.person))) return unknown(context, text, canOpenForm);
  checkAudience(command, context.person);
  const answer = await command.run(context, command.takesMention ? rest : await withNames(context, rest));
  // the form was made only to refuse at once what cannot be done; where it cannot open, a button opens it
  return answer.kind === 'form' && !canOpenForm ? behindButton(command, text) : answer;
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

function isGreeting(text: string): boolean {
  return /^(hi|hello|hey|good (morning|afternoon|evening))( there| all)?[!.?]*$/i.test(text.trim());
}

function commandNamed(name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}

/**
 * Reads a text that is only a case number: `CB-123`, `CB 123`, `#123`, or digits alone where they are as many as a case number has.
 * @param isCommand whether the text is a command for sure, so that any number is a case's
 */
function writtenNumber(text: string, isCommand: boolean): number | null {
  const isNumber = /^\s*(?:cb|#)/i.test(text) || (isCommand ? /^\s*\d+\D?\s*$/ : /^\s*\d{5,6}[.,!?]?\s*$/).test(text);
  return isNumber ? parseCaseNumber(text) : null;
}

/** Whether a message with files is a command that takes them along, such as `post CB-123`. */
function takesFiles(first: string, others: string[], person: Person): boolean {
  const command = commandNamed(first);
  return command?.takesFiles === true && isCommand(command, others, person);
}

function isCommand({ maxWords, availableTo, isMeant }: Command, others: string[], person: Person): boolean {
  if (isMeant?.(others.join(' '))) return true;
  if (maxWords === undefined) return others.length === 0 || parseCaseNumber(others[0] ?? '') !== null;
  // “release notes missing” from a contact is not the command for leads; an advisor learns who may use it
  if (others.length > 0 && !availableTo(person))
    return person.kind === 'advisor' || (others.length === 1 && !can(person, 'post'));
  // filters such as `status:pending` do not count, because people do not write them in ordinary messages
  return others.filter((word) => !word.includes(':')).length <= maxWords;
}

async function unknown(context: Context, text: string, canOpenForm: boolean): Promise<Reply> {
  const isTyped = canOpenForm && looksLikeCommand(text);
  const meant = meantText(context, text, isTyped);
  const suggestion = meant === null ? null : didYouMean(meant);
  if (canOpenForm && suggestion) return suggestion;
  if (isTyped || (canOpenForm && !can(context.person, 'post')))
    return { kind: 'card', card: stepsCard(context.person, hint(text)) };
  return offerCases(context, typedMarkdown(context, await withNames(context, text)), suggestion?.card);
}

/** Whether a text has the form of a command: one word, or a case number before or after it. Everything else is about a problem. */
function looksLikeCommand(text: string): boolean {
  const { first, others } = split(text);
  return others.length === 0 || writtenNumber(first, false) !== null || parseCaseNumber(others[0] ?? '') !== null;
}

/** Longest text that a button can carry. */
const maxCarried = 2000;

/** Corrects a misspelled command. @param isCommand whether it is one for sure @returns null if the text is not similar to one */
function meantText({ person }: Context, text: string, isCommand: boolean): string | null {
  const { first, others, rest } = split(text);
  if (text.length > maxCarried) return null;
  if (writtenNumber(first, false) !== null) return isCommand && can(person, 'post') ? `post ${text.trim()}` : null;
  const mine = commands.filter(({ availableTo }) => availableTo(person)).map(({ name }) => name);
  const name = suggestCommand(first, [...mine, 'help']);
  if (name === null || !(isCommand || isMisspelled(first, name, others))) return null;
  return `${name} ${rest}`.trim();
}

/** Whether a message to the bot can be a misspelled command. An ordinary message can start with a word like one: "lost my password". */
function isMisspelled(typed: string, name: string, others: string[]): boolean {
  if (typed.length < 4 || typed[0] !== name[0]) return false;
  const takesText = (commandNamed(name)?.maxWords ?? 0) >= 12;
  return takesText || others.every((word, index) => word.includes(':') || (index === 0 && writtenNumber(word, false) !== null));
}

function didYouMean(meant: string): Reply & { kind: 'card' } {
  const shown = truncate(meant, 100);
  const summary = `Did you mean ${shown}?`;
  return offer(['Did you mean ', { bold: shown }, '?'], [actions.say.button(meant, 'Run it', 'primary')], summary);
}

function hint(text: string): string {
  const { first } = split(text);
  const number = writtenNumber(first, false);
  if (number !== null) return `To see ${formatCaseNumber(number)}, type its number alone.`;
  return `I don't recognize “${truncate(text.trim().slice(0, first.length), 40)}”.`;
}

function behindButton({ formButton = 'Open the form' }: Command, text: string): Reply {
  const shown = truncate(text.trim(), 60);
  const button = actions.say.button(truncate(text, maxCarried), formButton, 'primary');
  return { ...offer([{ bold: shown }, ' needs a few details.'], [button], `${shown} needs a few details`), harmless: true };
}

function nothingDone({ person }: Context): Reply {
  const text = 'Nothing was posted or changed.';
  const next =
    person.kind === 'contact'
      ? actions.notify.button(undefined, 'Notifications')
      : actions.help.button(undefined, 'All commands');
  return offer([text], [next], text);
}
