// Defines a command: its name, what `help` says about it, and the arguments after its name, which are parsed once.
//
//   defineCommand({
//     name: 'resolve',
//     usage: 'CB-123 [text]',
//     description: 'explain the resolution',
//     availableTo: advisorsOnly,
//     args: caseAndText,
//     opensForm: ({ text }) => text === '',                       // without a text, a form asks for it
//     run: async (context, { number, text }) => ...,
//   })
//
// Arguments that do not parse are answered with what is wrong and an example; `run` is not called then.
import { truncate } from '../cards/visible-text.ts';
import { z } from 'zod';
import { CaseError } from '../domain/case-error.ts';
import { parseCaseNumber } from '../domain/case-number.ts';
import type { Command, Context } from './capability.ts';
import type { Reply } from './interaction.ts';

/** Makes the parser of a command's arguments. @param command the command's name, for the errors */
export type Arguments<A> = (command: string) => z.ZodType<A, string>;

interface CommandDefinition<A> extends Omit<Command, 'opensForm' | 'run'> {
  args: Arguments<A>;
  /** Whether the reply is a form. It is decided before anything is read, because some platforms must open a modal at once. */
  opensForm?: boolean | ((args: A) => boolean);
  run: (context: Context, args: A) => Promise<Reply>;
}

/** Defines a command. */
export function defineCommand<A>({ args, opensForm, run, ...command }: CommandDefinition<A>): Command {
  const parser = args(command.name);
  return {
    ...command,
    opensForm: (rest) => {
      if (typeof opensForm !== 'function') return opensForm === true;
      const read = parser.safeParse(rest);
      return read.success && opensForm(read.data);
    },
    run: async (context, rest) => {
      const read = parser.safeParse(rest);
      if (read.success) return run(context, read.data);
      // an example would send a Read-Only Contact to a command they cannot use
      if (!command.availableTo(context.person)) throw new CaseError('not-allowed', `You can't use ${command.name}.`);
      const [issue] = read.error.issues;
      const { code, next } = (issue?.code === 'custom' ? issue.params : undefined) ?? {};
      throw new CaseError(String(code ?? 'bad-arguments'), issue?.message ?? '', next === undefined ? undefined : String(next));
    },
  };
}

/** Makes a parser of arguments. @param parse returns the arguments, or what is wrong and what to do instead */
export function argumentsOf<A>(parse: (rest: string, command: string) => Parsed<A>): Arguments<A> {
  return (command) =>
    z.string().transform((rest, context): A => {
      const parsed = parse(rest.trim(), command);
      if ('args' in parsed) return parsed.args;
      const { error, next, code } = parsed;
      context.addIssue({ code: 'custom', message: error, params: { code, next } });
      return z.NEVER;
    });
}

type Parsed<A> = { args: A } | ArgumentError;

interface ArgumentError {
  /** what is wrong, for the person */
  error: string;
  next?: string;
  /** a short stable code for tests and logs */
  code: string;
}

/** No arguments; whatever follows the command is ignored. */
export const noArguments = argumentsOf(() => ({ args: undefined }));

/** Everything after the command, as it was typed. */
export const anyText = argumentsOf((rest) => ({ args: rest }));

/** A page of a list, `2` or `page:2`; anything else is the first page. */
export const pageArgument = argumentsOf((rest) => ({
  args: Number(/^(?:page:)?([1-9]\d{0,5})$/.exec(rest)?.[1] ?? 1),
}));

/** A case number and the text after it, `CB-123 the text`. */
export const caseAndText = argumentsOf(parseCaseAndText);

/** A case number, or nothing. */
export const optionalCase = argumentsOf((rest, command): Parsed<number | undefined> => {
  if (rest === '') return { args: undefined };
  const parsed = parseCaseAndText(rest, command);
  return 'args' in parsed ? { args: parsed.args.number } : parsed;
});

function parseCaseAndText(rest: string, command: string): Parsed<{ number: number; text: string }> {
  const [first = '', ...others] = rest.split(/\s+/);
  const number = parseCaseNumber(first);
  if (number !== null) return { args: { number, text: others.length === 0 ? '' : rest.slice(first.length).trim() } };
  return first === ''
    ? { code: 'no-number', error: `Which case? Try ${command} CB-123.` }
    : {
        code: 'no-number',
        error: `“${truncate(first, 40)}” isn't a case number.`,
        next: 'A case number looks like CB-123.',
      };
}
