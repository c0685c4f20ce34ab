// Receiving emails: from an IMAP mailbox, by an SMTP listener, or both. Configured by INBOUND_IMAP_URL and INBOUND_SMTP_PORT; off by default.
import { createHash } from 'node:crypto';
import type { InboundConfig } from '../../config/index.ts';
import type { Clock, IncomingMail, Log, MailDesk, SecretKeys } from '../../ports.ts';
import { createMessageIds } from '../message-ids.ts';
import type { ReplyAddresses } from '../reply-address.ts';
import type { Resolver } from './authenticate.ts';
import { startImap, type ImapParts, type ImapReader } from './imap.ts';
import { readMail, unreadMail, type ReadParts } from './read-mail.ts';
import { startSmtpListener, type SmtpListener } from './smtp-listener.ts';

/** What receiving needs. */
export interface InboundParts {
  config: InboundConfig;
  secretKeys: SecretKeys | null;
  replyAddresses: ReplyAddresses;
  /** the sender of our emails */
  from: string;
  desk: MailDesk;
  clock: Clock;
  log: Log;
  /** tests replace DNS and shorten times */
  resolver?: Resolver;
  timing?: ImapParts['timing'];
}

/** A running receiver. */
export interface Inbound {
  imap: ImapReader | null;
  smtp: SmtpListener | null;
  /** Handles the bytes of an email. */
  receive(raw: Buffer): Promise<void>;
  stop(): Promise<void>;
}

/** An email that fails this often waits for an advisor, so that those after it are not kept back. */
const maxFailures = 5;

/** Starts receiving emails. @throws if the SMTP port cannot be opened */
export async function startInbound({
  config,
  secretKeys,
  replyAddresses,
  from,
  desk,
  clock,
  log,
  resolver,
  timing,
}: InboundParts): Promise<Inbound> {
  const { address, authservId } = config;
  const parts: ReadParts = {
    replyAddresses,
    own: {
      addresses: [...new Set([address, from])],
      messageIds: createMessageIds(secretKeys, from.slice(from.lastIndexOf('@') + 1)),
    },
    auth: { authservId, log, ...(resolver ? { resolver } : {}) },
  };
  /** by the checksum of the bytes */
  const failures = new Map<string, number>();
  const receive = async (raw: Buffer, envelope?: Parameters<typeof readMail>[2]): Promise<void> => {
    const key = createHash('sha256').update(raw).digest('hex');
    let mail: IncomingMail | null = null;
    try {
      mail = await readMail(parts, raw, envelope);
      const outcome = await desk.receive(mail);
      log.info({ outcome, mail: mail.key.slice(0, 12) }, 'an email arrived');
    } catch (error) {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      if (count < maxFailures) throw error;
      mail ??= unreadMail(raw, key);
      log.error({ err: error, mail: mail.key.slice(0, 12) }, 'an email cannot be handled; it waits for an advisor');
      await desk.setAside(mail);
    }
    failures.delete(key);
  };
  const isOurs = (to: string): boolean => to.toLowerCase() === address || replyAddresses.read(to) !== null;
  const smtp = config.smtp && (await startSmtpListener({ config: config.smtp, isOurs, receive, log }));
  const imap =
    config.imap &&
    startImap({
      config: config.imap,
      desk,
      receive: (raw) => receive(raw),
      now: () => clock.now(),
      log,
      ...(timing ? { timing } : {}),
    });
  return {
    imap,
    smtp,
    receive: (raw) => receive(raw),
    stop: async () => void (await Promise.all([imap?.stop(), smtp?.stop()])),
  };
}
