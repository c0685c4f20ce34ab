import { CaseError } from '../domain/case-error.ts';
import type { Person } from '../domain/person.ts';
import type { Actor } from '../usecases/people/resolve-actor.ts';
import type { RequestContext, Services } from '../usecases/context.ts';
import type { Form, Option } from '../cards/elements.ts';
import type { Place, Reply, Speaker } from './interaction.ts';

/** One interaction on its way through a capability, with the person found. */
export interface Context {
  services: Services;
  person: Person;
  actor: Actor;
  /** null: by a link of a mail, on no platform */
  speaker: Speaker | null;
  request: RequestContext;
  /** where it was said; absent on the Home tab and in forms */
  place?: Place;
  /** mints the receipt of a form */
  newId: () => string;
}

/**
 * Who speaks, for what needs a platform.
 * @throws CaseError elsewhere
 */
export function speakerOf({ speaker }: Context): Speaker {
  if (speaker) return speaker;
  throw new CaseError('elsewhere', 'This cannot be done from a mail.', 'Do it in your chat.');
}

/** A word people can say, with everything `help` tells of it. */
export interface Command {
  name: string;
  /** what stands behind it, e.g. `CB-123 text` */
  usage?: string;
  description: string;
  availableTo: (person: Person) => boolean;
  /**
   * In a direct message people also just write: with more words behind it than these, it is no command ("list of pupils is wrong").
   * None given: it is one only with a case number behind it, or nothing.
   */
  maxWords?: number;
  /** takes a mentioned user as `@{user id}`; all others read a name */
  takesMention?: boolean;
  /** whether the answer to these words is a form, decided before anything is read: a form must be opened at once */
  opensForm?: (rest: string) => boolean;
  run: (context: Context, rest: string) => Promise<Reply>;
}

export interface ActionHandler {
  opensForm?: boolean;
  run: (context: Context, value: string) => Promise<Reply>;
}

export type Values = Readonly<Record<string, string>>;

export interface FormHandler {
  submit: (context: Context, values: Values, state: Values) => Promise<Reply>;
  /** the form anew, for what was typed so far: a field that refreshes was changed, or there are mistakes to be shown. It carries what it did */
  render: (context: Context, values: Values, state: Values) => Promise<Form>;
  /** what a `search` field offers for what was typed, best first: Slack shows 100 and waits 3 s, Teams shows 15 */
  suggest?: (context: Context, field: string, text: string) => Promise<Option[]>;
}

/** What a file of this room adds to what people can do. */
export interface Capability {
  commands?: Command[];
  actions?: Readonly<Record<string, ActionHandler>>;
  forms?: Readonly<Record<string, FormHandler>>;
}

export const everyone = (): boolean => true;
export const advisorsOnly = (person: Person): boolean => person.kind === 'advisor';
