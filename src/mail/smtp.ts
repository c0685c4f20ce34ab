// The SMTP server that mail is handed to.
import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import type { MailConfig } from '../config/index.ts';
import { codeOf } from './errors.ts';

/**
 * All ms. An attempt has 15 s (the outbox's callTimeoutMs): a server that has not answered by then has not answered. nodemailer itself
 * sends nothing again: the outbox does.
 */
const patience = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 12_000, dnsTimeout: 8_000, maxRequeues: 0 };

export function connectMailServer({ url }: MailConfig) {
  const options: SMTPPoolOptions & { pool: true } = { pool: true, url, maxConnections: 5, ...patience };
  const transport = createTransport({ ...options, disableFileAccess: true, disableUrlAccess: true });
  // every send answers for itself; an event nobody hears would end the process
  transport.on('error', () => undefined);
  return transport;
}

/**
 * Whether the server is there and takes the login; sends nothing.
 * @throws an Error of one line without the password
 */
export async function checkMailServer(config: MailConfig): Promise<void> {
  const transport = connectMailServer(config);
  try {
    await transport.verify();
  } catch (error) {
    const { host } = new URL(config.url);
    throw new Error(`the mail server ${host} cannot be used: ${codeOf(error as Error)}. Correct SMTP_URL.`, { cause: error });
  } finally {
    transport.close();
  }
}
