// What a delivery about a case shows, and to whom.
import type { Side } from '../domain/person.ts';
import type { CaseBasics, CaseFacts, PostedCase, PostFacts, FileFacts } from './case-facts.ts';

/** The card of a case, or a post on it. */
export type CaseDelivery = CardDelivery | PostDelivery;

/** The card of a case. */
export interface CardDelivery extends InCase {
  kind: 'card';
  case: CaseFacts;
  /** on the card of the team that has the case, the request to it */
  asked: PostFacts | null;
}

/** A post on a case. */
export interface PostDelivery extends InCase {
  kind: 'post';
  case: PostedCase;
  post: PostFacts | null;
  /** on the latest reminder, the question or resolution that waits for a reply */
  waiting: PostFacts | null;
  /** the people who must act and can be mentioned in this workspace */
  mentions: Mentioned[];
  /** address of the picture of the post's author */
  authorPicture: string | null;
  /** a mail, which people cannot reply to */
  isMail: boolean;
  /** by mail, to the contact whom the closing of the case asks how support did */
  asksToRate: boolean;
  /** the mailbox of its author, who wrote by email on a closed case */
  isToAuthor: boolean;
  /** by mail: posts before this one that waited to be mailed, oldest first */
  earlier: PostFacts[];
  /** files that arrive as messages of their own here, so that the post does not list them */
  separateFiles: number[];
}

/** A delivery to a conversation of a case. */
interface InCase {
  id: number;
  side: Side;
  /** set when it is a person's direct conversation */
  personId: number | null;
  /** that person is a Read-Only contact, so there are no buttons */
  isReadOnly: boolean;
  /** that person belongs to several accounts, so the card says whose case it is */
  hasAccounts: boolean;
  /** set when it is an escalation team's conversation, where everything stays internal */
  team: string | null;
}

/** A file of a post as a message of its own: the file itself, or a notice to its author that it was not kept. */
export interface FileDelivery {
  kind: 'file';
  side: Side;
  case: CaseBasics;
  post: PostFacts;
  file: FileFacts;
  authorPicture: string | null;
  isReadOnly: boolean;
}

/** A person to mention, by the platform's user id. */
export interface Mentioned {
  userId: string;
  name: string;
}
