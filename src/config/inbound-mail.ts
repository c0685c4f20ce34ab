// The environment variables of incoming mail.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError, howToMakeAKey, missing } from './error.ts';
import type { MailConfig } from './mail.ts';

/** How emails are received; at least one of `imap` and `smtp`. */
export interface InboundConfig {
  /** what people send to, in lower case; the reply addresses are made of it */
  address: string;
  /** the name with which the receiving server signs its Authentication-Results; null: they are not trusted */
  authservId: string | null;
  imap: InboundImap | null;
  smtp: InboundSmtp | null;
}

/** An IMAP mailbox. */
export interface InboundImap {
  /** user, server and folder, without the password */
  name: string;
  host: string;
  port: number;
  /** TLS from the start */
  secure: boolean;
  /** refuses a connection that cannot be encrypted; undefined where the server decides */
  startTls: boolean | undefined;
  user: string;
  /** never logged */
  password: string;
  folder: string;
}

/** Our own SMTP listener. */
export interface InboundSmtp {
  /** 0 picks a free port */
  port: number;
  /** null: no STARTTLS, behind a server that does it */
  tls: { key: string; cert: string } | null;
  /** refuses emails over a connection that is not encrypted */
  requireTls: boolean;
  maxBytes: number;
}

/** Checks on single variables. The messages are in `inboundRequirement`, because a zod message could repeat a password. */
export const inboundVariables = {
  INBOUND_IMAP_URL: z
    .string()
    .refine((text) => /^imaps?:\/\/[^/?#@]+@[^/?#]/.test(text) && URL.canParse(text))
    .optional(),
  INBOUND_SMTP_PORT: z.coerce.number<string>().int().min(0).max(65535).optional(),
  INBOUND_SMTP_KEY: z.string().optional(),
  INBOUND_SMTP_CERT: z.string().optional(),
  INBOUND_SMTP_REQUIRE_TLS: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  INBOUND_MAX_MEGABYTES: z.coerce.number<string>().int().min(1).max(150).default(35),
  INBOUND_ADDRESS: z
    .string()
    .regex(/^[^@\s<>+]{1,31}@[^@\s<>]+$/)
    .transform((text) => text.toLowerCase())
    .optional(),
  INBOUND_AUTHSERV_ID: z
    .string()
    .regex(/^[^\s;]+$/)
    .optional(),
};

/** What each variable must be, to follow its name in a message. */
export const inboundRequirement: Record<keyof typeof inboundVariables, string> = {
  INBOUND_IMAP_URL: 'must look like imaps://user:password@mail.example.com/INBOX, with special characters percent-encoded',
  INBOUND_SMTP_PORT: 'must be a number from 0 to 65535',
  INBOUND_SMTP_KEY: 'must be the path of the private key (PEM) for STARTTLS',
  INBOUND_SMTP_CERT: 'must be the path of the certificate chain (PEM) for STARTTLS',
  INBOUND_SMTP_REQUIRE_TLS: 'must be true or false',
  INBOUND_MAX_MEGABYTES: 'must be a number from 1 to 150',
  INBOUND_ADDRESS: 'must be an address such as support@support.example, with at most 31 characters and no + in front of the @',
  INBOUND_AUTHSERV_ID:
    'must be the first word of the Authentication-Results that your mail server writes, such as mx.example.com',
};

type Values = z.output<z.ZodObject<typeof inboundVariables>> & { CASEBRIDGE_SECRET_KEY?: Buffer | undefined };

/**
 * Reads how emails are received.
 * @returns null when neither a mailbox nor a port is set: emails are not read
 * @throws ConfigError when something that it needs is missing
 */
export function readInbound(values: Values, mail: MailConfig | null): InboundConfig | null {
  const { INBOUND_IMAP_URL: imapUrl, INBOUND_SMTP_PORT: port, INBOUND_ADDRESS: given } = values;
  if (imapUrl === undefined && port === undefined) return null;
  if (!mail) missing('SMTP_URL', 'Answers to emails are read, so emails must be sent as well. Set SMTP_URL and MAIL_FROM');
  if (!values.CASEBRIDGE_SECRET_KEY)
    missing('CASEBRIDGE_SECRET_KEY', `It signs the addresses that people answer to. ${howToMakeAKey}`);
  const address = given ?? mail.from.address;
  if (!inboundVariables.INBOUND_ADDRESS.safeParse(address).success)
    missing(
      'INBOUND_ADDRESS',
      `Reply addresses can't be made of MAIL_FROM. INBOUND_ADDRESS ${inboundRequirement.INBOUND_ADDRESS}`,
    );
  return {
    address,
    authservId: values.INBOUND_AUTHSERV_ID ?? null,
    imap: imapUrl === undefined ? null : imapOf(imapUrl),
    smtp: port === undefined ? null : smtpOf(values, port),
  };
}

function imapOf(text: string): InboundImap {
  const url = new URL(text);
  const secure = url.protocol === 'imaps:';
  const folder = decodeURIComponent(url.pathname.replace(/^\//, '')) || 'INBOX';
  const user = decodeURIComponent(url.username);
  const isLocal = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  return {
    name: `${user}@${url.host}/${folder}`,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    // a password never crosses a network in clear text
    startTls: secure || isLocal ? undefined : true,
    user,
    password: decodeURIComponent(url.password),
    folder,
  };
}

function smtpOf(values: Values, port: number): InboundSmtp {
  const tls = tlsOf(values);
  const requireTls = values.INBOUND_SMTP_REQUIRE_TLS ?? false;
  if (requireTls && !tls)
    missing('INBOUND_SMTP_KEY', `INBOUND_SMTP_REQUIRE_TLS needs it. It ${inboundRequirement.INBOUND_SMTP_KEY}`);
  return { port, tls, requireTls, maxBytes: values.INBOUND_MAX_MEGABYTES * 1024 * 1024 };
}

function tlsOf({ INBOUND_SMTP_KEY: key, INBOUND_SMTP_CERT: cert }: Values): InboundSmtp['tls'] {
  if (key === undefined && cert === undefined) return null;
  if (key === undefined) missing('INBOUND_SMTP_KEY', `INBOUND_SMTP_CERT needs it. It ${inboundRequirement.INBOUND_SMTP_KEY}`);
  if (cert === undefined) missing('INBOUND_SMTP_CERT', `INBOUND_SMTP_KEY needs it. It ${inboundRequirement.INBOUND_SMTP_CERT}`);
  return { key: fileText('INBOUND_SMTP_KEY', key), cert: fileText('INBOUND_SMTP_CERT', cert) };
}

function fileText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(`${name} names ${path}, which cannot be read. Correct the path or unset the variable`);
  }
}
