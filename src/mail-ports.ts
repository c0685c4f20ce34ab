// What the inside asks of those who receive emails, and what they ask of it. Part of ports.ts, through which all rooms import it.

/** An email that arrived, as the inside needs it. */
export interface IncomingMail {
  /** what makes it the same email, however often and by whatever way it arrives: SHA-256 in hex */
  key: string;
  /** without angle brackets */
  messageId: string | null;
  /** the sender as the email says, the address in lower case; `isClear`: there is exactly one */
  from: { name: string; address: string; isClear: boolean };
  /**
   * Whether the sender's domain vouches for the email (DKIM, SPF, DMARC). `none`: nobody checked it, or the domain does not say.
   */
  authentication: 'pass' | 'fail' | 'none';
  subject: string;
  /** what its author wrote; CommonMark */
  text: string;
  /** the whole email as text */
  whole: string;
  files: readonly MailedFile[];
  /** the signed reply address that it was sent to: of a case, made for a person */
  replyTo: { number: number; personId: number } | null;
  /** the emails of ours that it answers, by their message IDs, the newest first */
  answers: readonly { number: number; deliveryId: number | null }[];
  /** other message IDs that it refers to, the newest first */
  references: readonly string[];
  /** set when no person wrote it by hand */
  automatic: AutomaticMail | null;
}

/** A file of an email. */
export interface MailedFile {
  /** what only Outlook opens is called winmail.dat, whatever the email calls it */
  name: string;
  content: Uint8Array;
}

/** An email that a program wrote or sent on. It never becomes a post and never gets an answer; what a person wrote through a list waits. */
export interface AutomaticMail {
  kind: 'auto-reply' | 'bounce' | 'list' | 'own';
  /** the subject and text of an automatic answer say that its sender is away */
  isAway: boolean;
  /** the addresses that a delivery status notification reports as failed */
  failed: readonly FailedAddress[];
}

/** An address to which an email was not delivered. */
export interface FailedAddress {
  /** lower case */
  address: string;
  /** of RFC 3463, such as `5.1.1` */
  status: string;
  /** the delivery whose email is returned, as far as the report says */
  deliveryId: number | null;
}

/** What became of an email. `repeat`: it arrived before. */
export type MailOutcome = 'posted' | 'opened' | 'waiting' | 'ignored' | 'repeat';

/** How far the messages of an IMAP mailbox are handled. */
export interface MailboxPosition {
  uidValidity: bigint;
  /** every message up to here is handled */
  lastUid: bigint;
  /** when it was read first; older messages are left alone */
  since: Date;
}

/** What the receivers of emails ask of the use cases. */
export interface MailDesk {
  /**
   * Decides what becomes of an email and does it, once for each email, however often it arrives and in however many processes.
   * @throws only what is worth another attempt
   */
  receive(mail: IncomingMail): Promise<MailOutcome>;
  /** Keeps an email for an advisor without looking at it, after it failed several times. */
  setAside(mail: IncomingMail): Promise<void>;
  /** @returns null for a mailbox that was never read */
  position(mailbox: string): Promise<MailboxPosition | null>;
  /** Records the position. A smaller one of the same UIDVALIDITY changes nothing. @param options.isFirst only where nothing was recorded before */
  savePosition(mailbox: string, position: MailboxPosition, options?: { isFirst?: boolean }): Promise<void>;
}
