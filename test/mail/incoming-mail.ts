// Emails as src/mail/in hands them over, and their bytes.
import type { IncomingMail } from '../../src/ports.ts';

let count = 0;

/** Makes an email of a stranger that is about nothing. Every one has a key of its own. */
export function incomingMail(over: Partial<IncomingMail> = {}): IncomingMail {
  count += 1;
  return {
    key: `email ${count}`,
    messageId: `m${count}@mailer.example`,
    from: { name: 'Kim Doe', address: 'kim@mail.example', isClear: true },
    authentication: 'pass',
    subject: 'Bus list',
    text: `Bus 7 is missing (${count}).`,
    whole: `Bus 7 is missing (${count}).\n\nQuoted below.`,
    files: [],
    replyTo: null,
    answers: [],
    references: [],
    automatic: null,
    ...over,
  };
}

/** What the bytes of an email are made of. */
export interface RawMail {
  from?: string;
  to?: string;
  subject?: string;
  messageId?: string;
  headers?: Record<string, string>;
  text?: string;
}

/** Writes an email as a server delivers it. */
export function rawMail({
  from = 'Ada Park <ada@plainview.example>',
  to,
  subject = 'Re: Late bus list',
  ...over
}: RawMail = {}): Buffer {
  count += 1;
  const { messageId = `raw${count}@mailer.example`, headers = {}, text = `Grade ${count} is missing.` } = over;
  const lines = {
    From: from,
    To: to ?? 'support@campus.example',
    Subject: subject,
    'Message-ID': `<${messageId}>`,
    Date: 'Tue, 1 Dec 2026 09:00:00 -0600',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([...head, '', text, ''].join('\r\n'));
}
