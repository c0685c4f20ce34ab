/**
 * What people can be shown, in elements that know no platform. The unions are closed: a new element does not compile
 * until every renderer knows it. Strings are plain text, never markup; only `markdown` is CommonMark.
 */

/** A run of words. A plain string is shown as it is, whatever characters it holds. */
export type Inline =
  | string
  | { bold: string }
  /** a moment, shown in the reader's zone */
  | { at: Date; as: 'date' | 'moment' }
  /** a person of this conversation's workspace, by the platform's user id; `name` where the platform cannot mention */
  | { mention: string; name: string }
  | { link: string; text: string };

export type Tone = 'neutral' | 'good' | 'warning' | 'danger' | NoticeTone;

/** Of a banner: orange, green, gray. */
export type NoticeTone = 'incident' | 'maintenance' | 'over';

export interface Button {
  kind: 'button';
  /** specific words: "Close case", never "OK" */
  label: string;
  /** the router's name for it, e.g. `claim` */
  action: string;
  /** at most 2,000 characters; comes back with the press */
  value?: string;
  style?: 'primary' | 'danger';
}

export interface LinkButton {
  kind: 'link';
  label: string;
  url: string;
}

export interface Select {
  kind: 'select';
  label: string;
  action: string;
  options: Option[];
  /** the chosen option's value */
  initial?: string;
}

export interface Option {
  label: string;
  /** one line, at most 150 characters */
  value: string;
}

export type Control = Button | LinkButton | Select;

export type Element =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: Inline[] }
  /** small and grey */
  | { kind: 'context'; text: Inline[] }
  /** what a person wrote: CommonMark, of any length (the renderer cuts and says so) */
  | { kind: 'markdown'; text: string }
  | { kind: 'fields'; fields: { label: string; value: Inline[] }[] }
  /** one line of a list, with what can be done with it */
  | { kind: 'listItem'; text: Inline[]; detail?: Inline[]; button?: Button }
  /** something to notice, never by colour alone: the renderer adds a sign for the tone, the words say it too */
  | { kind: 'callout'; tone: Tone; text: Inline[] }
  | { kind: 'divider' }
  | { kind: 'actions'; actions: Control[] };

/** A message, an answer only its reader sees, or a whole page (the Home tab). */
export interface Card {
  /** one line for notifications and screen readers */
  summary: string;
  /** of the window it is read in, where it has one; at most 24 characters */
  title?: string;
  /** what a reply belongs to, where the platform cannot hang it under that: it stands above it then */
  about?: string;
  elements: Element[];
}

export type Field = {
  /** letters, digits and `-`; comes back with the submission */
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
} & (
  | { kind: 'line'; max: number; initial?: string; placeholder?: string }
  | { kind: 'paragraph'; max: number; initial?: string; placeholder?: string }
  /** `refreshes`: choosing sends a `change`, and the form is drawn anew */
  | { kind: 'choice'; options: Option[]; initial?: string; refreshes?: boolean; placeholder?: string }
  /** several of a list, at most 100; their values as one, '' where none is: `chosen` (src/cards/chosen-values.ts) reads it */
  | { kind: 'choices'; options: Option[]; initial?: readonly string[] }
  /**
   * Several of very many, found by typing: the form's `suggest` is asked. Valued as `choices`. Not every client keeps to `most`: the form's
   * `submit` does. `initial`: what is chosen already, also where the form is drawn anew; nobody else knows its words then. Not in mails
   */
  | { kind: 'search'; max: number; initial?: readonly Option[]; placeholder?: string }
  /** an ISO date */
  | { kind: 'date'; initial?: string }
);

export interface Form {
  /** the router's name for it, e.g. `open` */
  name: string;
  /** at most 24 characters */
  title: string;
  /** the submit button's words, at most 24 characters; none: there is nothing to send, only to read */
  submit?: string;
  /** shown above the fields */
  intro: Element[];
  fields: Field[];
  /** what the form carries from its opening to its submission (a receipt, a case number), JSON under 2,000 characters */
  state: Readonly<Record<string, string>>;
}
