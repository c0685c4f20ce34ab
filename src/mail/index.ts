// Mail: the transport that sends it, and the pages behind its links. Configured by SMTP_URL and MAIL_FROM; links also need
// CASEBRIDGE_SECRET_KEY and PUBLIC_URL. Incoming mail is not read.
import type { MailLinks } from '../chat/mail-links.ts';
import type { MailConfig } from '../config/index.ts';
import type { Clock, FileStore, Log, SecretKeys, Transport } from '../ports.ts';
import { createTransport } from './transport.ts';
import { createHandler, type MailHandler } from './handler.ts';
import { createLinks } from './links.ts';

export { checkMailServer } from './smtp.ts';

/** Mail, ready to use. */
export interface Mail {
  transport: Transport;
  /** answers requests below /mail/; null without a secret key or a public address */
  handler: MailHandler | null;
  stop(): void;
}

/** What mail needs. */
export interface MailParts {
  config: MailConfig;
  /** without a slash at the end */
  publicUrl: string | null;
  /** 32 bytes */
  secretKeys: SecretKeys | null;
  settings: { brand: string; supportPhone: string | null };
  /** the contents of files, and how many bytes of them one mail carries */
  files: { open: FileStore['open']; maxBytes: number };
  mailLinks: MailLinks;
  /** returns the time zone (IANA name) of the person with this address */
  zoneOf: (address: string) => Promise<string>;
  clock: Clock;
  log: Log;
}

/** Creates the mail transport and, where links can be signed, the handler of their pages. */
export function createMail({ config, publicUrl, secretKeys, settings, files, mailLinks, zoneOf, clock, log }: MailParts): Mail {
  const { brand, supportPhone } = settings;
  const links = secretKeys && publicUrl ? createLinks(secretKeys, publicUrl, clock) : null;
  const transport = createTransport({ config, brand, links, leads: mailLinks.leads, zoneOf, files: { ...files, log } });
  return {
    transport,
    handler: links && createHandler({ brand, supportPhone, mailLinks, links, zoneOf, log }),
    stop: () => transport.stop(),
  };
}
