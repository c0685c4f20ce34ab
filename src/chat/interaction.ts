import type { Card, Form, Option } from '../cards/elements.ts';
import type { Fingerprint, PlatformName } from '../ports.ts';

/** Who speaks, as the platform says: not yet a person of the directory. */
export interface Speaker {
  platform: PlatformName;
  /** the workspace or tenant in which it was said: its token answers */
  workspaceId: string;
  userId: string;
  /** the conversation they were met in: some platforms tell of people only there */
  metIn?: string;
}

/** Where it was said. */
export interface Place {
  channelId: string;
  kind: 'direct' | 'group' | 'channel';
  /** the message this one replies under, or quotes; absent at the top level */
  threadRef?: string;
}

interface InteractionBase {
  speaker: Speaker;
  /** the platform's own id of the event or request; the same for every retry */
  idempotencyKey: string;
  /** where a platform repeats itself under another id: what makes the same words the same */
  fingerprint?: Fingerprint;
}

/** Everything a person can do to the bot, whatever the platform. */
export type Interaction = InteractionBase &
  // a command, a mention, or a direct message that is in no thread; formable: the platform lets a form be opened as the answer.
  // A mentioned user stands in the text as `@{user id}`
  (
    | { kind: 'command'; text: string; place: Place; canOpenForm: boolean }
    // a reply in a thread; CommonMark; names of its files. words: what was said to the bot, where it was mentioned in it
    | { kind: 'message'; text: string; ref: string; place: Place; files: string[]; commandText?: string }
    | { kind: 'edit'; text: string; ref: string; place: Place }
    | { kind: 'deletion'; ref: string; place: Place }
    | { kind: 'action'; action: string; value: string; place?: Place } // no place: on the Home tab or in a form's window
    | { kind: 'form-submitted'; form: string; values: Record<string, string>; state: Record<string, string> }
    | { kind: 'form-changed'; form: string; values: Record<string, string>; state: Record<string, string> }
    | { kind: 'suggestion'; form: string; field: string; text: string } // into a field that searches; nothing is sent yet
    | { kind: 'from-message'; text: string; link?: string; place: Place } // the message shortcut "Open a case"
    | { kind: 'home' }
    | { kind: 'search'; text: string; page: number } // from where somebody writes: what they choose is shown to others
  );

/** What the adapter shows. */
export type Reply =
  | { kind: 'nothing' }
  /**
   * A card or a few words only the speaker sees; `replace`: in place of the card whose control was pressed; `harmless`: everybody in the
   * conversation may read it, where a platform cannot speak to one of them alone
   */
  | { kind: 'card'; card: Card; replace?: boolean; harmless?: boolean }
  /** a form, opened or drawn anew */
  | { kind: 'form'; form: Form }
  /** mistakes in the submitted form, by field name; the form stays open. redraw: it, for platforms that show mistakes by drawing it anew */
  | { kind: 'field-errors'; fields: Record<string, string>; redraw?: () => Promise<Form> }
  /** the form is replaced by something to read (a submission's result), or closed where there is nothing to say */
  | { kind: 'done'; card?: Card }
  | { kind: 'home'; card: Card }
  /** what was looked up: each with a line for its finder and a card that everybody may read */
  | { kind: 'results'; results: Result[] }
  /** what fits what was typed ahead, best first; a platform shows as many as it can */
  | { kind: 'options'; options: Option[] };

export interface Result {
  title: string;
  detail: string;
  card: Card;
}
