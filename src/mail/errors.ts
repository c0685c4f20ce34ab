// What an error of the SMTP server or the connection means for a delivery (RFC 5321, 4.2.1: 5yz is permanent, 4yz is temporary).
import type { NodemailerError } from 'nodemailer';
import { DeliveryError } from '../ports.ts';

/** Commands whose refusal concerns this address or message. A refused sender or login is a setting the operator can fix. */
const aboutThisMail = new Set(['RCPT TO', 'DATA']);

/** Errors that occur before any part of the mail is transferred. */
const beforeTheMail = new Set(['EDNS', 'ETLS', 'EREQUIRETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2', 'EPROXY', 'ECONFIG']);

/** Returns the DeliveryError for whatever nodemailer threw. */
export function deliveryError(thrown: unknown): DeliveryError {
  if (thrown instanceof DeliveryError) return thrown;
  const error = thrown as NodemailerError;
  const cause = { cause: thrown };
  const { code = 'unknown', responseCode, permanent, command = '' } = error;
  const smtpCode = codeOf(error);
  if (code === 'EAUTH') return new DeliveryError('failed', smtpCode, undefined, cause);
  if (responseCode !== undefined) {
    const refused = permanent === true && aboutThisMail.has(command);
    return refused ? refusal(smtpCode, thrown) : new DeliveryError('failed', smtpCode, undefined, cause);
  }
  // refused by nodemailer itself: an invalid address, or a message larger than the server accepts
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return refusal(smtpCode, thrown);
  return new DeliveryError(isBefore(error) ? 'failed' : 'in-doubt', smtpCode, undefined, cause);
}

/** Tells whether the server refused the mail for good because of what is in it, such as its size or the type of a file. */
export function isRefusedContent(thrown: unknown): boolean {
  return (thrown as NodemailerError).code === 'EMESSAGE' && deliveryError(thrown).kind === 'refused';
}

/** The person does not get this mail, and nobody would know: leads are notified once per address. */
function refusal(code: string, cause: unknown): DeliveryError {
  return new DeliveryError('refused', code, undefined, { cause, scope: 'recipient' });
}

/** Returns a short error code without anyone's address; advisors see it on the card. */
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

/** The server may have accepted the mail before the connection broke, unless the connection was never made. */
function isBefore({ code = '', originalCode, timeoutType, syscall }: NodemailerError): boolean {
  if (beforeTheMail.has(code) || originalCode === 'ECONNREFUSED' || syscall === 'connect') return true;
  return timeoutType !== undefined && timeoutType !== 'SOCKET_TIMEOUT';
}
