// A real SMTP server on loopback whose answers the test decides, and the database rows that make a case use it.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Database } from '../../src/db/client.ts';
import { parseMail, type ParsedMail } from '../../src/demo/parse-mail.ts';

/** arrived: not taken yet; accepted: taken and not answered yet; answered. */
export type SmtpMoment = 'arrived' | 'accepted' | 'answered';

/** The server and what it received. */
export interface FakeSmtp {
  url: string;
  port: number;
  /** mails received, including those whose connection was cut */
  mails: ParsedMail[];
  /** reply codes by command, from now on; without one everything is accepted */
  answers: Partial<Record<'from' | 'rcpt' | 'data', number>>;
  /** mails that are longer are refused with 552, as by a server with a limit */
  maxBytes: number;
  /** Called at the moments of each mail; returns true when its sender has been killed, so that it gets no answer, and `arrived` no effect. */
  onMoment: (moment: SmtpMoment) => boolean;
  /** how many more connections to cut after the last byte of a mail */
  cuts: number;
  stop: () => Promise<void>;
}

/** Starts the server. @param password the password it requires; none by default */
export async function startFakeSmtp({ port = 0, password }: { port?: number; password?: string } = {}): Promise<FakeSmtp> {
  const reply = (code: number | undefined, answered: (error?: Error | null) => void): void =>
    answered(code === undefined ? null : Object.assign(new Error('refused by the test'), { responseCode: code }));
  const server = new SMTPServer({
    disabledCommands: password === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => done(auth.password === password ? null : new Error('no'), { user: auth.username }),
    onMailFrom: (_address, _session, done) => reply(smtp.answers.from, done),
    onRcptTo: (_address, _session, done) => reply(smtp.answers.rcpt, done),
    onData: (stream, _session, done) => {
      let raw = '';
      stream.setEncoding('latin1').on('data', (chunk: string) => (raw += chunk));
      stream.on('end', () => {
        if (smtp.answers.data !== undefined) return reply(smtp.answers.data, done);
        if (raw.length > smtp.maxBytes) return reply(552, done);
        void parseMail(raw).then((mail) => {
          if (smtp.onMoment('arrived')) return;
          smtp.mails.push(mail);
          if (smtp.onMoment('accepted')) return;
          if (smtp.cuts === 0) {
            done();
            return void smtp.onMoment('answered');
          }
          smtp.cuts--;
          for (const connection of server.connections) connection._socket.destroy();
        });
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const listeningPort = (listening.address() as AddressInfo).port;
  const smtp: FakeSmtp = {
    url: `smtp://127.0.0.1:${listeningPort}`,
    port: listeningPort,
    mails: [],
    answers: {},
    maxBytes: Infinity,
    onMoment: () => false,
    cuts: 0,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return smtp;
}

/** Makes a case notify this person by mail from now on. */
export async function notifyByMail({ prisma }: Database, number: number, person: { id: number; email: string }): Promise<void> {
  const key = { platform: 'mail', workspaceId: '', channelId: person.email } as const;
  const destination = await prisma.destination.upsert({
    where: { platform_workspaceId_channelId: key },
    create: key,
    update: {},
  });
  const of = await prisma.case.findUniqueOrThrow({ where: { number } });
  const at = {
    caseId: of.id,
    destinationId: destination.id,
    side: 'contact',
    personId: person.id,
    threadRef: `CB-${number}`,
  } as const;
  await prisma.conversation.upsert({
    where: { caseId_destinationId: { caseId: of.id, destinationId: destination.id } },
    create: at,
    update: {},
  });
}

/** Returns the links of an HTML document, by their text. */
export function linksIn(html: string): Record<string, string> {
  const anchors = [...html.matchAll(/<a href="([^"]+)"[^>]*>([^<]*)<\/a>/g)];
  return Object.fromEntries(anchors.map(([, href = '', label = '']) => [label, href.replace(/&#x26;/g, '&')]));
}
