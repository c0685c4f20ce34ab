// What an SMTP server, or its absence, means for a delivery (RFC 5321 4.2.1: 5yz is final, 4yz is for now).
import type { NodemailerError } from 'nodemailer';
import { DeliveryError } from '../ports.ts';

/** The address or the message was refused. Anything else that is refused, the sender or the login, an operator can put right. */
const aboutThisMail = new Set(['RCPT TO', 'DATA']);

/** Before anything of the mail was said. */
const beforeTheMail = new Set(['EDNS', 'ETLS', 'EREQUIRETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2', 'EPROXY', 'ECONFIG']);

export function deliveryError(thrown: unknown): DeliveryError {
  const error = thrown as NodemailerError;
  const cause = { cause: thrown };
  const { code = 'unknown', responseCode, permanent, command = '' } = error;
  const word = codeOf(error);
  if (code === 'EAUTH') return new DeliveryError('failed', word, undefined, cause);
  if (responseCode !== undefined) {
    const refused = permanent === true && aboutThisMail.has(command);
    return new DeliveryError(refused ? 'refused' : 'failed', word, undefined, cause);
  }
  // not the server's words but nodemailer's: an address that is none, a message larger than the server takes
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return new DeliveryError('refused', word, undefined, cause);
  return new DeliveryError(isBefore(error) ? 'failed' : 'doubt', word, undefined, cause);
}

/** Short and without anybody's address: it stands on the advisor's card. */
export function codeOf({ code = 'unknown', responseCode, originalCode }: NodemailerError): string {
  if (code === 'EAUTH') return 'smtp_login_refused';
  if (responseCode !== undefined) return `smtp_${responseCode}`;
  const named: Record<string, string> = {
    EENVELOPE: 'smtp_address_invalid',
    EMESSAGE: 'smtp_message_too_large',
    EDNS: 'smtp_host_unknown',
    ETLS: 'smtp_tls_failed',
    ETIMEDOUT: 'smtp_timeout',
    ECONNECTION: 'smtp_connection_lost',
    ESOCKET: 'smtp_connection_lost',
  };
  return originalCode === 'ECONNREFUSED' ? 'smtp_unreachable' : (named[code] ?? `smtp_${code.toLowerCase()}`);
}

/** A connection that ended may have ended after the mail was taken, unless it never came about. */
function isBefore({ code = '', originalCode, timeoutType, syscall }: NodemailerError): boolean {
  if (beforeTheMail.has(code) || originalCode === 'ECONNREFUSED' || syscall === 'connect') return true;
  return timeoutType !== undefined && timeoutType !== 'SOCKET_TIMEOUT';
}
