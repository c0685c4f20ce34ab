// The types of a capability: the commands, actions (buttons and selects) and forms that one file of src/chat adds. The registry keeps them
// with text values; define-command.ts, define-action.ts and define-form.ts make them from typed definitions.
import { CaseError } from '../domain/case-error.ts';
import { formatList } from '../domain/text/numbers.ts';
import { authorize } from '../domain/permission.ts';
import { isAuthorized, type Advisor, type Contact, type Person } from '../domain/person.ts';
import type { Actor } from '../usecases/people/resolve-actor.ts';
import type { RequestContext, Services } from '../usecases/context.ts';
import type { SentFiles } from '../usecases/files/accept-files.ts';
import type { Form, Option } from '../cards/elements.ts';
import type { MessageRef } from '../ports.ts';
import type { Place, Reply, Speaker } from './interaction.ts';

/** An interaction that a capability handles, with the person who caused it. */
export interface Context {
  services: Services;
  person: Person;
  actor: Actor;
  /** null for a link in an email, which belongs to no platform */
  speaker: Speaker | null;
  request: RequestContext;
  /** The message that it was typed as; absent for buttons, forms and slash commands. */
  typedAs?: MessageRef;
  /** The conversation it happened in; absent on the Home tab and in forms. */
  place?: Place;
  /** Makes the id that a form keeps, so that submitting it twice has one effect. */
  newId: () => string;
  /** converts text that was typed after a command to CommonMark; absent where the text is CommonMark */
  toMarkdown?: (typed: string) => string;
  /** The files of the message. */
  files?: SentFiles;
}

/** Reads text that was typed after a command as CommonMark. */
export function typedMarkdown({ toMarkdown }: Context, text: string): string {
  return toMarkdown ? toMarkdown(text) : text;
}

/**
 * Returns the person's chat identity, for what needs a platform.
 * @throws CaseError elsewhere, for a link in an email
 */
export function speakerOf({ speaker }: Context): Speaker {
  if (speaker) return speaker;
  throw new CaseError('elsewhere', "You can't do this from an email.", 'Use your chat with the bot instead.');
}

/**
 * Returns the person as an advisor.
 * @throws CaseError not-allowed
 */
export function asAdvisor({ person }: Context): Advisor {
  if (person.kind === 'advisor') return person;
  throw new CaseError('not-allowed', 'Only advisors can do that.');
}

/**
 * Returns the person as an Authorized Contact.
 * @throws CaseError not-allowed
 */
export function asContact({ person }: Context): Contact {
  if (isAuthorized(person)) return person;
  authorize(person, 'confirm');
  throw new CaseError('not-allowed', 'Only Authorized Contacts can do that.');
}

/** Names accounts of a contact. */
export function accountNames(accounts: Actor['accounts']): string {
  return formatList(accounts.map(({ name }) => name));
}

/** The groups in which `help` lists the commands. */
export type HelpTopic = 'find' | 'cases' | 'assignment' | 'notifications' | 'incidents' | 'defects' | 'directory';

/** A command people can type, as the registry keeps it. */
export interface Command {
  name: string;
  /** What follows the name, e.g. `CB-123 [text]`. */
  usage?: string;
  /** What `help` says it does; a function where that depends on the reader. */
  description: string | ((reader: Person) => string);
  topic: HelpTopic;
  /** What somebody could type, for `help <command>`. */
  example: string;
  /** More for `help <command>`, as CommonMark. */
  details?: (reader: Person) => string;
  /** The button that opens its form where a form cannot open at once: a verb, such as "Close case". */
  formButton?: string;
  availableTo: (person: Person) => boolean;
  /**
   * The number of arguments up to which a direct message counts as this command. Longer text is an ordinary message, such as "list of
   * pupils is wrong". Without a limit, only a case number or nothing may follow the name.
   */
  maxWords?: number;
  /** Whether a direct message with this text after the name counts as this command, whatever `maxWords` says. */
  isMeant?: (rest: string) => boolean;
  /** Takes the files of the message along. A message with files is any other command by accident. */
  takesFiles?: boolean;
  /** Gets mentions as `@{user id}`; all other commands get names. */
  takesMention?: boolean;
  /** Whether the reply is a form, decided before anything is read. */
  opensForm?: (rest: string) => boolean;
  run: (context: Context, rest: string) => Promise<Reply>;
}

/** The handler of a button or select, as the registry keeps it. */
export interface ActionHandler {
  name: string;
  opensForm?: boolean;
  /** Whether the value decodes. */
  accepts: (value: string) => boolean;
  run: (context: Context, value: string) => Promise<Reply>;
}

/** Text by name: the values of a form as they were typed, or its state as the platform keeps it. */
export type Values = Readonly<Record<string, string>>;

/** The handler of a form, as the registry keeps it. */
export interface FormHandler {
  name: string;
  /** Whether the state decodes. */
  accepts: (state: Values) => boolean;
  /** Whether the form reads a field of this name. */
  hasField: (name: string) => boolean;
  submit: (context: Context, values: Values, state: Values) => Promise<Reply>;
  render: (context: Context, values: Values, state: Values) => Promise<Form>;
  suggest?: Suggest;
}

/** Finds the options that a `search` field offers for what was typed, best first. Slack shows 100 and waits 3 s, Teams shows 15. */
export type Suggest = (context: Context, field: string, text: string) => Promise<Option[]>;

/** The handler of a form, with typed values. */
export interface TypedFormHandler<V, S> {
  submit: (context: Context, values: V, state: S) => Promise<Reply>;
  /** Renders the form again, after a change in a field that refreshes it or to show errors. */
  render: (context: Context, typed: Partial<V>, state: S) => Promise<Form>;
  suggest?: Suggest;
}

/** The commands, actions and forms that one file of src/chat adds. */
export interface Capability {
  commands?: readonly Command[];
  actions?: readonly ActionHandler[];
  forms?: readonly FormHandler[];
}

/** Makes a command available to everyone in the directory. */
export const everyone = (): boolean => true;
/** Makes a command available to advisors only. */
export const advisorsOnly = (person: Person): boolean => person.kind === 'advisor';
