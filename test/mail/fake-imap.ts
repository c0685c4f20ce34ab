// A small, strict IMAP server on loopback (RFC 9051, as far as reading a mailbox needs it). It refuses what it does not know, tells of new
// messages only to those who wait (IDLE), and the test decides when connections are cut and when the mailbox is rebuilt.
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A message in the mailbox. */
interface Message {
  uid: number;
  raw: Buffer;
  at: Date;
  flags: Set<string>;
}

/** Where a connection can be cut: after a command was read, before its result is sent, or in the middle of a message. */
export type CutPoint = 'LOGIN' | 'SELECT' | 'SEARCH' | 'FETCH' | 'MIDDLE' | 'STORE' | 'IDLE';

/** The server. */
export interface FakeImap {
  port: number;
  url: string;
  messages: readonly Message[];
  /** commands that it refused because it does not know them */
  refused: string[];
  logins: number;
  /** cuts the next connections at these points, one each */
  cuts: CutPoint[];
  /** @returns its UID */
  deliver: (raw: Buffer, at?: Date) => number;
  /** gives every message a new UID and the mailbox a new UIDVALIDITY, as after a restore */
  rebuild: () => void;
  /** cuts all connections now */
  cutAll: () => void;
  /** resolves when somebody waits for new messages */
  idling: () => Promise<void>;
  stop: () => Promise<void>;
}

const password = 'secret';

/** Starts the server with an empty mailbox. */
export async function startFakeImap(now: () => Date): Promise<FakeImap> {
  let messages: Message[] = [];
  let [uidNext, uidValidity] = [1, 7];
  const sessions = new Set<Session>();
  let waiting: (() => void)[] = [];
  const server = createServer((socket) => {
    const session = new Session(socket);
    sessions.add(session);
    socket.on('close', () => sessions.delete(session));
    socket.on('error', () => undefined);
    session.send('* OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS] ready');
  });

  class Session {
    private pending = Buffer.alloc(0);
    private isSelected = false;
    private isLoggedIn = false;
    private known = 0;
    idleTag: string | null = null;
    private plainTag: string | null = null;
    private readonly socket: Socket;

    constructor(socket: Socket) {
      this.socket = socket;
      socket.on('data', (part) => {
        this.pending = Buffer.concat([this.pending, part]);
        for (;;) {
          const end = this.pending.indexOf('\r\n');
          if (end === -1) return;
          const line = this.pending.subarray(0, end).toString('latin1');
          this.pending = this.pending.subarray(end + 2);
          this.command(line);
        }
      });
    }

    send(line: string): void {
      if (!this.socket.destroyed) this.socket.write(`${line}\r\n`, 'latin1');
    }

    cut(): void {
      this.socket.destroy();
    }

    /** Tells of new messages. */
    announce(): void {
      if (!this.isSelected || messages.length === this.known) return;
      this.known = messages.length;
      this.send(`* ${this.known} EXISTS`);
    }

    private isCut(point: CutPoint): boolean {
      const at = fake.cuts.indexOf(point);
      if (at === -1) return false;
      fake.cuts.splice(at, 1);
      this.cut();
      return true;
    }

    private command(line: string): void {
      if (this.plainTag !== null) return this.login(this.plainTag, Buffer.from(line, 'base64').toString().split('\0')[2] ?? '');
      if (this.idleTag !== null) {
        if (line.toUpperCase() !== 'DONE') return this.refuse(this.idleTag, line);
        this.send(`${this.idleTag} OK done`);
        this.idleTag = null;
        return;
      }
      const [, tag = '*', name = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/i.exec(line) ?? [];
      const upper = name.toUpperCase();
      if (!this.isLoggedIn && !['CAPABILITY', 'LOGIN', 'AUTHENTICATE', 'ID', 'NOOP', 'LOGOUT'].includes(upper))
        return this.send(`${tag} NO log in first`);
      if (/^(?:UID |IDLE)/.test(upper) && !this.isSelected) return this.send(`${tag} BAD select a mailbox first`);
      this.run(tag, upper, rest);
    }

    private run(tag: string, name: string, rest: string): void {
      switch (name) {
        case 'CAPABILITY':
          this.send('* CAPABILITY IMAP4rev1 IDLE UIDPLUS');
          return this.send(`${tag} OK`);
        case 'ID':
          this.send('* ID NIL');
          return this.send(`${tag} OK`);
        case 'NOOP':
          this.announce();
          return this.send(`${tag} OK`);
        case 'LOGIN':
          return this.login(tag, /"?([^" ]+)"?$/.exec(rest)?.[1] ?? '');
        case 'AUTHENTICATE': {
          const [, initial] = rest.split(' ');
          if (initial !== undefined) return this.login(tag, Buffer.from(initial, 'base64').toString().split('\0')[2] ?? '');
          this.plainTag = tag;
          return this.send('+ ');
        }
        case 'NAMESPACE':
          this.send('* NAMESPACE (("" "/")) NIL NIL');
          return this.send(`${tag} OK`);
        case 'LIST':
        case 'LSUB':
          this.send(`* ${name} (\\HasNoChildren) "/" "INBOX"`);
          return this.send(`${tag} OK`);
        case 'SELECT':
        case 'EXAMINE':
          return this.select(tag, rest);
        case 'IDLE':
          if (this.isCut('IDLE')) return;
          this.idleTag = tag;
          this.send('+ idling');
          this.announce();
          for (const done of waiting.splice(0)) done();
          return;
        case 'UID SEARCH': {
          if (this.isCut('SEARCH')) return;
          const [, first = '1'] = /UID (\d+):\*/i.exec(rest) ?? [];
          // `n:*` always contains the last message
          const last = messages.at(-1)?.uid ?? 0;
          const found = messages.filter(({ uid }) => uid >= Math.min(Number(first), last)).map(({ uid }) => uid);
          this.send(`* SEARCH${found.map((uid) => ` ${uid}`).join('')}`);
          return this.send(`${tag} OK`);
        }
        case 'UID FETCH':
          return this.fetch(tag, rest);
        case 'UID STORE': {
          if (this.isCut('STORE')) return;
          const [, uid, flag = ''] = /^(\d+) \+FLAGS(?:\.SILENT)? \((\S+)\)$/i.exec(rest) ?? [];
          const message = messages.find((one) => one.uid === Number(uid));
          message?.flags.add(flag);
          return this.send(`${tag} OK`);
        }
        case 'LOGOUT':
          this.send('* BYE');
          this.send(`${tag} OK`);
          return void this.socket.end();
        default:
          this.refuse(tag, `${name} ${rest}`);
      }
    }

    private login(tag: string, given: string): void {
      this.plainTag = null;
      if (this.isCut('LOGIN')) return;
      if (given !== password) return this.send(`${tag} NO [AUTHENTICATIONFAILED] wrong password`);
      this.isLoggedIn = true;
      fake.logins += 1;
      this.send(`${tag} OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS] welcome`);
    }

    private select(tag: string, rest: string): void {
      if (this.isCut('SELECT')) return;
      if (!/^"?INBOX"?$/i.test(rest)) return this.send(`${tag} NO [NONEXISTENT] no such mailbox`);
      this.isSelected = true;
      this.known = messages.length;
      this.send('* FLAGS (\\Seen \\Deleted)');
      this.send('* OK [PERMANENTFLAGS (\\Seen \\Deleted)] flags');
      this.send(`* ${messages.length} EXISTS`);
      this.send('* 0 RECENT');
      this.send(`* OK [UIDVALIDITY ${uidValidity}] valid`);
      this.send(`* OK [UIDNEXT ${uidNext}] next`);
      this.send(`${tag} OK [READ-WRITE] selected`);
    }

    private fetch(tag: string, rest: string): void {
      const [, uid = '', items = ''] = /^(\d+) \((.*)\)$/.exec(rest) ?? [];
      if (!/BODY\.PEEK\[\]/i.test(items)) return this.refuse(tag, `UID FETCH ${rest}`);
      if (this.isCut('FETCH')) return;
      const at = messages.findIndex((one) => one.uid === Number(uid));
      const message = messages[at];
      if (!message) return this.send(`${tag} OK nothing`);
      const [, length = String(message.raw.length)] = /<0\.(\d+)>/.exec(items) ?? [];
      const body = message.raw.subarray(0, Number(length));
      const date = internalDate(message.at);
      const mark = /<0\./.test(items) ? '<0>' : '';
      this.socket.write(`* ${at + 1} FETCH (UID ${uid} INTERNALDATE "${date}" BODY[]${mark} {${body.length}}\r\n`);
      if (fake.cuts[0] === 'MIDDLE') {
        fake.cuts.shift();
        this.socket.write(body.subarray(0, body.length / 2), () => this.cut());
        return;
      }
      this.socket.write(body);
      this.send(')');
      this.send(`${tag} OK`);
    }

    private refuse(tag: string, line: string): void {
      fake.refused.push(line);
      this.send(`${tag} BAD unknown command`);
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const fake: FakeImap = {
    port,
    url: `imap://support%40campus.example:${password}@127.0.0.1:${port}/INBOX`,
    get messages() {
      return messages;
    },
    refused: [],
    logins: 0,
    cuts: [],
    deliver: (raw, at = now()) => {
      const uid = uidNext++;
      messages.push({ uid, raw, at, flags: new Set() });
      for (const session of sessions) if (session.idleTag !== null) session.announce();
      return uid;
    },
    rebuild: () => {
      uidValidity += 1;
      messages = messages.map((message, index) => ({ ...message, uid: index + 1 }));
      uidNext = messages.length + 1;
      fake.cutAll();
    },
    cutAll: () => {
      for (const session of sessions) session.cut();
    },
    idling: () =>
      new Promise((resolve) => ([...sessions].some(({ idleTag }) => idleTag !== null) ? resolve() : waiting.push(resolve))),
    stop: async () => {
      for (const done of waiting) done();
      waiting = [];
      fake.cutAll();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}

function internalDate(at: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `${day}-${month}-${year} ${time} +0000`;
}
