// A real SMTP server on loopback that does as it is told, and mail conversations for it to be used.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Database } from '../../src/db/client.ts';
import { readMail, type ReadMail } from '../../src/demo/read-mail.ts';

export interface PostOffice {
  url: string;
  port: number;
  /** what was taken, or would have been had the connection lasted */
  mails: ReadMail[];
  /** what it answers from now on, by command; absent: it takes everything */
  answers: Partial<Record<'from' | 'rcpt' | 'data', number>>;
  /** cuts the line after a mail's last byte, so many times */
  cuts: number;
  stop: () => Promise<void>;
}

export async function startPostOffice({ port = 0, password }: { port?: number; password?: string } = {}): Promise<PostOffice> {
  const reply = (code: number | undefined, answered: (error?: Error | null) => void): void =>
    answered(code === undefined ? null : Object.assign(new Error('as the test wants it'), { responseCode: code }));
  const server = new SMTPServer({
    disabledCommands: password === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => done(auth.password === password ? null : new Error('no'), { user: auth.username }),
    onMailFrom: (_address, _session, done) => reply(context.answers.from, done),
    onRcptTo: (_address, _session, done) => reply(context.answers.rcpt, done),
    onData: (stream, _session, done) => {
      let raw = '';
      stream.setEncoding('latin1').on('data', (chunk: string) => (raw += chunk));
      stream.on('end', () => {
        if (context.answers.data !== undefined) return reply(context.answers.data, done);
        void readMail(raw).then((mail) => {
          context.mails.push(mail);
          if (context.cuts === 0) return done();
          context.cuts--;
          for (const connection of server.connections) connection._socket.destroy();
        });
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const claimed = (listening.address() as AddressInfo).port;
  const context: PostOffice = {
    url: `smtp://127.0.0.1:${claimed}`,
    port: claimed,
    mails: [],
    answers: {},
    cuts: 0,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return context;
}

/** A case is told by mail to this person from now on. */
export async function tellByMail({ prisma }: Database, number: number, person: { id: number; email: string }): Promise<void> {
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

/** The addresses of our own pages that a mail's HTML leads to, by the words on them. */
export function linksIn(html: string): Record<string, string> {
  const anchors = [...html.matchAll(/<a href="([^"]+)"[^>]*>([^<]*)<\/a>/g)];
  return Object.fromEntries(anchors.map(([, href = '', label = '']) => [label, href.replace(/&#x26;/g, '&')]));
}
