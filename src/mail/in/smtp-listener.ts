// Our own SMTP server, for those who route emails to us. It takes emails for the one address and its reply addresses and relays nothing. An email is
// accepted only after it is handled: until then its sender has it, and sends it again.
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { InboundSmtp } from '../../config/index.ts';
import type { Log } from '../../ports.ts';
import type { Session } from './authenticate.ts';

/** What the listener needs. */
export interface ListenerParts {
  config: InboundSmtp;
  /** whether emails to an address are for us */
  isOurs: (address: string) => boolean;
  /** handles one email; what it throws is worth another attempt */
  receive: (raw: Buffer, envelope: { session: Session; recipients: readonly string[] }) => Promise<void>;
  log: Log;
}

/** A running listener. */
export interface SmtpListener {
  port: number;
  stop(): Promise<void>;
}

/** Bytes of all emails that are being taken, as a multiple of the largest one: the process holds them in memory. */
const maxHeld = 4;

/** Starts listening. @throws if the port cannot be opened */
export async function startSmtpListener({ config, isOurs, receive, log }: ListenerParts): Promise<SmtpListener> {
  const { port, tls, requireTls, maxBytes } = config;
  const refuse = (code: number, message: string): Error => Object.assign(new Error(message), { responseCode: code });
  /** bytes in memory by connection */
  const held = new Map<string, number>();
  const heldByAll = (): number => [...held.values()].reduce((sum, one) => sum + one, 0);
  const server = new SMTPServer({
    ...(tls ? { key: tls.key, cert: tls.cert } : {}),
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: maxBytes,
    maxClients: 50,
    socketTimeout: 60_000,
    banner: 'Casebridge',
    // RFC 3207
    onMailFrom: (_address, { secure }, done) =>
      requireTls && !secure ? done(refuse(530, '5.7.0 Must issue a STARTTLS command first.')) : done(),
    onRcptTo: ({ address }, _session, done) =>
      isOurs(address) ? done() : done(refuse(550, '5.7.1 We take no emails for this address.')),
    // a client that goes away in the middle ends no stream
    onClose: ({ id }) => void held.delete(id),
    onData: (stream, session, done) => {
      let parts: Buffer[] = [];
      let length = 0;
      let isCrowded = false;
      stream.on('data', (part: Buffer) => {
        length += part.length;
        isCrowded ||= heldByAll() + part.length > maxBytes * maxHeld;
        if (!isCrowded && length <= maxBytes) parts.push(part);
        else parts = [];
        held.set(session.id, isCrowded || length > maxBytes ? 0 : length);
      });
      stream.on('error', (err: Error) => log.debug({ err }, 'an email broke off'));
      stream.on('end', () => {
        if (stream.sizeExceeded || length > maxBytes) return done(refuse(552, '5.3.4 The email is too large.'));
        if (isCrowded) return done(refuse(452, '4.3.1 Too many emails at once. Please try again later.'));
        receive(Buffer.concat(parts), {
          session: sessionOf(session),
          recipients: session.envelope.rcptTo.map(({ address }) => address),
        })
          .then(
            () => done(null, 'We have it.'),
            (err: unknown) => {
              log.error({ err }, 'cannot take an email at the moment');
              done(refuse(451, '4.3.0 Please try again later.'));
            },
          )
          .finally(() => held.delete(session.id));
      });
    },
  });
  server.on('error', (err: Error) => log.debug({ err }, 'an SMTP connection failed'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function sessionOf({ remoteAddress, hostNameAppearsAs, envelope: { mailFrom } }: SMTPServerSession): Session {
  return { ip: remoteAddress, helo: String(hostNameAppearsAs || 'unknown'), sender: mailFrom ? mailFrom.address : '' };
}
