// Turns the bytes of an email into what the inside needs. An email that cannot be parsed is not lost: its headers are read, and it waits for an
// advisor.
import type { IncomingMail, MailedFile } from '../../ports.ts';
import type { ReplyAddresses } from '../reply-address.ts';
import { authenticate, type AuthParts, type Session } from './authenticate.ts';
import { automaticMail, type OwnAddresses } from './automatic.ts';
import { parseMail, type ParsedMail } from './parse-mail.ts';
import { wholeText, writtenText } from './written-text.ts';
import { readHtml } from './read-html.ts';

/** What reading needs. */
export interface ReadParts {
  replyAddresses: ReplyAddresses;
  own: OwnAddresses;
  auth: AuthParts;
}

/** Reads an email. @param envelope of our own SMTP listener */
export async function readMail(
  { replyAddresses, own, auth }: ReadParts,
  raw: Buffer,
  envelope?: { session: Session; recipients: readonly string[] },
): Promise<IncomingMail> {
  const mail = await parsed(raw);
  const senderName = mail.from.name || (mail.from.address.split('@')[0] ?? '');
  const text = writtenText({ ...mail, senderName });
  const recipients = [...(envelope?.recipients ?? []), ...mail.recipients];
  const [replyTo = null] = recipients.flatMap((address) => replyAddresses.read(address) ?? []);
  const automatic = automaticMail(mail, raw.toString('latin1'), text, own);
  return {
    key: mail.key,
    messageId: mail.messageId,
    from: { name: mail.from.name || mail.from.address, address: mail.from.address, isClear: !mail.isFromUnclear },
    // what came through a list may be from a person all the same
    authentication: automatic && automatic.kind !== 'list' ? 'none' : await authenticate(auth, mail, raw, envelope?.session),
    subject: mail.subject,
    text,
    whole: wholeText(mail),
    files: filesOf(mail),
    replyTo,
    answers: mail.references.flatMap((id) => own.messageIds.read(id) ?? []),
    references: mail.references,
    automatic,
  };
}

/** Makes what an advisor sees of an email that cannot be read: its bytes. @param key SHA-256 in hex */
export function unreadMail(raw: Buffer, key: string): IncomingMail {
  return {
    key,
    messageId: null,
    from: { name: '', address: '', isClear: false },
    authentication: 'none',
    subject: "Email that can't be read",
    text: '',
    whole: raw.subarray(0, maxUnread).toString('latin1').replaceAll('\0', ''),
    files: [],
    replyTo: null,
    answers: [],
    references: [],
    automatic: null,
  };
}

const maxUnread = 200_000;

async function parsed(raw: Buffer): Promise<ParsedMail> {
  try {
    return await parseMail(raw);
  } catch {
    // nested too deeply for the parser
    const end = /\r?\n\r?\n/.exec(raw.subarray(0, 200_000).toString('latin1'))?.index ?? 0;
    const headers = raw.subarray(0, end).toString('latin1').replace(/^content-[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n?/gim, ''); // prettier-ignore
    return parseMail(Buffer.from(`${headers}\r\n\r\n`, 'latin1'));
  }
}

/** The files that the author sent. Pictures of a quotation or a signature are not: only those in the text that they wrote. */
function filesOf({ files, html }: ParsedMail): MailedFile[] {
  const shown = new Set(html === '' ? [] : readHtml(html).pictures);
  return files
    .filter(({ contentId, isRelated }) => !isRelated || contentId === null || shown.has(contentId))
    .map(({ name, mediaType, content }) => ({ name: isOutlookFormat(mediaType) ? 'winmail.dat' : name, content }));
}

const isOutlookFormat = (mediaType: string): boolean => /^application\/(?:vnd\.)?ms-tnef$/i.test(mediaType);
