// Parses the bytes of an email: its headers, its texts and its files. Nothing here decides what becomes of it.
import { createHash } from 'node:crypto';
import PostalMime, { addressParser, type Attachment } from 'postal-mime';
import { visibleText } from '../../cards/visible-text.ts';
import { unflow, withoutFlow } from './unflow.ts';

/** An email, parsed. */
export interface ParsedMail {
  /** what makes it the same email, however often and by whatever way it arrives: SHA-256 in hex */
  key: string;
  /** values of a header by lower-case name, in the order of the email */
  header: (name: string) => readonly string[];
  /** without angle brackets; null without one */
  messageId: string | null;
  /** message IDs of In-Reply-To and References, the newest first */
  references: readonly string[];
  /** the sender, the address in lower case; empty without one */
  from: { name: string; address: string };
  /** more than one sender, or a header that cannot be read: nobody can be recognized by it */
  isFromUnclear: boolean;
  /** all addresses it was sent to, in lower case */
  recipients: readonly string[];
  subject: string;
  sentAt: Date | null;
  plain: string;
  html: string;
  files: readonly ParsedFile[];
}

/** A file of an email. */
export interface ParsedFile {
  name: string;
  mediaType: string;
  /** by which the HTML refers to it, without angle brackets */
  contentId: string | null;
  /** a part of the HTML, as pictures are */
  isRelated: boolean;
  content: Uint8Array;
}

const maxReferences = 100;

/** Parses an email. @throws an error of the parser for one that is nested too deeply */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  const { raw: source, flow } = withoutFlow(raw.toString('latin1'));
  const parser = new Parser({ attachmentEncoding: 'arraybuffer', rfc822Attachments: true, maxHeadersSize: 256 * 1024 });
  const parsed = await parser.parse(Buffer.from(source, 'latin1'));
  const header = (name: string): string[] => parsed.headers.filter(({ key }) => key === name).map(({ value }) => value);
  const senders = header('from').flatMap((value) => addressesIn(value));
  const [from = { name: '', address: '' }] = senders;
  const messageId = idsIn(header('message-id')[0] ?? '')[0] ?? null;
  const subject = oneLine(parsed.subject ?? '');
  const sentAt = dateOf(parsed.date);
  const plain = unflow(withoutNul(parsed.text ?? ''), flow);
  const html = withoutNul(parsed.html ?? '');
  const files = parsed.attachments.map(fileOf);
  return {
    key: keyOf([messageId, from.address, parsed.date, subject, plain, html], files),
    header,
    messageId,
    references: [...new Set([...header('in-reply-to').flatMap(idsIn), ...header('references').flatMap(idsIn).reverse()])].slice(0, maxReferences), // prettier-ignore
    from: { name: oneLine(from.name), address: from.address },
    isFromUnclear: senders.length !== 1 || header('from').length !== 1,
    recipients: recipientsIn(header),
    subject,
    sentAt,
    plain,
    html,
    files,
  };
}

/** What a part says about itself. */
interface Part {
  contentType: { parsed: { value: string; params: Readonly<Record<string, string>> } };
  contentDisposition: { parsed: { value: string; params: Readonly<Record<string, string>> } };
  parentNode?: Part;
}

/** Keeps a text file a file where its program shows it below the text, as Apple Mail does (findings/postal-mime-inline-text-file.sh). */
class Parser extends PostalMime {
  private hasText = false;

  /** Decides for each part, in their order, whether it belongs to the text. The library does not document it; a test notices when it is not called. */
  isInlineTextNode({ contentType, contentDisposition, parentNode }: Part): boolean {
    const isText = /^text\/(?:plain|html)$/.test(contentType.parsed.value) && contentDisposition.parsed.value !== 'attachment';
    if (!isText) return false;
    const isNamed = Boolean(contentDisposition.parsed.params.filename ?? contentType.parsed.params.name);
    // without other text, or as another form of it, a part with a name is what was written
    if (isNamed && this.hasText && parentNode?.contentType.parsed.value !== 'multipart/alternative') return false;
    this.hasText = true;
    return true;
  }
}

/** Headers in which servers and clients name who an email is for. */
const recipientHeaders = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-forwarded-to', 'x-delivered-to'];

function recipientsIn(header: ParsedMail['header']): string[] {
  const named = recipientHeaders.flatMap((name) => header(name)).flatMap((value) => addressesIn(value));
  return [...new Set(named.map(({ address }) => address))].slice(0, 200);
}

function addressesIn(value: string): { name: string; address: string }[] {
  return addressParser(value, { flatten: true }).flatMap(({ name, address = '' }) =>
    address.includes('@') && !/\p{Cc}/u.test(address.trim()) ? [{ name, address: address.trim().toLowerCase() }] : [],
  );
}

/** The message IDs in a header, without their angle brackets. */
function idsIn(value: string): string[] {
  return [...value.matchAll(/<([^<>\s\p{Cc}]{3,250})>/gu)].map(([, id = '']) => id);
}

/** The database keeps no text with this character. */
const withoutNul = (text: string): string => text.replaceAll('\0', '');

function oneLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim();
}

function dateOf(date: string | undefined): Date | null {
  const at = new Date(date ?? '');
  return Number.isNaN(at.getTime()) ? null : at;
}

function fileOf({ filename, mimeType, content, contentId, related = false }: Attachment, index: number): ParsedFile {
  const fallback = mimeType === 'message/rfc822' ? 'email.eml' : `file-${index + 1}`;
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
  return {
    name: oneLine(filename ?? '') || fallback,
    mediaType: mimeType,
    contentId: contentId?.replace(/^<|>$/g, '') ?? null,
    isRelated: related,
    content: bytes,
  };
}

/** Message IDs alone do not do: some programs give every email the same one. */
function keyOf(parts: readonly (string | null | undefined)[], files: readonly ParsedFile[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts));
  for (const { name, content } of files) hash.update(JSON.stringify([name, content.length])).update(content);
  return hash.digest('hex');
}
