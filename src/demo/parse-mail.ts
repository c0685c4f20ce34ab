import PostalMime from 'postal-mime';

/** A parsed email. */
export interface ParsedMail {
  /** Header values by lower-case name; the subject is decoded. */
  headers: ReadonlyMap<string, string>;
  text: string;
  html: string;
  attachments: readonly MailAttachment[];
}

/** A file of an email. */
export interface MailAttachment {
  name: string;
  mediaType: string;
  /** part of the HTML, which refers to it by this Content-ID; null for a file next to it */
  contentId: string | null;
  content: Buffer;
}

/**
 * Parses an email as SMTP delivered it.
 * @param raw the message as latin1: one character per byte
 */
export async function parseMail(raw: string): Promise<ParsedMail> {
  const parsed = await PostalMime.parse(Buffer.from(raw, 'latin1'), { attachmentEncoding: 'arraybuffer' });
  const { headers, subject = '', text = '', html = '' } = parsed;
  const pairs = headers.map(({ key, value }) => [key, value] as const);
  const attachments = parsed.attachments.map(({ filename, mimeType, disposition, contentId, content }) => ({
    name: filename ?? '',
    mediaType: mimeType,
    contentId: disposition === 'inline' ? (contentId?.replace(/^<|>$/g, '') ?? null) : null,
    content: Buffer.from(content as ArrayBuffer),
  }));
  return { headers: new Map([...pairs, ['subject', subject]]), text, html, attachments };
}
