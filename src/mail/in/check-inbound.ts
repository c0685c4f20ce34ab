// What `doctor` asks about incoming mail: whether the mailbox can be read, and whether the port of our own SMTP server is free or already ours.
import { connect, createServer } from 'node:net';
import { ImapFlow } from 'imapflow';
import type { InboundImap, InboundSmtp } from '../../config/index.ts';

/** For each step, in milliseconds. */
const timeoutMs = 8_000;

/**
 * Signs in to the mailbox and opens its folder for reading. Changes nothing.
 * @throws an Error of one line that says how to fix it, without the password
 */
export async function checkMailbox({ host, port, secure, startTls, user, password, folder }: InboundImap): Promise<void> {
  const client = new ImapFlow({
    host,
    port,
    secure,
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    doSTARTTLS: secure ? undefined : startTls,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  // the attempt that fails reports it
  client.on('error', () => undefined);
  let isSignedIn = false;
  try {
    await client.connect();
    isSignedIn = true;
    await client.mailboxOpen(folder, { readOnly: true });
  } catch (error) {
    throw new Error(mailboxProblem(error, { host, port, secure, user, folder, isSignedIn }), { cause: error });
  } finally {
    client.close();
  }
}

interface Tried extends Pick<InboundImap, 'host' | 'port' | 'secure' | 'user' | 'folder'> {
  isSignedIn: boolean;
}

function mailboxProblem(error: unknown, { host, port, secure, user, folder, isSignedIn }: Tried): string {
  const {
    code = '',
    authenticationFailed = false,
    tlsFailed = false,
  } = error as {
    code?: string;
    authenticationFailed?: boolean;
    tlsFailed?: boolean;
  };
  const tls = `Look at what it offers with: openssl s_client -connect ${host}:${port}${secure ? '' : ' -starttls imap'}`;
  if (authenticationFailed)
    return `${host} refuses the login of ${user}. Correct the user and the password in INBOUND_IMAP_URL, percent-encoded; many providers want an app password`;
  if (isSignedIn)
    return `${host} has no folder ${folder} that ${user} can read. Name another one at the end of INBOUND_IMAP_URL, such as /INBOX`;
  if (tlsFailed || /CERT|SSL|TLS|SELF_SIGNED|ALTNAME|UNABLE_TO|EPROTO/i.test(code))
    return `no encrypted connection to ${host}:${port} (${code || 'no TLS'}). ${tls}`;
  return `${host}:${port} does not answer as an IMAP server (${code || 'no greeting'}). Correct INBOUND_IMAP_URL, or open the way to it. ${tls}`;
}

/**
 * Finds out whether our SMTP server can have its port.
 * @returns `answers` when it runs already, `free` when it can be started
 * @throws an Error of one line that says how to fix it
 */
export async function checkSmtpPort({ port }: Pick<InboundSmtp, 'port'>): Promise<'answers' | 'free'> {
  const code = await portProblem(port);
  if (code === null) return 'free';
  if (code === 'EADDRINUSE') {
    if (/^220 .*Casebridge/.test(await greetingOf(port))) return 'answers';
    throw new Error(
      `something else listens on port ${port}. Find it with: ss -ltnp 'sport = :${port}'. Stop it, or set INBOUND_SMTP_PORT to a free port`,
    );
  }
  throw new Error(
    `port ${port} cannot be opened (${code}). Set INBOUND_SMTP_PORT to a port above 1023, such as 2525, and forward ${port} to it`,
  );
}

/** @returns why the port cannot be opened; null when it can */
function portProblem(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, () => server.close(() => resolve(null)));
  });
}

/** @returns the first bytes that a server on this machine sends; empty without any in time */
function greetingOf(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost' });
    const end = (text: string): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(timeoutMs, () => end(''));
    socket.once('error', () => end(''));
    socket.once('close', () => end(''));
    socket.once('data', (bytes) => end(bytes.toString('latin1')));
  });
}
