// A mail as it came over SMTP, read.
import PostalMime from 'postal-mime';

export interface ReadMail {
  /** by lower-case name; the subject decoded */
  headers: ReadonlyMap<string, string>;
  text: string;
  html: string;
}

/** @param raw the message, as bytes in latin1: a character is a byte */
export async function readMail(raw: string): Promise<ReadMail> {
  const { headers, subject = '', text = '', html = '' } = await PostalMime.parse(Buffer.from(raw, 'latin1'));
  const named = headers.map(({ key, value }) => [key, value] as const);
  return { headers: new Map([...named, ['subject', subject]]), text, html };
}
