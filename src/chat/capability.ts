import { CaseError } from '../domain/case-error.ts';
import type { Person } from '../domain/person.ts';
import type { Who } from '../usecases/people/resolve-actor.ts';
import type { Said, Work } from '../usecases/context.ts';
import type { Form, Option } from '../cards/elements.ts';
import type { Place, Reply, Speaker } from './interaction.ts';

/** One interaction on its way through a capability, with the person found. */
export interface Turn {
  work: Work;
  person: Person;
  who: Who;
  /** null: by a link of a mail, on no platform */
  speaker: Speaker | null;
  said: Said;
  /** where it was said; absent on the Home tab and in forms */
  place?: Place;
  /** mints the receipt of a form */
  newId: () => string;
}

/**
 * Who speaks, for what needs a platform.
 * @throws CaseError elsewhere
 */
export function speakerOf({ speaker }: Turn): Speaker {
  if (speaker) return speaker;
  throw new CaseError('elsewhere', 'This cannot be done from a mail.', 'Do it in your chat.');
}

/** A word people can say, with everything `help` tells of it. */
export interface Word {
  word: string;
  /** what stands behind it, e.g. `CB-123 text` */
  usage?: string;
  does: string;
  for: (person: Person) => boolean;
  /**
   * In a direct message people also just write: with more words behind it than these, it is no command ("list of pupils is wrong").
   * None given: it is one only with a case number behind it, or nothing.
   */
  mostWords?: number;
  /** takes a mentioned user as `@{user id}`; all others read a name */
  takesMention?: boolean;
  /** whether the answer to these words is a form, decided before anything is read: a form must be opened at once */
  opensForm?: (rest: string) => boolean;
  say: (turn: Turn, rest: string) => Promise<Reply>;
}

export interface Press {
  opensForm?: boolean;
  press: (turn: Turn, value: string) => Promise<Reply>;
}

export type Values = Readonly<Record<string, string>>;

export interface FormHandler {
  submit: (turn: Turn, values: Values, carries: Values) => Promise<Reply>;
  /** the form anew, for what was typed so far: a field that refreshes was changed, or there are mistakes to be shown. It carries what it did */
  draw: (turn: Turn, values: Values, carries: Values) => Promise<Form>;
  /** what a `search` field offers for what was typed, best first: Slack shows 100 and waits 3 s, Teams shows 15 */
  suggest?: (turn: Turn, field: string, text: string) => Promise<Option[]>;
}

/** What a file of this room adds to what people can do. */
export interface Capability {
  words?: Word[];
  presses?: Readonly<Record<string, Press>>;
  forms?: Readonly<Record<string, FormHandler>>;
}

export const everybody = (): boolean => true;
export const advisorsOnly = (person: Person): boolean => person.kind === 'advisor';
