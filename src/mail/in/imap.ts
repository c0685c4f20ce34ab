// Reads the messages of an IMAP mailbox: the server tells of new ones (IDLE), and a poll finds what it did not tell. The database has the position
// (UIDVALIDITY and UID) up to which everything is handled; it moves on only after a message is, so a cut connection or a killed process loses
// nothing. That a message has one effect is not decided here but by its row (usecases/mail/keep-mail.ts), so several processes may read the same mailbox.
// Messages that were there before the first start are left alone. Nothing is deleted or moved; handled messages are marked as read.
import { ImapFlow } from 'imapflow';
import type { InboundImap } from '../../config/index.ts';
import type { Log, MailboxPosition, MailDesk } from '../../ports.ts';

/** What reading a mailbox needs. */
export interface ImapParts {
  config: InboundImap;
  desk: Pick<MailDesk, 'position' | 'savePosition'>;
  /** handles one message; what it throws is worth another attempt */
  receive: (raw: Buffer) => Promise<void>;
  now: () => Date;
  log: Log;
  /** tests shorten these, ms */
  timing?: Partial<typeof defaultTiming>;
}

/** A mailbox that is being read. */
export interface ImapReader {
  /** Resolves when everything that was there at the call is handled. For tests. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** `pollMs`: how long a server is trusted to tell of new messages; a connection in doubt is found by it as well. */
const defaultTiming = { pollMs: 60_000, firstRetryMs: 1_000, maxRetryMs: 60_000 };
/** A larger message is read to here; no server takes one, and its text comes first. */
const maxMessageBytes = 50 * 1024 * 1024;

/** Starts reading. The connection is opened in the background and again after every failure. */
export function startImap({ config, desk, receive, now, log, timing }: ImapParts): ImapReader {
  const { pollMs, firstRetryMs, maxRetryMs } = { ...defaultTiming, ...timing };
  const stopping = new AbortController();
  const waiters: (() => void)[] = [];
  let wake = (): void => undefined;
  let retryMs = firstRetryMs;
  let client: ImapFlow | null = null;

  const session = async (): Promise<void> => {
    const { host, port, secure, user, password, folder } = config;
    const auth = { user, pass: password };
    client = new ImapFlow({
      host,
      port,
      secure,
      auth,
      logger: false,
      disableAutoIdle: true,
      doSTARTTLS: secure ? undefined : config.startTls,
    });
    const opened = client;
    let isOpen = true;
    opened.on('close', () => {
      isOpen = false;
      wake();
    });
    // the close that follows is what matters
    opened.on('error', (err: unknown) => log.debug({ err }, 'the IMAP connection failed'));
    try {
      await opened.connect();
      await opened.mailboxOpen(folder);
      opened.on('exists', () => wake());
      log.info({ mailbox: config.name }, 'reading emails');
      while (isOpen && !stopping.signal.aborted) {
        const awake = new Promise<void>((resolve) => (wake = resolve));
        const asked = waiters.splice(0);
        await readNew(opened, retryReset);
        for (const done of asked) done();
        if (!isOpen || waiters.length > 0) continue;
        const idling = opened.idle().catch(() => false);
        const poll = setTimeout(wake, pollMs);
        await awake;
        clearTimeout(poll);
        // ends IDLE, and shows whether the server still answers
        if (isOpen && !stopping.signal.aborted) await opened.noop();
        await idling;
      }
      if (!stopping.signal.aborted) throw new Error('the server closed the connection');
    } finally {
      wake = () => undefined;
      opened.close();
      client = null;
    }
  };
  const retryReset = (): void => void (retryMs = firstRetryMs);

  const readNew = async (opened: ImapFlow, handled: () => void): Promise<void> => {
    const box = opened.mailbox;
    if (!box) throw new Error('the mailbox is not open');
    let position = await positionOf(box.uidValidity, box.uidNext);
    const found = await opened.search({ uid: `${position.lastUid + 1n}:*` }, { uid: true });
    if (!found) throw new Error('the server did not list its messages');
    // `n:*` names the last message even if its UID is smaller
    const uids = found.filter((uid) => BigInt(uid) > position.lastUid).sort((a, b) => a - b);
    for (const uid of uids) {
      if (stopping.signal.aborted) return;
      const message = await opened.fetchOne(
        String(uid),
        { internalDate: true, source: { maxLength: maxMessageBytes } },
        { uid: true },
      );
      // the library answers a lost connection as if there were no message
      if (!message && !opened.usable) throw new Error('the connection was lost');
      const isOld = message && new Date(message.internalDate ?? now()) < oldBefore(position);
      if (message && message.source && !isOld) await receive(message.source);
      position = { ...position, lastUid: BigInt(uid) };
      await desk.savePosition(config.name, position);
      handled();
      if (message) await opened.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
    }
  };

  const positionOf = async (uidValidity: bigint, uidNext: number): Promise<MailboxPosition> => {
    const known = await desk.position(config.name);
    if (known?.uidValidity === uidValidity) return known;
    if (!known) {
      await desk.savePosition(config.name, { uidValidity, lastUid: BigInt(uidNext - 1), since: now() }, { isFirst: true });
      // another process may have been first, and messages have arrived since
      return (await desk.position(config.name)) ?? positionOf(uidValidity, uidNext);
    }
    // after a change of UIDVALIDITY every message is looked at again, and recognized by its key
    log.warn({ mailbox: config.name }, 'the mailbox was rebuilt; its emails are compared with those that are known');
    const position = { ...known, uidValidity, lastUid: 0n };
    await desk.savePosition(config.name, position);
    return position;
  };

  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await session();
      } catch (err) {
        if (stopping.signal.aborted) return;
        log.warn({ err, mailbox: config.name, waitMs: retryMs }, 'cannot read emails at the moment');
        await elapsed(retryMs, stopping.signal);
        retryMs = Math.min(retryMs * 2, maxRetryMs);
      }
    }
  })();

  return {
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        wake();
      }),
    async stop() {
      stopping.abort();
      wake();
      client?.close();
      await running;
      for (const done of waiters.splice(0)) done();
    },
  };
}

/** The clock of the server may be a little behind, and some keep only the second. */
const oldBefore = ({ since }: MailboxPosition): Date => new Date(since.getTime() - 60 * 60_000);

function elapsed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
