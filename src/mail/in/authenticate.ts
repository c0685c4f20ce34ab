// Whether the sender's domain vouches for an email. The receiving server has usually checked it: its `Authentication-Results` count if the operator
// names it (INBOUND_AUTHSERV_ID), because everybody can write such a header. Without it, the DKIM signatures are verified here, and for emails
// that come by SMTP also SPF and DMARC.
import type { IncomingMail, Log } from '../../ports.ts';
import type { ParsedMail } from './parse-mail.ts';

type Verdict = IncomingMail['authentication'];

/** Looks up DNS records, as `dns.promises.resolve` does. */
export type Resolver = (domain: string, type: string) => Promise<string[] | string[][]>;

/** The SMTP session of an email that came to our own listener. */
export interface Session {
  ip: string;
  helo: string;
  /** of MAIL FROM; empty for a bounce */
  sender: string;
}

/** What checking needs. */
export interface AuthParts {
  /** the name with which the receiving server signs its results; null: they are not trusted */
  authservId: string | null;
  /** tests replace DNS */
  resolver?: Resolver;
  log: Log;
}

/** Checks an email. @param session absent for IMAP */
export async function authenticate(
  { authservId, resolver, log }: AuthParts,
  mail: Pick<ParsedMail, 'from' | 'header'>,
  raw: Buffer,
  session?: Session,
): Promise<Verdict> {
  if (authservId !== null && !session) return readResults(mail.header('authentication-results'), authservId, mail.from.address);
  try {
    const { authenticate: check, dkimVerify } = await import('mailauth');
    if (!session) {
      const { results } = await dkimVerify(raw, resolver ? { resolver } : {});
      return results.some(({ status, signingDomain }) => status.result === 'pass' && isAligned(signingDomain, mail.from.address))
        ? 'pass'
        : 'none';
    }
    const { spf, dkim, dmarc } = await check(raw, {
      ...session,
      ...(resolver ? { resolver } : {}),
      disableArc: true,
      disableBimi: true,
    });
    const signers = dkim.results.filter(({ status }) => status.result === 'pass').map(({ signingDomain }) => signingDomain);
    const isServerOfSender = spf !== false && spf.status.result === 'pass';
    const policy = dmarc ? dmarc.status.result : 'none';
    if (policy === 'fail') return 'fail';
    if (dmarc && policy === 'pass') {
      // mailauth 4.13 takes a part of the domain for the domain itself also where the policy is strict
      const { dkim: byKey, spf: byServer } = dmarc.alignment ?? {};
      const isSigned = byKey?.strict ? signers.some((one) => isSame(one, mail.from.address)) : Boolean(byKey?.result);
      const isSent = byServer?.strict ? isServerOfSender && isSame(session.sender, mail.from.address) : Boolean(byServer?.result);
      return isSigned || isSent ? 'pass' : 'fail';
    }
    const isSigned = signers.some((one) => isAligned(one, mail.from.address));
    return isSigned || (isServerOfSender && isAligned(session.sender, mail.from.address)) ? 'pass' : 'none';
  } catch (err) {
    // DNS does not answer: then nothing is proved
    log.warn({ err }, "cannot check an email's sender");
    return 'none';
  }
}

/**
 * Reads the results of the receiving server (RFC 8601).
 * @param values the headers, topmost first; only the topmost of that server counts, because others can be forged
 */
export function readResults(values: readonly string[], authservId: string, from: string): Verdict {
  const own = values.find(
    (value) => /^\s*([^\s;]+)/.exec(withoutComments(value))?.[1]?.toLowerCase() === authservId.toLowerCase(),
  );
  if (own === undefined) return 'none';
  const results = withoutComments(own).split(';').slice(1).map((part) => part.trim().toLowerCase()); // prettier-ignore
  const dmarc = results.find((part) => part.startsWith('dmarc='));
  if (dmarc?.startsWith('dmarc=pass')) return 'pass';
  if (dmarc?.startsWith('dmarc=fail')) return 'fail';
  const domainIn = (part: string, name: string): string => new RegExp(`\\b${name}=([^\\s;]+)`).exec(part)?.[1] ?? '';
  const passes = results.some(
    (part) =>
      (part.startsWith('dkim=pass') && isAligned(domainIn(part, 'header\\.d') || domainIn(part, 'header\\.i'), from)) ||
      (part.startsWith('spf=pass') && isAligned(domainIn(part, 'smtp\\.mailfrom'), from)),
  );
  return passes ? 'pass' : 'none';
}

const withoutComments = (value: string): string => value.replace(/\([^()]*\)/g, ' ');

const domainOf = (domainOrAddress: string): string => domainOrAddress.slice(domainOrAddress.lastIndexOf('@') + 1).toLowerCase();

const isSame = (domainOrAddress: string, from: string): boolean => domainOf(domainOrAddress) === domainOf(from);

/** Whether a domain may vouch for an address: the same, or one is below the other, as DMARC's relaxed mode has it. */
function isAligned(domainOrAddress: string, from: string): boolean {
  const [domain, own] = [domainOf(domainOrAddress), domainOf(from)];
  if (!domain.includes('.') || own === '') return false;
  return domain === own || own.endsWith(`.${domain}`) || domain.endsWith(`.${own}`);
}
