import type { Card, Form } from './elements.ts';
import type { PlatformName } from '../ports.ts';

/** Who speaks, as the platform says: not yet a person of the directory. */
export interface Speaker {
  platform: PlatformName;
  /** the workspace or tenant in which it was said: its token answers */
  workspaceId: string;
  userId: string;
}

/** Where it was said. */
export interface Place {
  channelId: string;
  kind: 'direct' | 'group' | 'channel';
  /** the message this one replies under, or quotes; absent at the top level */
  threadRef?: string;
}

interface Heard {
  speaker: Speaker;
  /** the platform's own id of the event or request; the same for every retry */
  receipt: string;
}

/** Everything a person can do to the bot, whatever the platform. */
export type Interaction = Heard &
  // a command, a mention, or a direct message that is in no thread; formable: the platform lets a form be opened as the answer.
  // A mentioned user stands in the text as `@{user id}`
  (
    | { kind: 'words'; text: string; place: Place; formable: boolean }
    | { kind: 'message'; text: string; ref: string; place: Place; files: string[] } // a reply in a thread; CommonMark; names of its files
    | { kind: 'edited'; text: string; ref: string; place: Place }
    | { kind: 'deleted'; ref: string; place: Place }
    | { kind: 'pressed'; action: string; value: string; place?: Place } // no place: on the Home tab or in a form's window
    | { kind: 'submitted'; form: string; values: Record<string, string>; carries: Record<string, string> }
    | { kind: 'changed'; form: string; values: Record<string, string>; carries: Record<string, string> }
    | { kind: 'from-message'; text: string; link?: string; place: Place } // the message shortcut "Open a case"
    | { kind: 'opened-home' }
  );

/** What the adapter shows. */
export type Reply =
  | { kind: 'nothing' }
  /** a card or a few words only the speaker sees; `replace`: in place of the card whose control was pressed */
  | { kind: 'card'; card: Card; replace?: boolean }
  /** a form, opened or drawn anew */
  | { kind: 'form'; form: Form }
  /** mistakes in the submitted form, by field name; the form stays open */
  | { kind: 'mistakes'; fields: Record<string, string> }
  /** the form is replaced by something to read (a submission's result), or closed where there is nothing to say */
  | { kind: 'done'; card?: Card }
  | { kind: 'home'; card: Card };
