// Mail, put together: the courier, and the pages behind its links.
import type { MailLinks } from '../chat/mail-links.ts';
import type { MailConfig } from '../config/index.ts';
import type { Clock, Transport, Log } from '../ports.ts';
import { createTransport } from './transport.ts';
import { createHandler, type MailHandler } from './handler.ts';
import { createLinks } from './links.ts';

export { checkMailServer } from './smtp.ts';

export interface Mail {
  transport: Transport;
  /** everything below /mail/; null where links cannot be signed or lead nowhere */
  handler: MailHandler | null;
  stop(): void;
}

export interface MailParts {
  config: MailConfig;
  /** without a slash at the end */
  publicUrl: string | null;
  /** 32 bytes */
  secretKey: Buffer | null;
  settings: { brand: string; supportPhone: string | null };
  door: MailLinks;
  /** IANA, of whoever has this address */
  zoneOf: (address: string) => Promise<string>;
  clock: Clock;
  log: Log;
}

export function createMail({ config, publicUrl, secretKey, settings, door, zoneOf, clock, log }: MailParts): Mail {
  const { brand, supportPhone } = settings;
  const links = secretKey && publicUrl ? createLinks(secretKey, publicUrl, clock) : null;
  const transport = createTransport({ config, brand, links, leads: door.leads, zoneOf });
  return {
    transport,
    handler: links && createHandler({ brand, supportPhone, door, links, zoneOf, log }),
    stop: () => transport.stop(),
  };
}
