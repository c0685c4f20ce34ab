import PostalMime from 'postal-mime';

/** A parsed email. */
export interface ParsedMail {
  /** Header values by lower-case name; the subject is decoded. */
  headers: ReadonlyMap<string, string>;
  text: string;
  html: string;
}

/**
 * Parses an email as SMTP delivered it.
 * @param raw the message as latin1: one character per byte
 */
export async function parseMail(raw: string): Promise<ParsedMail> {
  const { headers, subject = '', text = '', html = '' } = await PostalMime.parse(Buffer.from(raw, 'latin1'));
  const pairs = headers.map(({ key, value }) => [key, value] as const);
  return { headers: new Map([...pairs, ['subject', subject]]), text, html };
}
