// What the author of an email wrote, as CommonMark, and the whole email as it can be read. The HTML is preferred, because clients mark in it
// what is quoted; the plain text is read when there is no HTML.
import { cutReply, type CutFacts } from './cut-reply.ts';
import { isForwardedSubject } from './phrases.ts';
import { plainToMarkdown } from './plain-text.ts';
import { readHtml } from './read-html.ts';

/** The texts of an email. */
export interface MailTexts {
  subject: string;
  /** display name of the sender, or what is in front of the @ */
  senderName: string;
  /** lines joined */
  plain: string;
  html: string;
}

/** Returns what the author wrote as CommonMark; empty where they only quoted. */
export function writtenText({ subject, senderName, plain, html }: MailTexts): string {
  const facts: CutFacts = { name: senderName, isForward: isForwardedSubject(subject) };
  if (html.trim() === '') return plainToMarkdown(cutReply(plain, facts));
  const { text, original } = readHtml(html);
  if (original === '') return cutReply(text, facts);
  // the line tells the cut where the original begins
  return cutReply(`${text}\n\n${originalMark}\n\n${original}`, facts);
}

const originalMark = '-----Original Message-----';

/** Returns the whole email as text that advisors read. */
export function wholeText({ plain, html }: Pick<MailTexts, 'plain' | 'html'>): string {
  return plain.trim() === '' ? readHtml(html, { keeps: true }).text : plain.trim();
}
