// What people are shown: cards and forms without a platform. The names are Block Kit's or Adaptive Cards' own where both agree. All unions
// are closed, so a new element does not compile until every renderer knows it. Strings are plain text, never markup; only `markdown` holds
// CommonMark. Renderers cut what is too long for their platform and say so.
//
//   element    Slack                            Teams                               mail
//   heading    header block                     TextBlock, large                    h3
//   text       section, mrkdwn                  RichTextBlock                       p
//   context    context block                    RichTextBlock, small and subtle     small gray p
//   markdown   sections, mrkdwn                 RichTextBlocks, containers          HTML of CommonMark
//   fields     section with fields              label above value                   table
//   listItem   section, a menu below the list   ColumnSet that can be selected      p with a link
//   callout    section behind a sign            Container in a style, with a sign   colored box, with a sign
//   divider    divider block                    separator of the next element       hr
//   actions    actions blocks, 5 controls each  actions of the card, at most 6      links
//   groups     headings among a menu's options  options in the same order           none: mail has no menus
//   image      image block of an uploaded file  Image by address                    link, or part of the mail
//   chart      image block by address           Image by address                    link
//   files      lines, each with a link button   lines, each with a link             links, or attachments of the mail
//
// A case card, for example:
//
//   const card: Card = {
//     summary: 'CB-10293 is waiting on you',
//     elements: [
//       { kind: 'heading', text: 'CB-10293 Report cards are empty' },
//       { kind: 'fields', fields: [{ label: 'Status', value: ['Pending Customer Input'] }] },
//       { kind: 'callout', tone: 'warning', text: [{ bold: 'Question:' }, ' Which term?'] },
//       { kind: 'context', text: ['Last modified ', { at: updatedAt, as: 'moment' }] },
//       { kind: 'actions', actions: [{ kind: 'button', label: 'Answer', action: 'answer', value: '10293', style: 'primary' }] },
//     ],
//   };

/** A piece of text on one line. A plain string is shown as it is, whatever characters it has. */
export type Inline =
  | string
  | { bold: string }
  /** a moment, or the day it falls on, in the reader's own zone and format */
  | { at: Date; as: 'date' | 'moment' }
  /** a person, by the platform's user id; the name is shown where the platform cannot mention them */
  | { mention: string; name: string }
  | { link: string; text: string };

/** A piece of a passage that a search found. What matched is bold. */
export type PassagePart = string | { bold: string };

/** The meaning of a callout. Renderers show it as a sign and, where the platform has one, as a color. */
export type Tone = 'neutral' | 'good' | 'warning' | 'danger' | NoticeTone;

/** The meaning of a notice's banner: orange incident, green maintenance, gray all clear. */
export type NoticeTone = 'incident' | 'maintenance' | 'over';

/** A button that runs an action of the bot. */
export interface Button {
  kind: 'button';
  /** a verb that says what happens, such as "Close case", never "OK" */
  label: string;
  /** the name of its action handler, such as `claim` */
  action: string;
  /** comes back when it is pressed; at most 2,000 characters */
  value?: string;
  style?: 'primary' | 'danger';
}

/** A button that opens an address. */
export interface LinkButton {
  kind: 'link';
  label: string;
  url: string;
}

/** A menu that runs an action of the bot as soon as an option is chosen. */
export interface Select {
  kind: 'select';
  label: string;
  action: string;
  options: Option[];
  /** the value of the selected option */
  initial?: string;
  /** label of the button that sends the choice, on platforms that do not report a choice by themselves: "Set" by default */
  submit?: string;
  /** left out where a card would be too long with it, because people can choose the same elsewhere */
  optional?: boolean;
}

/** An option of a menu or of a form field. */
export interface Option {
  label: string;
  /** one line of at most 150 characters */
  value: string;
  /** heading of the options that it stands among, where the platform has groups; either all options of a menu have one or none has */
  group?: string;
}

/** Anything that can stand in a row of actions. */
export type Control = Button | LinkButton | Select;

/** A file whose content we have. */
export interface CardFile {
  id: number;
  name: string;
  /** bytes */
  size: number;
  mediaType: string;
  /** SHA-256 in hex, by which a transport reads the content */
  checksum: string;
  /** pixels of an image */
  width?: number;
  height?: number;
  /** signed address that downloads it, for those who read this card; null without a public address */
  url: string | null;
}

/**
 * The person who wrote what a message says. The first element of the card is its byline, which names them; a platform that shows a message
 * as somebody's shows `details` in its place, so that it says the name once.
 */
export interface CardAuthor {
  name: string;
  /** address of their picture */
  picture?: string;
  /** what the byline says besides the name; may be empty */
  details: Inline[];
}

/** One element of a card. */
export type Element =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: Inline[] }
  /** small and gray */
  | { kind: 'context'; text: Inline[] }
  /** CommonMark that a person wrote, of any length */
  | { kind: 'markdown'; text: string }
  | { kind: 'fields'; fields: { label: string; value: Inline[] }[] }
  /**
   * One line of a list, with a line of detail, a passage that is left out where a card would be too long with it, and a button. `menu`: the
   * label of a menu below the list that has the buttons of all its items, where a platform would show a wall of them.
   */
  | { kind: 'listItem'; text: Inline[]; detail?: Inline[]; passage?: PassagePart[]; button?: Button; menu?: string }
  /** something to notice; its text must make sense without the color */
  | { kind: 'callout'; tone: Tone; text: Inline[] }
  | { kind: 'divider' }
  /** a picture that a person sent; its name is the alternative text */
  | { kind: 'image'; file: CardFile }
  /** a picture that the bot draws, by a signed address. `text` describes it, for screen readers. */
  | { kind: 'chart'; url: string; text: string }
  | { kind: 'files'; files: CardFile[] }
  | { kind: 'actions'; actions: readonly Control[] };

/** A message, an answer that only its reader sees, or a whole page such as Slack's Home tab. */
export interface Card {
  /** one line for notifications and screen readers */
  summary: string;
  /** the title where the card opens as a modal or dialog; at most 24 characters */
  title?: string;
  /** what the message belongs to, shown above it where the platform has no threads */
  about?: string;
  /** what happened, briefly, for the subject of a mail, such as "Question" */
  happened?: string;
  /** a message that people can unsubscribe from where the platform has that, apart from those about a case */
  mailing?: 'digest';
  /** shown in place of the bot's name and picture where the platform can; see `CardAuthor` for the byline */
  author?: CardAuthor;
  /** the message is this file, as the platform shows files; the elements say the same where it cannot */
  file?: CardFile;
  elements: Element[];
}

/** A field of a form. */
export type Field = {
  /** letters, digits and `-`; the key of its value when the form is submitted */
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
} & (
  | { kind: 'line'; max: number; initial?: string; placeholder?: string }
  /**
   * CommonMark that a person writes: rich text in Slack, typed as Markdown elsewhere, where `plain` is shown instead of `initial`. Slack's
   * editor knows no `max`, so the form handler must check.
   */
  | { kind: 'paragraph'; max: number; initial?: string; plain?: string; placeholder?: string }
  /**
   * One of a list; with `refreshes`, choosing renders the form again. `refreshLabel`: the button that does so on platforms that do not report a
   * choice.
   */
  | {
      kind: 'choice';
      options: Option[];
      initial?: string;
      refreshes?: boolean;
      refreshLabel?: string;
      placeholder?: string;
    }
  /** several of a list of at most 100; read its value with `chosenValues` */
  | { kind: 'choices'; options: Option[]; initial?: readonly string[] }
  /**
   * Several of a long list, found by typing: the form handler's `suggest` is asked. Read its value with `chosenValues`. Some clients let people
   * choose more than `max`, so the handler must check. `initial` is repeated when the form is rendered again, because nobody else knows
   * the labels. Not available in mail.
   */
  | { kind: 'search'; max: number; initial?: readonly Option[]; placeholder?: string }
  /** its value is an ISO date; with `refreshes`, choosing renders the form again */
  | { kind: 'date'; initial?: string; refreshes?: boolean }
  /**
   * Files, at most `max`, each of at most `maxMegabytes`; the platform says so. Its value is a JSON list of what the platform's `FileSource` reads (`SentFile`). A platform whose forms take no files
   * leaves it out, and so does mail.
   */
  | { kind: 'files'; max: number; maxMegabytes: number }
);

/** A form: a modal in Slack, a dialog or a card in Teams, a web page behind a link in mail. */
export interface Form {
  /** the name of its form handler, such as `open` */
  name: string;
  /** at most 24 characters */
  title: string;
  /** the label of the submit button, at most 24 characters; without it there is nothing to submit */
  submit?: string;
  /** shown above the fields */
  intro: Element[];
  fields: Field[];
  /** a button below the fields that renders the form again with one more value, to ask for what few people need. Not available in mail. */
  more?: { label: string; name: string; value: string };
  /** values that come back with the submission, such as the case number; at most 2,000 characters of JSON */
  state: Readonly<Record<string, string>>;
}
