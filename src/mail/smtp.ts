// The connection to the SMTP server (SMTP_URL).
import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import type { MailConfig } from '../config/index.ts';
import { codeOf } from './errors.ts';

/** In milliseconds. All are below the 15 s an attempt may take (the outbox's callTimeoutMs). nodemailer does not retry, the outbox does. */
const timeouts = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 12_000, dnsTimeout: 8_000, maxRequeues: 0 };

/** Connections to the server at the same time. */
export const maxConnections = 5;

/** Opens a pool of connections to the SMTP server. */
export function connectMailServer({ url }: MailConfig) {
  const options: SMTPPoolOptions & { pool: true } = { pool: true, url, maxConnections, ...timeouts };
  const transport = createTransport({ ...options, disableFileAccess: true, disableUrlAccess: true });
  // each send reports its own error; without a listener the event would end the process
  transport.on('error', () => undefined);
  return transport;
}

/**
 * Checks that the SMTP server answers and accepts the login. Sends nothing.
 * @throws an Error of one line without the password
 */
export async function checkMailServer(config: MailConfig): Promise<void> {
  const transport = connectMailServer(config);
  try {
    await transport.verify();
  } catch (error) {
    const { host } = new URL(config.url);
    throw new Error(`Cannot use the mail server ${host}: ${codeOf(error as Error)}. Check SMTP_URL.`, { cause: error });
  } finally {
    transport.close();
  }
}
