// Mail: the transport that sends it, the pages behind its links, and the receiver of answers (in/). Configured by SMTP_URL and MAIL_FROM; links
// also need CASEBRIDGE_SECRET_KEY and PUBLIC_URL.
import type { MailLinks } from '../chat/mail-links.ts';
import type { InboundConfig, MailConfig } from '../config/index.ts';
import type { Clock, FileStore, Log, MailDesk, SecretKeys, Transport } from '../ports.ts';
import { startInbound, type Inbound, type InboundParts } from './in/index.ts';
import { createReplyAddresses, type ReplyAddresses } from './reply-address.ts';
import { createTransport, type Replies } from './transport.ts';
import { createHandler, type MailHandler } from './handler.ts';
import { createLinks } from './links.ts';

export { checkMailServer } from './smtp.ts';
export type { Inbound };

/** Mail, ready to use. */
export interface Mail {
  transport: Transport;
  /** answers requests below /mail/; null without a secret key or a public address */
  handler: MailHandler | null;
  /** Starts to receive emails; null where that is off. @throws if the SMTP port cannot be opened */
  receive(desk: MailDesk, options?: ReceiveOptions): Promise<Inbound> | null;
  stop(): void;
}

/** What tests replace of the receiver. */
export type ReceiveOptions = Pick<InboundParts, 'resolver' | 'timing'>;

/** What mail needs. */
export interface MailParts {
  config: MailConfig;
  /** null: emails are not read */
  inbound: InboundConfig | null;
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
  /** returns the ID of the contact with this address; null for everybody else */
  contactOf: (address: string) => Promise<number | null>;
  /** returns the message IDs of what somebody sent about a case, oldest first */
  received: (address: string, number: number) => Promise<string[]>;
  clock: Clock;
  log: Log;
}

/** Creates the mail transport and, where links can be signed, the handler of their pages. */
export function createMail(parts: MailParts): Mail {
  const { config, inbound, publicUrl, secretKeys, settings, files, mailLinks, zoneOf, clock, log } = parts;
  const { brand, supportPhone } = settings;
  const links = secretKeys && publicUrl ? createLinks(secretKeys, publicUrl, clock) : null;
  const replyAddresses = inbound && secretKeys && createReplyAddresses(secretKeys, inbound.address);
  const transport = createTransport({
    ...{ config, brand, secretKeys, links, leads: mailLinks.leads, zoneOf, files: { ...files, log } },
    ...(replyAddresses ? { replies: repliesTo(replyAddresses, parts) } : {}),
  });
  return {
    transport,
    handler: links && createHandler({ brand, supportPhone, mailLinks, links, zoneOf, log }),
    receive: (desk, options) =>
      inbound &&
      replyAddresses &&
      startInbound({ config: inbound, secretKeys, replyAddresses, from: config.from.address, desk, clock, log, ...options }),
    stop: () => transport.stop(),
  };
}

function repliesTo(addresses: ReplyAddresses, { contactOf, received }: MailParts): Replies {
  return {
    addressFor: async (address, number) => {
      const personId = await contactOf(address);
      return personId === null ? null : addresses.write({ number, personId });
    },
    received,
  };
}
