import type { Card, Form, Option } from '../cards/elements.ts';
import type { ChannelRef, Fingerprint, IgnoredReason, PlatformName, SentFile } from '../ports.ts';

/** The chat identity that a platform reports. It may not belong to a person in the directory. */
export interface Speaker {
  platform: PlatformName;
  /** the workspace or tenant where the interaction happened; the reply uses its token */
  workspaceId: string;
  userId: string;
  /** the conversation this user was seen in; some platforms return a user's profile only there */
  metIn?: string;
  /** the IANA zone of their client, if the platform reports it with what they do */
  timezone?: string;
}

/** The conversation, and the thread in it, where an interaction happened. */
export interface Place {
  channelId: string;
  kind: 'direct' | 'group' | 'channel';
  /** the channel's name, where the platform tells it */
  name?: string;
  /** the message that is replied to or quoted; absent at the top level */
  threadRef?: string;
}

/** Returns the channel or direct conversation where an interaction happened. */
export function channelOf({ platform, workspaceId }: Speaker, { channelId }: Place): ChannelRef {
  return { platform, workspaceId, channelId };
}

interface InteractionBase {
  speaker: Speaker;
  /** the platform's own id of the event or request; the same for every retry */
  idempotencyKey: string;
  /** recognizes the same message when the platform sends it again with a different id */
  fingerprint?: Fingerprint;
  /** converts text that was typed after a command to CommonMark, where people type another markup; absent where the text is CommonMark */
  toMarkdown?: (typed: string) => string;
}

/** Everything a person can do with the bot, on every platform. */
export type Interaction = InteractionBase &
  // A command, a mention, or a direct message outside of a thread. `canOpenForm`: the platform can open a form as the reply.
  // The text contains mentioned users as `@{user id}`. `ref`: the message it was typed as, if it was one.
  (
    | { kind: 'command'; text: string; ref?: string; place: Place; canOpenForm: boolean; files?: SentFile[] }
    // A reply in a thread, in CommonMark, with its files. `commandText`: the text for the bot, if the reply mentions it.
    | { kind: 'message'; text: string; ref: string; place: Place; files: SentFile[]; commandText?: string }
    // `commandText`: the same text as commands are read, because a command that posted something can be edited as well
    | { kind: 'edit'; text: string; commandText?: string; ref: string; place: Place }
    | { kind: 'deletion'; ref: string; place: Place }
    // An emoji added to a message: its character, or `:name:` for an emoji of the workspace's own.
    | { kind: 'reaction'; emoji: string; ref: string; place: Place }
    | { kind: 'action'; action: string; value: string; place?: Place } // no place: on the Home tab or in a form
    | { kind: 'form-submitted'; form: string; values: Record<string, string>; state: Record<string, string> }
    | { kind: 'form-changed'; form: string; values: Record<string, string>; state: Record<string, string> }
    | { kind: 'suggestion'; form: string; field: string; text: string } // typed into a search field of a form that is not submitted yet
    | { kind: 'from-message'; text: string; link?: string; place: Place; files?: SentFile[] } // the message shortcut "Open a case"
    | { kind: 'home' }
    | { kind: 'search'; text: string; page: number } // from the message box, where the chosen result becomes visible to others
  );

/** What an adapter shows in reply to an interaction. */
export type Reply =
  /**
   * The cards of the case change. `toast`: what was done, for platforms that must show something and have nothing else to show. `card`: the
   * case as it is now, in place of a message or modal that does not change by itself, such as the answer to a command.
   */
  | { kind: 'nothing'; toast?: string; card?: Card }
  /**
   * A card for the person who acted. `replace`: the card takes the place of the one with the button that was used. `harmless`: everybody
   * in the conversation may read the card, so it can be shown where a platform cannot show a message to one person. `refused`: the card
   * says why the interaction was not carried out.
   */
  | { kind: 'card'; card: Card; replace?: boolean; harmless?: boolean; refused?: true }
  /** a form to open, or to show again */
  | { kind: 'form'; form: Form }
  /** errors in the submitted form, by field name; the form stays open. `redraw` renders the form for platforms that must show it again */
  | { kind: 'field-errors'; fields: Record<string, string>; redraw?: () => Promise<Form> }
  /** replaces the form with a card, such as the result of a submission, or closes the form without one */
  | { kind: 'done'; card?: Card; toast?: string; refused?: true }
  | { kind: 'home'; card: Card; refused?: true }
  /** the results of a search */
  | { kind: 'results'; results: Result[] }
  /** the options that match the text of a search field, best first; a platform shows as many as it can */
  | { kind: 'options'; options: Option[] };

/** Nothing is shown, because the interaction does not concern the bot. */
export interface Ignored {
  kind: 'ignored';
  reason: IgnoredReason;
}

/** One search result: a line for the person who searches, and a card that everybody may read. */
export interface Result {
  title: string;
  detail: string;
  card: Card;
}
